/// Events in memory, column by column, in canonical units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace engine {

struct Rows {
  std::size_t first = 0, last = 0;  ///< half open
  std::size_t count() const { return last - first; }
  friend bool operator==(Rows const&, Rows const&) = default;
};

/// What a reader is asked to decode. `extra` are columns by name, as the file has them (its own units).
struct ColumnSet {
  bool time = false, direction = false, energy = false;
  std::vector<std::string> extra{};
};

/// Whole numbers stay whole: an EVENT_ID needs all its 64 bits. TNULL becomes NaN and makes the column
/// double.
using ColumnValues = std::variant<std::vector<double>, std::vector<std::int64_t>>;
struct NamedColumn {
  std::string name;
  ColumnValues values;
};

/// One block of events, borrowed; every span has size() elements or is empty because it was not asked for.
/// Undefined values (NaN in the file, TNULL) are NaN, and NaN passes no cut.
struct EventView {
  std::span<double const> met_s;            ///< [n] seconds since the file's TimeReference::zero
  std::span<double const> ra_rad, dec_rad;  ///< [n] ICRS; right ascension of any turn
  std::span<double const> energy_tev;       ///< [n] reconstructed energy; double, so that no edge moves
  std::span<NamedColumn const> extra;       ///< in the order of ColumnSet::extra
  std::size_t count = 0;
  std::size_t size() const { return count; }
};

/// The same, owned. Columns that were not asked for stay empty.
struct EventColumns {
  std::vector<double> met_s, ra_rad, dec_rad, energy_tev;
  std::vector<NamedColumn> extra;
  std::size_t count = 0;
  EventView view() const { return {met_s, ra_rad, dec_rad, energy_tev, extra, count}; }
};

}  // namespace engine
