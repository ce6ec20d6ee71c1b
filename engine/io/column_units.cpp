#include "engine/io/column_units.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <span>
#include <string_view>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

struct UnitRow {
  std::string_view word;
  UnitConversion conversion;
  enum Case { as_written, any } spelling;  ///< "ms" is not "Ms", nor "MeV" "meV"; "TEV" can only be TeV
};

constexpr double pi = std::numbers::pi;
constexpr std::array<UnitRow, 12> angles{{{"deg", {pi / 180, 1}, UnitRow::any},
                                          {"degree", {pi / 180, 1}, UnitRow::any},
                                          {"degrees", {pi / 180, 1}, UnitRow::any},
                                          {"rad", {}, UnitRow::any},
                                          {"radian", {}, UnitRow::any},
                                          {"radians", {}, UnitRow::any},
                                          {"arcmin", {pi / 10800, 1}, UnitRow::any},
                                          {"arcsec", {pi / 648000, 1}, UnitRow::any},
                                          {"mas", {pi / 648000000, 1}, UnitRow::as_written},
                                          {"mrad", {1, 1e3}, UnitRow::as_written},
                                          {"hourangle", {pi / 12, 1}, UnitRow::any},
                                          {"h", {pi / 12, 1}, UnitRow::as_written}}};
/// 1 erg is 1e-7 J, and 1 TeV is 1.602176634e-7 J exactly (SI of 2019).
constexpr std::array<UnitRow, 8> energies{{{"TeV", {}, UnitRow::any},
                                           {"GeV", {1, 1e3}, UnitRow::any},
                                           {"MeV", {1, 1e6}, UnitRow::as_written},
                                           {"keV", {1, 1e9}, UnitRow::any},
                                           {"eV", {1, 1e12}, UnitRow::any},
                                           {"PeV", {1e3, 1}, UnitRow::as_written},
                                           {"erg", {1, 1.602176634}, UnitRow::any},
                                           {"J", {1, 1.602176634e-7}, UnitRow::as_written}}};
constexpr std::array<UnitRow, 12> times{{{"s", {}, UnitRow::any},
                                         {"sec", {}, UnitRow::any},
                                         {"second", {}, UnitRow::any},
                                         {"seconds", {}, UnitRow::any},
                                         {"ms", {1, 1e3}, UnitRow::as_written},
                                         {"us", {1, 1e6}, UnitRow::as_written},
                                         {"ns", {1, 1e9}, UnitRow::as_written},
                                         {"min", {60, 1}, UnitRow::as_written},
                                         {"h", {3600, 1}, UnitRow::as_written},
                                         {"d", {86400, 1}, UnitRow::as_written},
                                         {"day", {86400, 1}, UnitRow::any},
                                         {"days", {86400, 1}, UnitRow::any}}};

std::span<UnitRow const> units_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::angle: return angles;
    case Dimension::energy: return energies;
    case Dimension::time: return times;
  }
  contract_broken("dimension is one of the enumeration", __FILE__, __LINE__);
}

/// The first row of each table is the unit of the format.
UnitRow const* row_of(std::string_view unit, std::span<UnitRow const> rows) {
  if (unit.empty()) return &rows.front();
  auto const found = std::find_if(rows.begin(), rows.end(), [&](UnitRow const& row) {
    return row.spelling == UnitRow::any ? same_word(row.word, unit) : row.word == unit;
  });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

UnitConversion canonical_from(std::string const& unit, Dimension dimension, std::string const& what) {
  std::span<UnitRow const> const rows = units_of(dimension);
  if (UnitRow const* row = row_of(trimmed(unit), rows)) return row->conversion;
  std::string known;
  for (UnitRow const& row : rows) known += (known.empty() ? "" : ", ") + std::string(row.word);
  throw Failure(Fault::bad_data, "unit '" + unit + "' is not understood: " + what +
                                     " (its numbers would mean something else) - use one of " + known);
}

UnitConversion canonical_from(FitsTable const& table, FitsColumn const& column, Dimension dimension) {
  return canonical_from(column.unit, dimension, table.place + " column " + column.name);
}

}  // namespace engine
