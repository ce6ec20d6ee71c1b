/// Calls of user-defined functions: the row that fits, and what to say if none does.
#include "catalog/adql/functions.hpp"
#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"
#include "catalog/adql/udf.hpp"
#include "catalog/adql/units.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

bool takes(Kind wanted, Kind given) {
  if (given == Kind::unknown || given == wanted) return true;
  switch (wanted) {
    case Kind::real: return given == Kind::integer;
    case Kind::timestamp: return given == Kind::text;
    case Kind::region: return is_geometry(given);
    case Kind::point: return given == Kind::region;
    case Kind::unknown:
    case Kind::integer:
    case Kind::text:
    case Kind::boolean:
    case Kind::circle:
    case Kind::polygon:
    case Kind::array: return false;
  }
  return false;
}

bool fits(UdfRow const& row, std::vector<Value> const& arguments) {
  if (row.arguments.size() != arguments.size()) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!takes(row.arguments[i], arguments[i].kind)) return false;
  return true;
}

[[noreturn]] void refuse_unknown(Identifier const& name) {
  static constexpr std::string_view standard[] = {
      "ABS",     "ACOS",     "AREA",     "ASIN",     "ATAN",     "ATAN2",  "AVG",        "BOX",
      "CEILING", "CENTROID", "CIRCLE",   "COALESCE", "CONTAINS", "COORD1", "COORD2",     "COS",
      "COT",     "COUNT",    "DEGREES",  "DISTANCE", "EXP",      "FLOOR",  "INTERSECTS", "IN_UNIT",
      "LOG",     "LOG10",    "LOWER",    "MAX",      "MIN",      "MOD",    "PI",         "POINT",
      "POLYGON", "POWER",    "RADIANS",  "RAND",     "REGION",   "ROUND",  "SIN",        "SQRT",
      "SUM",     "TAN",      "TRUNCATE", "UPPER"};
  std::vector<std::string> known(std::begin(standard), std::end(standard));
  for (UdfRow const& row : udf_table()) known.emplace_back(row.name);
  auto near = engine::nearest_word(engine::upper(name.text), known);
  if (!near) near = engine::nearest_word(engine::lower(name.text), known);
  refuse(name.place, "no function '" + name.text + "'" +
                         (near ? " - did you mean " + *near + "?"
                               : " - the functions here are listed in the capabilities"));
}

}  // namespace

Value Translator::udf_call(FunctionCall const& call, Clause& clause) {
  std::string const name = engine::lower(call.name.text);
  std::string signatures;
  UdfRow const* first = nullptr;
  for (UdfRow const& row : udf_table()) {
    if (row.name != name) continue;
    if (first == nullptr) first = &row;
    signatures += (signatures.empty() ? "" : " or ") + std::string(row.signature);
  }
  if (first == nullptr) refuse_unknown(call.name);
  if (first->aggregate) {
    if (!clause.may_aggregate)
      refuse(call.name.place, name + " is an aggregate function and cannot stand in " + clause.name);
    if (clause.within_aggregate > 0) refuse(call.name.place, name + " within another aggregate function");
    clause.has_aggregate = true;
    ++clause.within_aggregate;
  }
  std::vector<Value> const arguments = values(call.arguments, clause);
  if (first->aggregate) --clause.within_aggregate;

  for (UdfRow const& row : udf_table()) {
    if (row.name != name || !fits(row, arguments)) continue;
    if (row.sql.empty()) return spectral_conversion(arguments);
    std::vector<std::string> sql;
    Value v;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      sql.push_back(as_kind(arguments[i], row.arguments[i], name));
      merge_sources(v, arguments[i]);
    }
    v.kind = row.result;
    v.column = column_of(row.result);
    v.column.name = name;
    v.column.unit = row.unit;
    v.column.ucd = row.ucd;
    if (row.result == Kind::array) v.column.datatype = Datatype::long_;
    v.sql = filled(row.sql, sql);
    v.repeatable = v.repeatable && row.repeatable;
    return v;
  }
  refuse(call.name.place, "the arguments do not fit: " + signatures);
}

Value Translator::spectral_conversion(std::vector<Value> const& arguments) {
  Unit units[2];
  for (std::size_t i = 0; i < 2; ++i) {
    Value const& unit = arguments[i + 1];
    if (!unit.text) refuse(unit.place, "the units of gavo_specconv are literals: 'TeV'");
    auto const parsed = parse_unit(*unit.text);
    if (auto const* problem = std::get_if<std::string>(&parsed)) refuse(unit.place, *problem);
    units[i] = std::get<Unit>(parsed);
  }
  auto const conversion = spectral_conversion_between(units[0], units[1]);
  if (!conversion)
    refuse(arguments[2].place,
           "'" + *arguments[1].text + "' cannot be converted to '" + *arguments[2].text + "'");
  std::string const x = number(arguments[0], "gavo_specconv");
  std::string const factor = bind("float8", engine::shortest(conversion->numerator));
  Value v;
  v.kind = Kind::real;
  v.column = column_of(Kind::real);
  v.column.name = "gavo_specconv";
  v.column.unit = *arguments[2].text;
  // An energy or wavelength of 0 has no counterpart.
  v.sql = conversion->inverse ? "(" + factor + " / NULLIF(" + x + ", 0))" : "(" + factor + " * " + x + ")";
  merge_sources(v, arguments[0]);
  return v;
}

}  // namespace catalog::adql
