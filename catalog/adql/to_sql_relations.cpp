/// 1 = CONTAINS(...), 1 = INTERSECTS(...), DISTANCE(...) < r: the exact test, and before it a window that an
/// index can answer. The window is true wherever the test is, and unknown only where the test is; so (window
/// AND test) is the test, and the window only saves time. It stands where only true counts: under NOT it
/// would save nothing.
#include <algorithm>

#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

FunctionCall const* call_of(Expr const& expr, std::initializer_list<std::string_view> names) {
  auto const* call = std::get_if<FunctionCall>(&expr.node);
  if (call == nullptr || call->name.delimited) return nullptr;
  std::string const name = engine::upper(call->name.text);
  for (std::string_view const wanted : names)
    if (name == wanted) return call;
  return nullptr;
}

ComparisonOperator mirrored(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::equal:
    case ComparisonOperator::not_equal: return op;
    case ComparisonOperator::less: return ComparisonOperator::greater;
    case ComparisonOperator::less_or_equal: return ComparisonOperator::greater_or_equal;
    case ComparisonOperator::greater: return ComparisonOperator::less;
    case ComparisonOperator::greater_or_equal: return ComparisonOperator::less_or_equal;
  }
  return op;
}

bool holds(double a, ComparisonOperator op, double b) {
  switch (op) {
    case ComparisonOperator::equal: return a == b;
    case ComparisonOperator::not_equal: return a != b;
    case ComparisonOperator::less: return a < b;
    case ComparisonOperator::less_or_equal: return a <= b;
    case ComparisonOperator::greater: return a > b;
    case ComparisonOperator::greater_or_equal: return a >= b;
  }
  return false;
}

bool depends_on(Value const& value, int source) {
  return std::find(value.sources.begin(), value.sources.end(), source) != value.sources.end();
}

/// Two columns of one table that have an index together: the number of that table, or nothing.
std::optional<int> indexed_point(Value const& ra, Value const& dec) {
  if (!ra.indexed || !dec.indexed || ra.source != dec.source || ra.source < 0) return std::nullopt;
  return ra.source;
}

/// A condition for each turn of the window by -360, 0 and 360 degrees.
template <class Condition>
std::string for_all_turns(Condition const& condition) {
  std::vector<std::string> turns;
  for (std::string const turn : {"0", "-1", "1"}) turns.push_back(condition(turn));
  return joined_by("OR", turns);
}

std::string pg_point(Value const& ra, Value const& dec) { return "point(" + ra.sql + ", " + dec.sql + ")"; }

}  // namespace

std::string Translator::array_of(Value const& geometry) {
  return as_kind(geometry, Kind::region, "the region");
}

std::string Translator::relation_test(std::string const& name, Value const& a, Value const& b) {
  Value const* point = !a.coordinates.empty() ? &a : nullptr;
  Value const* region = &b;
  if (point == nullptr && name == "INTERSECTS" && !b.coordinates.empty()) {
    point = &b;
    region = &a;
  }
  if (point != nullptr && (name == "INTERSECTS" || region->kind != Kind::point))
    return "adql.point_within(" + point->coordinates[0].sql + ", " + point->coordinates[1].sql + ", " +
           array_of(*region) + ")";
  return (name == "CONTAINS" ? "adql.within(" : "adql.meets(") + array_of(a) + ", " + array_of(b) + ")";
}

/// Windows for a beside b, where a or its coordinates have an index.
std::vector<std::string> Translator::windows(Value const& a, Value const& b) {
  std::vector<std::string> found;
  for (auto const& sides : {std::pair{&a, &b}, std::pair{&b, &a}}) {
    Value const *const indexed = sides.first, *const other = sides.second;  // Clang 14 captures no bindings
    if (!other->repeatable || !indexed->repeatable) continue;
    std::string const region = array_of(*other);
    if (indexed->coordinates.size() == 2) {
      Value const &ra = indexed->coordinates[0], &dec = indexed->coordinates[1];
      auto const source = indexed_point(ra, dec);
      if (source && !depends_on(*other, *source))
        found.push_back(for_all_turns([&](std::string const& turn) {
          return pg_point(ra, dec) + " <@ adql.bounds(" + region + ", " + turn + ")";
        }));
    } else if (indexed->indexed && !depends_on(*other, indexed->source)) {
      found.push_back(for_all_turns([&](std::string const& turn) {
        return "adql.bounds(" + indexed->sql + ") && adql.bounds(" + region + ", " + turn + ")";
      }));
    }
  }
  return found;
}

std::optional<std::string> Translator::relation(Comparison const& node, Clause& clause, Sense sense) {
  FunctionCall const* call = call_of(*node.left, {"CONTAINS", "INTERSECTS"});
  Expr const* other = node.right.get();
  ComparisonOperator op = node.op;
  if (call == nullptr) {
    call = call_of(*node.right, {"CONTAINS", "INTERSECTS"});
    other = node.left.get();
    op = mirrored(op);
  }
  auto const* literal = std::get_if<NumericLiteral>(&other->node);
  if (call == nullptr || literal == nullptr) return std::nullopt;
  double const wanted = engine::number(literal->text).value_or(2);
  bool const if_true = holds(1, op, wanted), if_false = holds(0, op, wanted);
  if (if_true == if_false) return std::nullopt;  // no test of the relation; translated as written

  std::string const name = engine::upper(call->name.text);
  Value const a = value(call->arguments[0], clause), b = value(call->arguments[1], clause);
  as_kind(a, Kind::region, name);
  as_kind(b, Kind::region, name);
  std::string const test = relation_test(name, a, b);
  if (if_false) return "(NOT " + test + ")";
  if (sense != Sense::only_true_counts) return test;
  std::vector<std::string> parts = windows(a, b);
  parts.push_back(test);
  return joined_by("AND", parts);
}

std::optional<std::string> Translator::distance_within(Comparison const& node, Clause& clause, Sense sense) {
  if (sense != Sense::only_true_counts) return std::nullopt;
  bool const left = call_of(*node.left, {"DISTANCE"}) != nullptr;
  if (!left && call_of(*node.right, {"DISTANCE"}) == nullptr) return std::nullopt;
  ComparisonOperator const op = left ? node.op : mirrored(node.op);
  if (op != ComparisonOperator::less && op != ComparisonOperator::less_or_equal) return std::nullopt;
  Value const distance = value(left ? *node.left : *node.right, clause);
  Value const limit = value(left ? *node.right : *node.left, clause);
  if (!is_number(limit.kind)) return std::nullopt;  // the plain comparison says what is wrong
  std::string const radius = number(limit, "DISTANCE");
  std::vector<std::string> parts;
  if (distance.coordinates.size() == 4 && distance.repeatable && limit.repeatable)
    for (std::size_t const i : {0U, 2U}) {
      std::vector<Value> const& c = distance.coordinates;
      Value const &ra = c[i], &dec = c[i + 1], &other_ra = c[2 - i], &other_dec = c[3 - i];
      auto const source = indexed_point(ra, dec);
      if (!source || depends_on(other_ra, *source) || depends_on(other_dec, *source) ||
          depends_on(limit, *source))
        continue;
      parts.push_back(for_all_turns([&](std::string const& turn) {
        return pg_point(ra, dec) + " <@ adql.window(" + other_ra.sql + ", " + other_dec.sql + ", " + radius +
               ", " + turn + ")";
      }));
    }
  parts.push_back("(" + distance.sql + (op == ComparisonOperator::less ? " < " : " <= ") + radius + ")");
  return joined_by("AND", parts);
}

}  // namespace catalog::adql
