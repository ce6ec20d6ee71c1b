/// The instrument's responses as tables in canonical units: what is sampled from and what is written to
/// files.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/units.hpp"

namespace engine {

/// Bins of a table axis; lo == hi where the table holds values at nodes. Values belong to the centres.
struct TableAxis {
  std::vector<double> lo, hi;
  std::size_t size() const { return lo.size(); }
};
TableAxis axis_of_edges(std::vector<double> const& edges);
TableAxis axis_of_nodes(std::vector<double> const& nodes);
std::vector<double> logarithmic_edges(double min, double max, int bins);
std::vector<double> linear_edges(double min, double max, int bins);

/// Geometric or arithmetic means of the bins, for energy and for angle axes.
std::vector<double> geometric_centres(TableAxis const& axis);
std::vector<double> arithmetic_centres(TableAxis const& axis);

/// Between which centres a value lies. Outside the first or last centre: at that one.
struct TablePosition {
  std::size_t below = 0, above = 0;
  double share_above = 0;  ///< in [0, 1]
};
TablePosition table_position(std::vector<double> const& increasing, double value);

/// Solid angle between two radii around a direction.
double ring_sr(double inner_rad, double outer_rad);

// All cells in the order of FITS: the first axis named runs fastest.
struct EffectiveAreaTable {
  TableAxis energy_tev, offset_rad;
  std::vector<double> area_m2;  ///< [offset][energy]
  Energy low_threshold, high_threshold;
};
struct EnergyDispersionTable {
  TableAxis energy_tev, migra, offset_rad;
  std::vector<double> density;  ///< [offset][migra][energy]; integral over migra is 1
};
struct PointSpreadTable {
  TableAxis energy_tev, offset_rad, radius_rad;
  std::vector<double> density_per_sr;  ///< [radius][offset][energy]; integral over the sphere is 1
};
struct BackgroundTable {
  TableAxis energy_tev, offset_rad;       ///< reconstructed energy
  std::vector<double> rate_per_s_tev_sr;  ///< [offset][energy]; per time of observation, dead or not
};
struct ResponseTables {
  EffectiveAreaTable area;
  EnergyDispersionTable dispersion;
  PointSpreadTable psf;
  BackgroundTable background;
};

/// Effective area between the centres: linear in the offset and in ln E, as gammapy reads the table.
/// Zero outside the outer edges of the energy axis.
class EffectiveArea {
 public:
  explicit EffectiveArea(EffectiveAreaTable const& table);
  double m2(double energy_tev, double offset_rad) const;
  /// The largest value at any offset of a range.
  double largest_m2(double energy_tev, double min_offset_rad, double max_offset_rad) const;
  std::vector<double> const& centres_tev() const { return centres_tev_; }
  EnergyRange energies() const { return energies_; }

 private:
  double at_offset(TablePosition const& energy, std::size_t offset) const;
  std::vector<double> centres_tev_, ln_centres_, offsets_rad_, area_m2_;
  EnergyRange energies_;
};

}  // namespace engine
