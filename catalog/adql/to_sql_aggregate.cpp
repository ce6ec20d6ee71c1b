/// COUNT, SUM, AVG, MIN, MAX.
#include "catalog/adql/to_sql.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

Value Translator::aggregate(Aggregate const& node, Clause& clause, Place place) {
  static constexpr std::string_view names[] = {"count", "sum", "avg", "min", "max"};
  std::string const name(names[static_cast<std::size_t>(node.kind)]), label = engine::upper(name);
  if (!clause.may_aggregate)
    refuse(place, label + " cannot stand in " + clause.name +
                      (clause.name == "WHERE" ? " - conditions on aggregates go to HAVING" : ""));
  if (clause.within_aggregate > 0) refuse(place, label + " within another aggregate function");
  clause.has_aggregate = true;
  Value v;
  v.column = column_of(Kind::integer);
  v.kind = Kind::integer;
  v.repeatable = false;
  v.column.name = name;
  if (!node.argument) {
    v.sql = "count(*)";
    v.column.ucd = "meta.number";
    return v;
  }
  std::size_t const own_before = clause.own_columns;
  ++clause.within_aggregate;
  Value const inner = value(*node.argument, clause);
  --clause.within_aggregate;
  if (own_before == clause.own_columns && !inner.sources.empty())
    refuse(place, label + " of a column of the query outside - aggregate it there");
  std::string const all = node.quantifier == Quantifier::distinct ? "DISTINCT " : "";
  if (node.kind == AggregateKind::count) {
    v.sql = "count(" + all + (inner.kind == Kind::unknown ? "NULL::text" : inner.sql) + ")";
    v.column.ucd = "meta.number";
    return v;
  }
  if (node.kind == AggregateKind::min || node.kind == AggregateKind::max) {
    if (is_geometry(inner.kind) || inner.kind == Kind::array || inner.kind == Kind::boolean)
      refuse(inner.place,
             label + " wants a number, a text or a timestamp, not " + std::string(word_of(inner.kind)));
    v.kind = inner.kind;
    v.column = inner.column;
    v.column.name = name;
    v.column.utype.clear();
    if (!v.column.ucd.empty()) v.column.ucd += name == "min" ? ";stat.min" : ";stat.max";
    v.sql = name + "(" + all + (inner.kind == Kind::unknown ? "NULL::text" : inner.sql) + ")";
    return v;
  }
  bool const whole = inner.kind == Kind::integer && node.kind == AggregateKind::sum;
  v.kind = whole ? Kind::integer : Kind::real;
  v.column = column_of(v.kind);
  v.column.name = name;
  v.column.unit = inner.column.unit;
  v.sql = name + "(" + all + (whole ? integer(inner, label) : number(inner, label)) + ")" +
          (whole ? "::int8" : "");
  return v;
}

}  // namespace catalog::adql
