// Values: operators by rank, literals, brackets, CASE.
#include <utility>

#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

namespace {

ArithmeticOperator arithmetic_operator(Symbol symbol) {
  if (symbol == Symbol::plus) return ArithmeticOperator::add;
  if (symbol == Symbol::minus) return ArithmeticOperator::subtract;
  return symbol == Symbol::star ? ArithmeticOperator::multiply : ArithmeticOperator::divide;
}

std::optional<NumberForm> number_form(TokenKind kind) {
  if (kind == TokenKind::integer) return NumberForm::integer;
  if (kind == TokenKind::hexadecimal) return NumberForm::hexadecimal;
  if (kind == TokenKind::decimal) return NumberForm::decimal;
  return kind == TokenKind::floating ? std::optional(NumberForm::floating) : std::nullopt;
}

}  // namespace

Expr Parser::concatenation() {
  Expr first = sum();
  if (!tokens_.at(Symbol::bars)) return first;
  Place const place = first.place;
  Concatenation chain;
  chain.operands.push_back(require_value(std::move(first)));
  while (tokens_.accept(Symbol::bars)) chain.operands.push_back(require_value(sum()));
  return expr(place, std::move(chain));
}

Expr Parser::sum() { return arithmetic(&Parser::product, Symbol::plus, Symbol::minus); }
Expr Parser::product() { return arithmetic(&Parser::factor, Symbol::star, Symbol::slash); }

Expr Parser::arithmetic(ValueRule operand, Symbol one, Symbol other) {
  Expr first = (this->*operand)();
  if (!tokens_.at(one) && !tokens_.at(other)) return first;
  Place const place = first.place;
  Arithmetic chain;
  chain.operands.push_back(require_value(std::move(first)));
  while (tokens_.at(one) || tokens_.at(other)) {
    Token const sign = tokens_.take();
    chain.operators.push_back({sign.place, arithmetic_operator(sign.symbol)});
    chain.operands.push_back(require_value((this->*operand)()));
  }
  return expr(place, std::move(chain));
}

Expr Parser::factor() {
  if (given_ || (!tokens_.at(Symbol::plus) && !tokens_.at(Symbol::minus))) return primary();
  Place const place = tokens_.here();
  Nesting const nesting(*this, place);
  Sign const sign = tokens_.take().is(Symbol::plus) ? Sign::plus : Sign::minus;
  return expr(place, Signed{sign, boxed(require_value(factor()))});
}

Expr Parser::primary() {
  if (given_) return std::move(*std::exchange(given_, std::nullopt));
  Token const& token = tokens_.peek();
  if (std::optional<NumberForm> const form = number_form(token.kind)) {
    Token const number = tokens_.take();
    return expr(number.place, NumericLiteral{*form, std::string(number.text)});
  }
  if (token.kind == TokenKind::string) return string_literal();
  if (token.is(Symbol::open)) return bracketed();
  if (token.kind == TokenKind::word || token.kind == TokenKind::delimited) return word_primary();
  bool const comma = tokens_.previous().is(Symbol::comma) && token.is(Symbol::close);
  tokens_.fail_expected(comma ? "a value behind ','" : "a value");
}

/// 'a' 'b' is 'ab' (ADQL 2.0 section 2.1.4).
Expr Parser::string_literal() {
  Place const place = tokens_.here();
  StringLiteral literal;
  while (tokens_.peek().kind == TokenKind::string) literal.value += unquoted(tokens_.take());
  return expr(place, std::move(literal));
}

Expr Parser::bracketed() {
  Place const place = tokens_.here();
  Nesting const nesting(*this, place);
  tokens_.take();
  Bracketed inside = inside_brackets();
  tokens_.expect_close(place);
  if (auto* const query = std::get_if<Query>(&inside))
    return expr(place, ScalarSubquery{boxed(std::move(*query))});
  Expr found = std::get<Expr>(std::move(inside));
  found.place = place;
  return found;
}

Parser::Bracketed Parser::inside_brackets() {
  if (tokens_.at(Word::select_) || tokens_.at(Word::with_)) return query();
  if (!tokens_.at(Symbol::open)) return expression();
  Place const place = tokens_.here();
  Bracketed inner = [&] {
    Nesting const nesting(*this, place);
    tokens_.take();
    Bracketed found = inside_brackets();
    tokens_.expect_close(place);
    return found;
  }();
  if (auto* const query = std::get_if<Query>(&inner)) {
    if (at_rest_of_query()) return query_beginning_with(operand_of(place, std::move(*query)));
    given_ = expr(place, ScalarSubquery{boxed(std::move(*query))});
  } else {
    given_ = std::get<Expr>(std::move(inner));
    given_->place = place;
  }
  return expression();
}

Expr Parser::case_expression() {
  Place const place = tokens_.here();
  Nesting const nesting(*this, place);
  tokens_.expect(Word::case_);
  Case found;
  if (!tokens_.at(Word::when_)) found.subject = boxed(value());
  do {
    tokens_.expect(Word::when_);
    ExprPtr when = boxed(found.subject ? value() : condition());
    tokens_.expect(Word::then_);
    found.branches.push_back({std::move(when), boxed(value())});
  } while (tokens_.at(Word::when_));
  if (tokens_.accept(Word::else_)) found.otherwise = boxed(value());
  if (!tokens_.accept(Word::end_)) tokens_.fail_expected("WHEN, ELSE or END", words_between_clauses());
  return expr(place, std::move(found));
}

}  // namespace catalog::adql
