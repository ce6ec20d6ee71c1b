#include <doctest/doctest.h>

#include "catalog/adql/call_forms.hpp"
#include "catalog/adql/parser.hpp"
#include "catalog/adql/print.hpp"

namespace {

using namespace catalog::adql;

Query parsed(std::string_view text) {
  auto query = parse(text);
  REQUIRE(query);
  return std::move(*query);
}

Select const& select_of(Query const& query) { return std::get<Select>(query.body.node); }

Expr const& value(Query const& query, std::size_t item) {
  return std::get<NamedValue>(select_of(query).items.at(item).node).value;
}

}  // namespace

TEST_CASE("every node knows where its text begins") {
  Query const query =
      parsed("SELECT a,\n  (b + c) * -d,\n  ABS(e)\nFROM t x JOIN u\n ON p = q AND NOT (r LIKE 's')");
  CHECK(query.place == Place{1, 1});
  CHECK(value(query, 0).place == Place{1, 8});
  Expr const& product = value(query, 1);
  CHECK(product.place == Place{2, 3});
  auto const& chain = std::get<Arithmetic>(product.node);
  CHECK(chain.operators.at(0).place == Place{2, 11});
  CHECK(std::get<Arithmetic>(chain.operands.at(0).node).operators.at(0).place == Place{2, 6});
  CHECK(chain.operands.at(1).place == Place{2, 13});
  CHECK(std::get<FunctionCall>(value(query, 2).node).arguments.at(0).place == Place{3, 7});

  TableExpression const& tables = select_of(query).from.at(0);
  CHECK(tables.first.place == Place{4, 6});
  CHECK(std::get<NamedTable>(tables.first.node).alias->place == Place{4, 8});
  CHECK(tables.joins.at(0).place == Place{4, 10});
  Expr const& condition = *std::get<JoinOn>(tables.joins.at(0).how).condition;
  CHECK(condition.place == Place{5, 5});
  auto const& both = std::get<Junction>(condition.node);
  CHECK(std::get<Comparison>(both.operands.at(0).node).operator_place == Place{5, 7});
  CHECK(both.operands.at(1).place == Place{5, 15});
}

TEST_CASE("operators of one rank make one list, others a tree") {
  Query const query =
      parsed("SELECT a + b * c - d, a || b || c FROM t WHERE p = 1 OR q = 2 AND r = 3 OR s = 4");
  auto const& sum = std::get<Arithmetic>(value(query, 0).node);
  CHECK(sum.operands.size() == 3);
  CHECK(sum.operators.at(0).op == ArithmeticOperator::add);
  CHECK(sum.operators.at(1).op == ArithmeticOperator::subtract);
  CHECK(std::get<Arithmetic>(sum.operands.at(1).node).operators.at(0).op == ArithmeticOperator::multiply);
  CHECK(std::get<Concatenation>(value(query, 1).node).operands.size() == 3);
  auto const& either = std::get<Junction>(select_of(query).where->node);
  CHECK(either.kind == JunctionKind::or_);
  CHECK(either.operands.size() == 3);
  CHECK(std::get<Junction>(either.operands.at(1).node).kind == JunctionKind::and_);
}

TEST_CASE("INTERSECT binds tighter than UNION and EXCEPT, which go from left to right") {
  Query const query =
      parsed("SELECT a FROM t UNION SELECT a FROM u INTERSECT SELECT a FROM v EXCEPT ALL SELECT a FROM w");
  auto const& chain = std::get<SetOperation>(query.body.node);
  REQUIRE(chain.operands.size() == 3);
  CHECK(chain.operators.at(0).kind == SetKind::union_);
  CHECK(chain.operators.at(1).kind == SetKind::except);
  CHECK(chain.operators.at(1).all);
  CHECK(std::get<SetOperation>(chain.operands.at(1).node).operators.at(0).kind == SetKind::intersect);
}

TEST_CASE("names keep their case and remember their quotes") {
  Query const query = parsed("SELECT Ab.\"Cd \"\"E\"\"\" FROM t");
  auto const& column = std::get<ColumnReference>(value(query, 0).node);
  REQUIRE(column.path.size() == 2);
  CHECK(column.path[0].text == "Ab");
  CHECK(!column.path[0].delimited);
  CHECK(column.path[1].text == "Cd \"E\"");
  CHECK(column.path[1].delimited);
}

TEST_CASE("the coordinate system is told from a coordinate") {
  auto const has = [](std::string const& call) {
    Query const query = parsed("SELECT " + call + " FROM t");
    return has_coordinate_system(std::get<FunctionCall>(value(query, 0).node));
  };
  CHECK(has("POINT('ICRS', 1, 2)"));
  CHECK(has("POINT(NULL, 1, 2)"));
  CHECK(!has("POINT(NULL, 1)"));
  CHECK(!has("POINT(1, 2)"));
  CHECK(has("CIRCLE('', p, 2)"));
  CHECK(has("CIRCLE(NULL, 1, 2, 3)"));
  CHECK(!has("CIRCLE(p, 2)"));
  CHECK(has("POLYGON('ICRS', 1, 2, 3, 4, 5, 6)"));
  CHECK(!has("POLYGON(a, b, c)"));
  CHECK(!has("\"POINT\"('ICRS', 1, 2)"));
}
