/// The functions of the ADQL standard with plain arguments: one row for each. Geometry, COALESCE and IN_UNIT
/// have rules of their own (to_sql_geometry.cpp, to_sql_call.cpp).
#pragma once

#include <string_view>

#include "catalog/adql/types.hpp"

namespace catalog::adql {

/// What becomes of the unit of the first argument.
enum class UnitRule { none, kept, degrees, radians };

struct FunctionRow {
  std::string_view name;  ///< in capitals
  Kind argument = Kind::real;
  Kind result = Kind::real;
  /// PostgreSQL, with {} for the first argument, {2} for the second.
  std::string_view sql;
  std::string_view sql_of_one = {};    ///< if it may be called with one argument less
  std::string_view sql_of_whole = {};  ///< if integers give an integer
  Kind second = Kind::real;
  UnitRule unit = UnitRule::none;
  bool repeatable = true;
};

/// By name in any case; null for what is none of these.
FunctionRow const* find_function(std::string_view name);

}  // namespace catalog::adql
