/// CAST and CASE.
#include "catalog/adql/to_sql.hpp"
#include "engine/base/expects.hpp"

namespace catalog::adql {

namespace {

std::string_view written(CastType type) {
  switch (type) {
    case CastType::smallint: return "int2";
    case CastType::integer: return "int4";
    case CastType::bigint: return "int8";
    case CastType::real: return "float4";
    case CastType::double_precision: return "float8";
    case CastType::char_:
    case CastType::varchar: return "varchar";
    case CastType::timestamp: return "timestamp";
    case CastType::point:
    case CastType::circle:
    case CastType::polygon: return "float8[]";
  }
  EXPECTS(false && "cast type out of range");
  return {};
}

Column column_of_cast(Cast const& cast) {
  Column column = column_of(kind_of(cast.type));
  if (cast.type == CastType::smallint) column.datatype = Datatype::short_int;
  if (cast.type == CastType::integer) column.datatype = Datatype::int_;
  if (cast.type == CastType::real) column.datatype = Datatype::float_;
  if (cast.type == CastType::char_) column.arraysize = std::to_string(cast.length.value_or(1));
  if (cast.type == CastType::varchar && cast.length) column.arraysize = std::to_string(*cast.length) + "*";
  return column;
}

/// The longest varchar of PostgreSQL.
constexpr std::int64_t longest = 10485760;

/// How many numbers a geometry of this kind has: the fewest and the most.
std::string_view counts(Kind kind) {
  if (kind == Kind::point) return "2, 2";
  return kind == Kind::circle ? "3, 3" : "6, 2147483647";
}

}  // namespace

Value Translator::cast(Cast const& node, Clause& clause) {
  Value const inner = value(*node.value, clause);
  Kind const target = kind_of(node.type);
  Value v;
  v.kind = target;
  v.column = column_of_cast(node);
  v.column.name = inner.source >= 0 ? inner.column.name : "";
  if (is_number(target) && is_number(inner.kind)) v.column.unit = inner.column.unit;
  if (target == inner.kind) v.column.ucd = inner.column.ucd;
  merge_sources(v, inner);
  std::string const type(written(node.type));
  if (inner.kind == Kind::unknown) {
    v.sql = "NULL::" + type;
    return v;
  }
  bool const between_texts_and_numbers =
      (is_number(target) || target == Kind::text) && (is_number(inner.kind) || inner.kind == Kind::text);
  bool fits = between_texts_and_numbers ||
              (inner.kind == Kind::boolean && (target == Kind::integer || target == Kind::text));
  if (target == Kind::text && node.length.value_or(1) > longest)
    refuse(node.type_place,
           "a text of " + std::to_string(*node.length) + " characters is too long (at most 10485760)");
  if (target == Kind::text) {
    std::string const whole =
        inner.kind == Kind::timestamp ? "adql.iso(" + inner.sql + ")" : inner.sql + "::text";
    fits = fits || inner.kind == Kind::timestamp;
    std::int64_t const length = node.length.value_or(node.type == CastType::char_ ? 1 : 0);
    v.sql = length > 0 ? "left(" + whole + ", " + std::to_string(length) + ")" : whole;
  } else if (target == Kind::timestamp) {
    fits = inner.kind == Kind::timestamp || inner.kind == Kind::text;
    if (fits) v.sql = inner.text ? timestamp(inner, "CAST") : inner.sql + "::timestamp";
  } else if (is_geometry(target)) {
    // A column may be declared as one shape and hold several.
    fits = is_geometry(inner.kind) || inner.kind == Kind::text;
    std::string const numbers = inner.kind == Kind::text
                                    ? "regexp_split_to_array(btrim(" + inner.sql + "), '\\s+')::float8[]"
                                    : inner.sql;
    v.sql = "adql.counted(" + numbers + ", " + std::string(counts(target)) + ")";
  } else if (inner.kind == Kind::boolean) {
    v.sql = inner.sql + "::int4::" + type;
  } else {
    v.sql = inner.sql + "::" + type;
  }
  if (!fits)
    refuse(node.type_place,
           std::string(word_of(inner.kind)) + " cannot be cast to " + std::string(word_of(target)));
  return v;
}

Value Translator::case_of(Case const& node, Clause& clause, Place place) {
  std::vector<Value> results, tests;
  std::vector<std::string> conditions;
  if (node.subject) tests.push_back(value(*node.subject, clause));
  for (Case::Branch const& branch : node.branches) {
    if (node.subject)
      tests.push_back(value(*branch.when, clause));
    else
      conditions.push_back(condition(*branch.when, clause, Sense::any));
    results.push_back(value(*branch.then, clause));
  }
  if (node.otherwise) results.push_back(value(*node.otherwise, clause));

  std::vector<Value*> compared, chosen;
  for (Value& test : tests) compared.push_back(&test);
  for (Value& result : results) chosen.push_back(&result);
  if (Kind const kind = unify(compared, place, "CASE compares"); is_geometry(kind))
    refuse(place, "CASE cannot compare regions - use CASE WHEN 1 = INTERSECTS(...)");
  Value v;
  v.kind = unify(chosen, place, "CASE chooses between values of different kinds:");
  v.column = column_of(v.kind);
  std::string sql = "(CASE";
  if (node.subject) sql += " " + tests.front().sql;
  for (std::size_t i = 0; i < node.branches.size(); ++i)
    sql += " WHEN " + (node.subject ? tests[i + 1].sql : conditions[i]) + " THEN " +
           as_kind(results[i], v.kind, "CASE");
  if (node.otherwise) sql += " ELSE " + as_kind(results.back(), v.kind, "CASE");
  v.sql = sql + " END)";
  v.column.unit = results.front().column.unit;
  for (Value const& result : results) {
    if (result.kind != Kind::unknown && result.column.unit != v.column.unit) v.column.unit.clear();
    merge_sources(v, result);
  }
  v.repeatable = false;
  return v;
}

}  // namespace catalog::adql
