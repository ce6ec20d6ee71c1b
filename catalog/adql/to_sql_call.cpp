/// Function calls.
#include <algorithm>
#include <array>

#include "catalog/adql/call_forms.hpp"
#include "catalog/adql/functions.hpp"
#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"
#include "catalog/adql/udf.hpp"
#include "catalog/adql/units.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

constexpr std::array<std::string_view, 14> geometry_names = {
    "AREA",     "BOX",      "CENTROID",   "CIRCLE", "CONTAINS", "COORD1", "COORD2",
    "COORDSYS", "DISTANCE", "INTERSECTS", "POINT",  "POLYGON",  "REGION", ""};

Unit unit_or_refusal(std::string const& text, Place place) {
  auto const parsed = parse_unit(text);
  if (auto const* problem = std::get_if<std::string>(&parsed)) refuse(place, *problem + " in '" + text + "'");
  return std::get<Unit>(parsed);
}

}  // namespace

std::vector<Value> Translator::values(std::vector<Expr> const& exprs, Clause& clause) {
  std::vector<Value> list;
  list.reserve(exprs.size());
  for (Expr const& expr : exprs) list.push_back(value(expr, clause));
  return list;
}

Value Translator::call(FunctionCall const& call, Clause& clause) {
  if (call.name.delimited) return udf_call(call, clause);
  std::string const name = engine::upper(call.name.text);
  Value v;
  if (FunctionRow const* row = find_function(name)) {
    v = standard_call(*row, values(call.arguments, clause), call);
  } else if (std::find(geometry_names.begin(), geometry_names.end(), name) != geometry_names.end()) {
    v = geometry_call(name, call, clause);
  } else if (name == "COALESCE") {
    v = coalesce(call, clause);
  } else if (name == "IN_UNIT") {
    v = in_unit(call, clause);
  } else {
    return udf_call(call, clause);
  }
  v.column.name = engine::lower(name);
  return v;
}

Value Translator::standard_call(FunctionRow const& row, std::vector<Value> arguments,
                                FunctionCall const& call) {
  std::string const label(row.name);
  std::vector<std::string> sql;
  bool const whole =
      !row.sql_of_whole.empty() &&
      std::all_of(arguments.begin(), arguments.end(), [](Value const& a) { return a.kind == Kind::integer; });
  for (std::size_t i = 0; i < arguments.size(); ++i)
    sql.push_back(as_kind(arguments[i], whole ? Kind::integer : i == 1 ? row.second : row.argument, label));
  bool const shorter = !row.sql_of_one.empty() && arguments.size() == (label == "RAND" ? 0U : 1U);
  Value v;
  v.kind = whole ? Kind::integer : row.result;
  v.column = column_of(v.kind);
  v.sql = filled(shorter ? row.sql_of_one : whole ? row.sql_of_whole : row.sql, sql);
  for (Value const& argument : arguments) merge_sources(v, argument);
  v.repeatable = v.repeatable && row.repeatable;
  switch (row.unit) {
    case UnitRule::none: break;
    case UnitRule::kept: v.column.unit = arguments.front().column.unit; break;
    case UnitRule::degrees: v.column.unit = "deg"; break;
    case UnitRule::radians: v.column.unit = "rad"; break;
  }
  v.place = call.name.place;
  return v;
}

Value Translator::coalesce(FunctionCall const& call, Clause& clause) {
  std::vector<Value> arguments = values(call.arguments, clause);
  std::vector<Value*> together;
  for (Value& argument : arguments) together.push_back(&argument);
  Value v;
  v.kind = unify(together, call.name.place, "COALESCE takes values of one kind, not");
  v.column = column_of(v.kind);
  v.column.unit = arguments.front().column.unit;
  v.column.ucd = arguments.front().column.ucd;
  std::string list;
  for (Value const& argument : arguments) {
    list += (list.empty() ? "" : ", ") + as_kind(argument, v.kind, "COALESCE");
    merge_sources(v, argument);
    if (!argument.number && argument.kind != Kind::unknown && argument.column.unit != v.column.unit)
      v.column.unit.clear();
  }
  v.sql = v.kind == Kind::unknown ? "NULL" : "COALESCE(" + list + ")";
  return v;
}

Value Translator::in_unit(FunctionCall const& call, Clause& clause) {
  Value const a = value(call.arguments[0], clause);
  std::string const x = number(a, "IN_UNIT");
  std::string const& wanted = std::get<StringLiteral>(call.arguments[1].node).value;
  Place const unit_place = call.arguments[1].place;
  Unit const to = unit_or_refusal(wanted, unit_place);
  if (a.column.unit.empty() && !a.number && to.powers != Unit{}.powers)
    refuse(a.place, "IN_UNIT: this expression has no known unit");
  Unit const from = unit_or_refusal(a.column.unit, a.place);
  auto const factor = factor_between(from, to);
  if (!factor) {
    bool const spectral = spectral_conversion_between(from, to).has_value();
    refuse(unit_place,
           "'" + a.column.unit + "' cannot be converted to '" + wanted + "'" +
               (spectral ? " as a unit - gavo_specconv(x, '" + a.column.unit + "', '" + wanted + "') does it"
                         : ""));
  }
  Value v;
  v.kind = Kind::real;
  v.column = column_of(Kind::real);
  v.column.unit = wanted;
  v.column.ucd = a.column.ucd;
  v.sql = *factor == 1 ? x : "(" + x + " * " + bind("float8", engine::shortest(*factor)) + ")";
  merge_sources(v, a);
  return v;
}

}  // namespace catalog::adql
