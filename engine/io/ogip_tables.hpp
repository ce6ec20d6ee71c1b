/// Columns of OGIP tables, with the ways in which they may be written. Private to ogip_*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/model/energy_axis.hpp"

namespace engine {

/// An open file with one of its tables.
struct OgipTable {
  FitsFile file;
  FitsHeader header;
  FitsTable table;

  std::size_t rows() const { return table.rows; }
  bool has(std::string_view column) const { return table.find(column) != nullptr; }
  /// One number per row; `otherwise` where neither a column nor a keyword of that name is there. Throws for
  /// what is not finite, and for a column that is missing without an `otherwise`.
  std::vector<double> column(std::string const& name, std::optional<double> otherwise = std::nullopt);
  /// Edges from two columns of energies that must join, in TeV.
  EnergyAxis axis(std::string const& low, std::string const& high);
  /// The elements of each row's cell, whether its length is variable or not.
  std::vector<std::vector<double>> cells(std::string const& name);
};

/// The first of these names that the file has. Throws Failure(bad_data) if it has none.
OgipTable open_ogip_table(std::string const& path, std::vector<std::string> const& extnames);

[[noreturn]] void refuse_ogip(std::string const& place, std::string const& reason);

}  // namespace engine
