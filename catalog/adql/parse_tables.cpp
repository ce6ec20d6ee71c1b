// FROM: tables, derived tables, joins.
#include <utility>

#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

namespace {

constexpr Word join_begins[] = {Word::natural_, Word::inner_, Word::left_, Word::right_,
                                Word::full_,    Word::cross_, Word::join_};
constexpr Word conditions_of_join[] = {Word::on_, Word::using_};

std::string at_place(Place place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

}  // namespace

std::vector<TableExpression> Parser::from() {
  std::vector<TableExpression> tables;
  do tables.push_back(table_expression());
  while (tokens_.accept(Symbol::comma));
  return tables;
}

TableExpression Parser::table_expression() { return joins_behind(table_factor()); }

TableExpression Parser::joins_behind(TableFactor first) {
  TableExpression tables{std::move(first), {}};
  while (at_join()) tables.joins.push_back(join());
  return tables;
}

bool Parser::at_join() { return tokens_.at_any(join_begins); }

Join Parser::join() {
  Join join{.place = tokens_.here(), .kind = JoinKind::inner, .right = {}, .how = JoinAll{}};
  bool const natural = tokens_.accept(Word::natural_);
  if (tokens_.accept(Word::cross_))
    join.kind = JoinKind::cross;
  else if (tokens_.accept(Word::left_))
    join.kind = JoinKind::left;
  else if (tokens_.accept(Word::right_))
    join.kind = JoinKind::right;
  else if (tokens_.accept(Word::full_))
    join.kind = JoinKind::full;
  else
    tokens_.accept(Word::inner_);
  bool const outer =
      join.kind == JoinKind::left || join.kind == JoinKind::right || join.kind == JoinKind::full;
  if (outer) tokens_.accept(Word::outer_);
  if (natural && join.kind == JoinKind::cross) fail(join.place, "a join is either NATURAL or CROSS");
  tokens_.expect(Word::join_);
  join.right = table_factor();
  join_condition(join, natural);
  return join;
}

void Parser::join_condition(Join& join, bool natural) {
  if (natural || join.kind == JoinKind::cross) {
    if (open_joins_ == 0 && tokens_.at_any(conditions_of_join))
      fail(tokens_.here(), std::string(natural ? "NATURAL" : "CROSS") +
                               " JOIN has no condition of its own: leave " +
                               std::string(spelling(tokens_.peek().word.word)) + " out or write JOIN");
    if (natural) join.how = JoinNatural{};
    return;
  }
  if (at_join()) {  // a JOIN b JOIN c ON ... ON ...: the inner join comes first
    Nesting const nesting(*this, tokens_.here());
    Place const place = join.right.place;
    auto inner = std::make_unique<TableExpression>(TableExpression{std::move(join.right), {}});
    ++open_joins_;
    while (at_join()) inner->joins.push_back(Parser::join());
    --open_joins_;
    join.right = {place, BracketedJoin{std::move(inner), std::nullopt}};
  }
  if (tokens_.accept(Word::on_)) {
    join.how = JoinOn{boxed(condition())};
  } else if (tokens_.accept(Word::using_)) {
    join.how = JoinUsing{bracketed_names("a column name")};
  } else {
    tokens_.fail_expected("ON or USING for the join of " + at_place(join.place), conditions_of_join);
  }
}

TableFactor Parser::table_factor() {
  Place const place = tokens_.here();
  if (!tokens_.at(Symbol::open)) {
    NamedTable table{path(3, "a table name"), std::nullopt};
    if (tokens_.at(Symbol::open))
      fail(place, "functions cannot stand for tables: expected a table name or a query in brackets");
    table.alias = alias(words_between_clauses());
    return {place, std::move(table)};
  }
  BracketedTables inside = [&] {
    Nesting const nesting(*this, place);
    tokens_.take();
    BracketedTables found = inside_table_brackets();
    tokens_.expect_close(place);
    return found;
  }();
  return factor_of(place, std::move(inside));
}

/// Of what stood in brackets, with the alias behind them.
TableFactor Parser::factor_of(Place place, BracketedTables inside) {
  Token const behind = tokens_.peek();
  std::optional<Identifier> name = alias(words_between_clauses());
  if (auto* const query = std::get_if<Query>(&inside)) {
    if (!name)
      fail(behind.place, "expected a name for the query in brackets of " + at_place(place) + ", found " +
                             described(behind));
    return {place, DerivedTable{boxed(std::move(*query)), std::move(*name)}};
  }
  auto& tables = std::get<TableExpression>(inside);
  if (!tables.joins.empty())
    return {place, BracketedJoin{std::make_unique<TableExpression>(std::move(tables)), std::move(name)}};
  if (!name) return std::move(tables.first);
  auto* const table = std::get_if<NamedTable>(&tables.first.node);
  if (table == nullptr || table->alias)
    fail(behind.place, "a second name for one table: " + described(behind) + " behind the brackets");
  table->alias = std::move(name);
  return std::move(tables.first);
}

/// Two opening brackets in a row may begin a query, a derived table, or a join; their inside tells.
Parser::BracketedTables Parser::inside_table_brackets() {
  if (tokens_.at(Word::select_) || tokens_.at(Word::with_)) return query();
  if (!tokens_.at(Symbol::open)) return table_expression();
  Place const place = tokens_.here();
  BracketedTables inner = [&] {
    Nesting const nesting(*this, place);
    tokens_.take();
    BracketedTables found = inside_table_brackets();
    tokens_.expect_close(place);
    return found;
  }();
  auto* const query = std::get_if<Query>(&inner);
  if (query != nullptr && at_rest_of_query())
    return query_beginning_with(operand_of(place, std::move(*query)));
  return joins_behind(factor_of(place, std::move(inner)));
}

}  // namespace catalog::adql
