/// A response table (one row, axes as X_LO and X_HI vectors) as numbers on a grid, and a point on it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/fits_file.hpp"

namespace catalog::ingest {

/// Edges in TeV and degrees, or without unit. Where lo equals hi they are points.
struct ResponseAxisEdges {
  std::vector<double> lo, hi;
  std::size_t stride = 1;  ///< between neighbours in the arrays of the table
  std::size_t size() const { return lo.size(); }
};

/// A cell and its share of the value at a point.
struct WeightedCell {
  std::size_t offset;
  double weight;
};

/// Of energy (log) and off-axis angle (linear); a third axis is left to the reader. `energy_tev` and
/// `theta_deg` are the point: that asked for, or the nearest the table has.
struct ResponsePoint {
  double energy_tev, theta_deg;
  std::vector<WeightedCell> cells;
};

class ResponseGrid {
 public:
  /// `third`: stem of the third axis ("RAD", "MIGRA"), or empty. Nothing if the table has no such axes, or
  /// arrays that do not fit them; the reason goes to `why`.
  static std::optional<ResponseGrid> read(engine::FitsFile& file, int hdu, std::string const& third,
                                          std::string& why);

  ResponseAxisEdges const& third() const { return third_; }
  ResponsePoint at(double energy_tev, double theta_deg) const;
  /// The array of a column, nothing if the table does not have it in the size of the grid. Angles in degrees
  /// where `angle`.
  std::optional<std::vector<double>> values(engine::FitsFile& file, std::string const& column,
                                            bool angle = false) const;

 private:
  ResponseGrid() = default;
  engine::FitsTable table_;
  ResponseAxisEdges energy_, theta_, third_;
  std::size_t cells_ = 0;
};

}  // namespace catalog::ingest
