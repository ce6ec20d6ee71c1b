// Whole queries: WITH, set operations, ORDER BY, OFFSET.
#include <algorithm>
#include <charconv>
#include <utility>

#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

namespace {

constexpr Word query_begins[] = {Word::select_, Word::with_};
constexpr Word set_words[] = {Word::union_, Word::except_, Word::intersect_};
constexpr Word clause_words[] = {Word::from_,   Word::where_, Word::group_, Word::having_, Word::order_,
                                 Word::offset_, Word::top_,   Word::union_, Word::except_, Word::intersect_};

bool has_top(QueryBody const& body) {
  auto const* const select = std::get_if<Select>(&body.node);
  return select != nullptr && select->top.has_value();
}

bool has_end_of_its_own(Query const& query) { return !query.order_by.empty() || query.offset.has_value(); }

/// Brackets around a whole query say nothing.
Query without_outer_brackets(Query query) {
  auto* const inner = std::get_if<QueryPtr>(&query.body.node);
  if (inner == nullptr || has_end_of_its_own(query)) return query;
  Query unwrapped = std::move(**inner);
  unwrapped.place = query.place;
  return unwrapped;
}

SetKind set_kind(Word word) {
  if (word == Word::union_) return SetKind::union_;
  return word == Word::except_ ? SetKind::except : SetKind::intersect;
}

}  // namespace

Query Parser::whole_query() {
  Place const place = tokens_.here();
  if (tokens_.peek().kind == TokenKind::end) fail(place, "the query is empty: expected SELECT");
  std::vector<CommonTable> with;
  if (tokens_.at(Word::with_)) with = with_clause();
  Query result = query();
  result.place = place;
  result.with = std::move(with);
  bool const semicolon = tokens_.accept(Symbol::semicolon);
  if (tokens_.peek().kind == TokenKind::end) return result;
  if (semicolon) tokens_.fail_expected("nothing behind ';' (one query at a time)");
  if (tokens_.at(Symbol::close)) fail(tokens_.here(), "')' closes no bracket");
  tokens_.fail_expected("a further clause or the end of the query", words_between_clauses());
}

std::vector<CommonTable> Parser::with_clause() {
  tokens_.expect(Word::with_);
  std::vector<CommonTable> tables;
  do tables.push_back(common_table());
  while (tokens_.accept(Symbol::comma));
  return tables;
}

CommonTable Parser::common_table() {
  if (std::string const advice = advice_on(tokens_.peek());
      !advice.empty() && tokens_.peek(1).kind == TokenKind::word && !tokens_.peek(1).is(Word::as_))
    fail(tokens_.here(), advice);
  CommonTable table{.name = identifier("a name for the common table"), .columns = {}, .query = nullptr};
  if (tokens_.at(Symbol::open)) table.columns = bracketed_names("a column name");
  tokens_.expect(Word::as_);
  Place const opening = tokens_.here();
  if (!tokens_.accept(Symbol::open)) tokens_.fail_expected("'(' and a query");
  Nesting const nesting(*this, opening);
  table.query = boxed(query());
  tokens_.expect_close(opening);
  return table;
}

Query Parser::query() { return query_beginning_with(query_primary()); }

Query Parser::query_beginning_with(QueryBody first) {
  Query query;
  query.place = first.place;
  query.body = set_expression(std::move(first));
  if (tokens_.at(Word::order_)) query.order_by = order_by();
  if (tokens_.at(Word::offset_)) {
    begin_clause(Word::offset_);
    query.offset = row_count("OFFSET");
  }
  check_clause_order();
  return without_outer_brackets(std::move(query));
}

/// Behind a bracketed query: does it go on as a query? (Or was it a value, a table?)
bool Parser::at_rest_of_query() {
  return tokens_.at(Symbol::close) || tokens_.at_any(set_words) || tokens_.at(Word::order_) ||
         tokens_.at(Word::offset_);
}

