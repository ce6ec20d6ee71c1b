/// Rules for columns of any table: presence, type, shape and unit; and their values in the format's unit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/check/defect.hpp"
#include "engine/check/gadf_format.hpp"
#include "engine/io/fits_file.hpp"

namespace engine {

struct ColumnRule {
  std::string_view name;
  std::string_view good_codes;      ///< TFORM letters the format allows: "D"
  std::string_view lossy_codes;     ///< letters that lose digits (an error): "E" for a time
  Measure measure = Measure::none;  ///< only checked for numeric columns
  bool scalar = true;
};

/// Returns the column if it is there and numeric (or text, for code 'A').
FitsColumn const* check_column(FitsTable const& table, ColumnRule const& rule, Severity if_missing,
                               std::string const& clause, Findings const& out);
/// A unit of another dimension is an error, another spelling or multiple a warning, no unit at all a warning.
void check_unit(FitsColumn const& column, Measure measure, std::string const& clause, Findings const& out);
/// To the unit of the format (TeV, deg, s, m2); 1 if the unit is absent or not understood.
double factor_to_format(FitsColumn const& column, Measure measure);
/// The column in the unit of the format.
std::vector<double> values_of(FitsFile& file, FitsTable const& table, FitsColumn const& column,
                              Measure measure);

}  // namespace engine
