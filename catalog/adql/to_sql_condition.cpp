/// WHERE, ON, HAVING and WHEN.
#include <algorithm>

#include "catalog/adql/literals.hpp"
#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"

namespace catalog::adql {

namespace {

std::string_view sign_of(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::equal: return " = ";
    case ComparisonOperator::not_equal: return " <> ";
    case ComparisonOperator::less: return " < ";
    case ComparisonOperator::less_or_equal: return " <= ";
    case ComparisonOperator::greater: return " > ";
    case ComparisonOperator::greater_or_equal: return " >= ";
  }
  return {};
}

std::string_view maybe_not(Negated negated) { return negated == Negated::yes ? " NOT" : ""; }

/// With a type where PostgreSQL would not know what NULL is.
std::string typed(Value const& value, Kind kind = Kind::unknown) {
  return value.kind == Kind::unknown ? "NULL::" + std::string(sql_type(kind)) : value.sql;
}

void check_comparable(Kind kind, Place place) {
  if (is_geometry(kind))
    refuse(
        place,
        "regions are not compared with operators - use 1 = INTERSECTS(a, b), 1 = CONTAINS(a, b) or DISTANCE");
}

}  // namespace

struct Translator::ConditionVisitor {
  Translator& self;
  Clause& clause;
  Sense sense;
  Place place;
  std::string operator()(Comparison const& n) { return self.comparison(n, clause, sense); }
  std::string operator()(Between const& n) {
    Value v = self.value(*n.value, clause), low = self.value(*n.low, clause),
          high = self.value(*n.high, clause);
    Kind const kind = self.unify({&v, &low, &high}, place, "BETWEEN compares");
    check_comparable(kind, place);
    return "(" + typed(v, kind) + std::string(maybe_not(n.negated)) + " BETWEEN " + typed(low, kind) +
           " AND " + typed(high, kind) + ")";
  }
  std::string operator()(Like const& n) {
    std::string const word = n.ignores_case ? " ILIKE " : " LIKE ";
    std::string const label(n.ignores_case ? "ILIKE" : "LIKE");
    std::string const text = self.text(self.value(*n.value, clause), label);
    std::string const pattern = self.text(self.value(*n.pattern, clause), label);
    // ADQL has no escape character, so a backslash stands for itself.
    return "(" + text + std::string(maybe_not(n.negated)) + word + pattern + " ESCAPE '')";
  }
  std::string operator()(InList const& n) { return self.in_list(n, clause); }
  std::string operator()(InQuery const& n) { return self.in_query(n, clause); }
  std::string operator()(IsNull const& n) {
    return "(" + typed(self.value(*n.value, clause)) +
           (n.negated == Negated::yes ? " IS NOT NULL)" : " IS NULL)");
  }
  std::string operator()(Exists const& n) {
    return "EXISTS (" + self.query(*n.query, &clause.scope, Reader::query_around).sql + ")";
  }
  std::string operator()(Not const& n) {
    return "(NOT " + self.condition(*n.operand, clause, Sense::any) + ")";
  }
  std::string operator()(Junction const& n) {
    std::vector<std::string> parts;
    for (Expr const& operand : n.operands) parts.push_back(self.condition(operand, clause, sense));
    return joined_by(n.kind == JunctionKind::and_ ? "AND" : "OR", parts);
  }
  template <class NoCondition>
  std::string operator()(NoCondition const&) {
    refuse(place, "a condition is wanted here");
  }
};

std::string Translator::condition(Expr const& expr, Clause& clause, Sense sense) {
  return std::visit(ConditionVisitor{*this, clause, sense, expr.place}, expr.node);
}

std::string Translator::comparison(Comparison const& node, Clause& clause, Sense sense) {
  if (auto const relation_sql = relation(node, clause, sense)) return *relation_sql;
  if (auto const distance_sql = distance_within(node, clause, sense)) return *distance_sql;
  Value left = value(*node.left, clause), right = value(*node.right, clause);
  // Truth values are also written as 1 and 0.
  for (auto [a, b] : {std::pair{&left, &right}, std::pair{&right, &left}})
    if (a->kind == Kind::boolean && b->kind == Kind::integer) {
      a->sql += "::int4";
      a->kind = Kind::integer;
    }
  Kind const kind = unify({&left, &right}, node.operator_place, "cannot compare");
  check_comparable(kind, node.operator_place);
  if (kind == Kind::array) refuse(node.operator_place, "arrays are not compared");
  return "(" + typed(left, kind) + std::string(sign_of(node.op)) + typed(right, kind) + ")";
}

std::optional<std::string> Translator::constant_list(std::vector<Value> const& list, Kind kind) {
  std::string elements;
  for (Value const& item : list) {
    std::string element;
    if (item.kind == Kind::unknown)
      element = "NULL";
    else if (kind == Kind::text && item.text)
      element = array_element(*item.text);
    else if (kind == Kind::timestamp && item.text)
      element = array_element(iso_time(*item.text).value_or(""));
    else if (is_number(kind) && item.number)
      element = item.digits;
    else
      return std::nullopt;
    (elements += elements.empty() ? '{' : ',') += element;
  }
  return bind(std::string(sql_type(kind)) + "[]", elements + "}");
}

std::string Translator::in_list(InList const& node, Clause& clause) {
  std::vector<Value> all;
  all.push_back(value(*node.value, clause));
  std::vector<Value> list = values(node.list, clause);
  std::vector<Value*> together{&all.front()};
  for (Value& item : list) together.push_back(&item);
  Place const place = all.front().place;
  Kind const kind = unify(together, place, "IN compares");
  check_comparable(kind, place);
  std::string const subject = typed(all.front(), kind);
  // One parameter for a list of literals, however long it is.
  if (kind != Kind::unknown)
    if (auto const array = constant_list(list, kind))
      return "(" + subject + (node.negated == Negated::yes ? " <> ALL (" : " = ANY (") + *array + "))";
  std::string sql = "(" + subject + std::string(maybe_not(node.negated)) + " IN (";
  for (std::size_t i = 0; i < list.size(); ++i) sql += (i > 0 ? ", " : "") + typed(list[i], kind);
  return sql + "))";
}

std::string Translator::in_query(InQuery const& node, Clause& clause) {
  Value left = value(*node.value, clause);
  Compiled const inner = query(*node.query, &clause.scope, Reader::query_around);
  if (inner.columns.size() != 1)
    refuse(node.query->place,
           "the query after IN has one column, not " + std::to_string(inner.columns.size()));
  Value right;
  right.kind = inner.columns.front().kind;
  right.place = node.query->place;
  bool const times = left.kind == Kind::timestamp || right.kind == Kind::timestamp;
  auto const common = common_kind(left.kind, right.kind);
  if (!common && !(times && left.kind == Kind::text && left.text))
    refuse(left.place,
           "IN compares " + std::string(word_of(left.kind)) + " with " + std::string(word_of(right.kind)));
  check_comparable(common.value_or(Kind::timestamp), left.place);
  std::string const subject = !common ? timestamp(left, "IN") : typed(left, *common);
  return "(" + subject + std::string(maybe_not(node.negated)) + " IN (" + inner.sql + "))";
}

}  // namespace catalog::adql