QueryBody Parser::query_primary() {
  Place const place = tokens_.here();
  if (tokens_.at(Symbol::open)) {
    Nesting const nesting(*this, place);
    tokens_.take();
    Query inner = query();
    tokens_.expect_close(place);
    return operand_of(place, std::move(inner));
  }
  if (tokens_.at(Word::with_)) fail(place, "WITH stands only before the whole query: move its tables there");
  if (!tokens_.at(Word::select_)) tokens_.fail_expected("SELECT", query_begins);
  return {place, select()};
}

/// A bracketed query as an operand. TOP keeps its brackets: an ORDER BY outside comes after it, not before.
QueryBody Parser::operand_of(Place place, Query query) {
  if (!has_end_of_its_own(query) && !has_top(query.body)) return {place, std::move(query.body.node)};
  return {place, boxed(std::move(query))};
}

QueryBody Parser::set_expression(QueryBody first) {
  QueryBody left = set_term(std::move(first));
  if (!tokens_.at(Word::union_) && !tokens_.at(Word::except_)) return left;
  Place const place = left.place;
  SetOperation chain;
  chain.operands.push_back(std::move(left));
  while (tokens_.at(Word::union_) || tokens_.at(Word::except_)) {
    chain.operators.push_back(set_operator());
    chain.operands.push_back(set_term(query_primary()));
  }
  return {place, std::move(chain)};
}

QueryBody Parser::set_term(QueryBody first) {
  if (!tokens_.at(Word::intersect_)) return first;
  Place const place = first.place;
  SetOperation chain;
  chain.operands.push_back(std::move(first));
  while (tokens_.at(Word::intersect_)) {
    chain.operators.push_back(set_operator());
    chain.operands.push_back(query_primary());
  }
  return {place, std::move(chain)};
}

SetOperation::Step Parser::set_operator() {
  Token const word = tokens_.take();
  if (tokens_.at(Word::distinct_))
    fail(tokens_.here(),
         std::string(spelling(word.word.word)) + " without ALL is distinct already, leave DISTINCT out");
  return {word.place, set_kind(word.word.word), tokens_.accept(Word::all_)};
}

std::vector<SortTerm> Parser::order_by() {
  begin_clause(Word::order_);
  tokens_.expect(Word::by_);
  std::vector<SortTerm> terms;
  do terms.push_back(sort_term());
  while (tokens_.accept(Symbol::comma));
  return terms;
}

SortTerm Parser::sort_term() {
  SortTerm term;
  term.place = tokens_.here();
  Expr key = value();
  auto const* const number = std::get_if<NumericLiteral>(&key.node);
  if (number != nullptr && number->form == NumberForm::integer) {
    std::int64_t position = 0;
    std::string const& digits = number->text;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), position).ec != std::errc{})
      fail(term.place, "the select list has no column " + digits);
    term.key = position;
  } else {
    term.key = std::move(key);
  }
  if (tokens_.accept(Word::asc_))
    term.direction = SortTerm::Direction::ascending;
  else if (tokens_.accept(Word::desc_))
    term.direction = SortTerm::Direction::descending;
  return term;
}

RowCount Parser::row_count(std::string_view word) {
  Token const& number = tokens_.peek();
  if (number.kind != TokenKind::integer) tokens_.fail_expected("a whole number behind " + std::string(word));
  RowCount count{number.place, 0};
  char const* const end = number.text.data() + number.text.size();
  if (std::from_chars(number.text.data(), end, count.rows).ec != std::errc{})
    fail(number.place, "the number behind " + std::string(word) + " is too large: " + described(number));
  tokens_.take();
  return count;
}

void Parser::begin_clause(Word word) {
  tokens_.expect(word);
  last_clause_ = word;
}

void Parser::check_clause_order() {
  if (last_clause_ == Word::none || !tokens_.at_any(clause_words)) return;
  fail(tokens_.here(), clause_order_advice(tokens_.peek().word.word, last_clause_));
}

}  // namespace catalog::adql
