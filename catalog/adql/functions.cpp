#include "catalog/adql/functions.hpp"

#include <algorithm>
#include <iterator>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

// Results beyond a double and arguments outside of a domain end the query with PostgreSQL's message.
constexpr FunctionRow rows[] = {
    {.name = "ABS", .sql = "abs({})", .sql_of_whole = "abs({})", .unit = UnitRule::kept},
    {.name = "ACOS", .sql = "acos({})", .unit = UnitRule::radians},
    {.name = "ASIN", .sql = "asin({})", .unit = UnitRule::radians},
    {.name = "ATAN", .sql = "atan({})", .unit = UnitRule::radians},
    {.name = "ATAN2", .sql = "atan2({}, {2})", .unit = UnitRule::radians},
    {.name = "CEILING", .sql = "ceil({})", .unit = UnitRule::kept},
    {.name = "COS", .sql = "cos({})"},
    {.name = "COT", .sql = "cot({})"},
    {.name = "DEGREES", .sql = "degrees({})", .unit = UnitRule::degrees},
    {.name = "EXP", .sql = "exp({})"},
    {.name = "FLOOR", .sql = "floor({})", .unit = UnitRule::kept},
    {.name = "LOG", .sql = "ln({})"},
    {.name = "LOG10", .sql = "log({})"},
    {.name = "LOWER",
     .argument = Kind::text,
     .result = Kind::text,
     .sql = "lower({})",
     .unit = UnitRule::none},
    {.name = "MOD", .sql = "adql.mod({}, {2})", .sql_of_whole = "mod({}, {2})", .unit = UnitRule::kept},
    {.name = "PI", .sql = "pi()"},
    {.name = "POWER", .sql = "power({}, {2})"},
    {.name = "RADIANS", .sql = "radians({})", .unit = UnitRule::radians},
    // The seed is set once, before the first number of the query.
    {.name = "RAND",
     .sql = "((SELECT adql.seed({})) + random())",
     .sql_of_one = "random()",
     .repeatable = false},
    {.name = "ROUND",
     .sql = "adql.round({}, {2})",
     .sql_of_one = "adql.round({}, 0)",
     .second = Kind::integer,
     .unit = UnitRule::kept},
    {.name = "SIN", .sql = "sin({})"},
    {.name = "SQRT", .sql = "sqrt({})"},
    {.name = "TAN", .sql = "tan({})"},
    {.name = "TRUNCATE",
     .sql = "adql.truncate({}, {2})",
     .sql_of_one = "trunc({})",
     .second = Kind::integer,
     .unit = UnitRule::kept},
    {.name = "UPPER", .argument = Kind::text, .result = Kind::text, .sql = "upper({})"},
};

static_assert(std::ranges::is_sorted(rows, {}, &FunctionRow::name));

}  // namespace

FunctionRow const* find_function(std::string_view name) {
  std::string const wanted = engine::upper(name);
  auto const* const row = std::ranges::lower_bound(rows, wanted, {}, &FunctionRow::name);
  return row != std::end(rows) && row->name == wanted ? row : nullptr;
}

}  // namespace catalog::adql
