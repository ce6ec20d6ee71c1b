// Conditions: OR, AND, NOT, predicates.
#include <iterator>
#include <utility>

#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

namespace {

constexpr Word predicate_words[] = {Word::like_, Word::ilike_, Word::between_, Word::in_,
                                    Word::is_,   Word::not_,   Word::and_,     Word::or_};

std::optional<ComparisonOperator> comparison_operator(Symbol symbol) {
  struct Row {
    Symbol symbol;
    ComparisonOperator op;
  };
  constexpr Row rows[] = {{Symbol::equal, ComparisonOperator::equal},
                          {Symbol::not_equal, ComparisonOperator::not_equal},
                          {Symbol::less, ComparisonOperator::less},
                          {Symbol::less_or_equal, ComparisonOperator::less_or_equal},
                          {Symbol::greater, ComparisonOperator::greater},
                          {Symbol::greater_or_equal, ComparisonOperator::greater_or_equal}};
  for (Row const& row : rows)
    if (row.symbol == symbol) return row.op;
  return std::nullopt;
}

bool begins_predicate(Token const& token) {
  return comparison_operator(token.symbol) || token.is(Word::between_) || token.is(Word::like_) ||
         token.is(Word::ilike_) || token.is(Word::in_) || token.is(Word::is_);
}

}  // namespace

Expr Parser::condition() { return require_condition(expression()); }
Expr Parser::value() { return require_value(expression()); }

std::vector<Expr> Parser::values() {
  std::vector<Expr> list;
  do list.push_back(value());
  while (tokens_.accept(Symbol::comma));
  return list;
}

Expr Parser::expression() { return junction(JunctionKind::or_, Word::or_, &Parser::conjunction); }
Expr Parser::conjunction() { return junction(JunctionKind::and_, Word::and_, &Parser::negation); }

Expr Parser::junction(JunctionKind kind, Word word, ValueRule operand) {
  Expr first = (this->*operand)();
  if (!tokens_.at(word)) return first;
  Place const place = first.place;
  Junction chain{kind, {}};
  chain.operands.push_back(require_condition(std::move(first)));
  while (tokens_.accept(word)) chain.operands.push_back(require_condition((this->*operand)()));
  return expr(place, std::move(chain));
}

Expr Parser::negation() {
  if (given_ || !tokens_.at(Word::not_)) return predicate();
  Place const place = tokens_.here();
  Nesting const nesting(*this, place);
  tokens_.take();
  return expr(place, Not{boxed(require_condition(negation()))});
}

Expr Parser::predicate() {
  Expr left = concatenation();
  bool const negated = tokens_.at(Word::not_);
  if (!begins_predicate(tokens_.peek(negated ? 1 : 0))) {
    if (negated)
      fail(tokens_.here(),
           "expected NOT BETWEEN, NOT LIKE, NOT ILIKE, NOT IN or IS NOT NULL, found NOT alone");
    return left;
  }
  Expr found = predicate_behind(boxed(require_value(std::move(left))));
  if (begins_predicate(tokens_.peek()))
    fail(tokens_.here(), "comparisons cannot be chained: join them with AND");
  return found;
}

Expr Parser::predicate_behind(ExprPtr left) {
  Negated const negated = tokens_.accept(Word::not_) ? Negated::yes : Negated::no;
  Token const word = tokens_.take();
  Place const place = left->place;
  auto const operand = [this] { return boxed(require_value(concatenation())); };
  if (word.is(Word::in_)) return in(std::move(left), negated);
  if (word.is(Word::like_) || word.is(Word::ilike_))
    return expr(place, Like{std::move(left), operand(), negated, word.is(Word::ilike_)});
  if (word.is(Word::between_)) {
    ExprPtr low = operand();
    tokens_.expect(Word::and_);
    return expr(place, Between{std::move(left), std::move(low), operand(), negated});
  }
  if (negated == Negated::yes) fail(word.place, "NOT stands before the comparison: NOT a = b, or write <>");
  if (word.is(Word::is_)) {
    Negated const is_not = tokens_.accept(Word::not_) ? Negated::yes : Negated::no;
    tokens_.expect(Word::null_);
    return expr(place, IsNull{std::move(left), is_not});
  }
  ComparisonOperator const op = *comparison_operator(word.symbol);
  return expr(place, Comparison{op, std::move(left), operand(), word.place});
}

Expr Parser::in(ExprPtr left, Negated negated) {
  Place const place = left->place, opening = tokens_.here();
  if (!tokens_.at(Symbol::open)) tokens_.fail_expected("'(' and a list of values or a query");
  Nesting const nesting(*this, opening);
  tokens_.take();
  Bracketed inside = inside_brackets();
  if (auto* const query = std::get_if<Query>(&inside)) {
    tokens_.expect_close(opening);
    return expr(place, InQuery{std::move(left), boxed(std::move(*query)), negated});
  }
  InList list{std::move(left), {}, negated};
  list.list.push_back(require_value(std::get<Expr>(std::move(inside))));
  while (tokens_.accept(Symbol::comma)) list.list.push_back(value());
  tokens_.expect_close(opening);
  return expr(place, std::move(list));
}

Expr Parser::require_condition(Expr found) {
  if (is_condition(found)) return found;
  Token const& next = tokens_.peek();
  bool const complete = next.kind == TokenKind::end || next.is(Symbol::close) || next.is(Symbol::comma) ||
                        next.is(Symbol::semicolon) || tokens_.at_any(words_between_clauses());
  if (!complete) tokens_.fail_expected("a comparison (=, <, BETWEEN, LIKE, IN, IS NULL)", predicate_words);
  fail(found.place, condition_advice(found));
}

Expr Parser::require_value(Expr found) {
  if (!is_condition(found)) return found;
  fail(found.place, "expected a value, found a condition: write CASE WHEN ... THEN 1 ELSE 0 END");
}

}  // namespace catalog::adql
