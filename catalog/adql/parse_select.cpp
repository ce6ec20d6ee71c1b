// SELECT ... HAVING, names and aliases.
#include <algorithm>
#include <utility>

#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

namespace {

constexpr Word behind_item[] = {Word::from_, Word::as_};
constexpr Word row_words[] = {Word::distinct_, Word::all_};

bool is_number(TokenKind kind) {
  return kind == TokenKind::integer || kind == TokenKind::hexadecimal || kind == TokenKind::decimal ||
         kind == TokenKind::floating;
}

}  // namespace

Select Parser::select() {
  Select select;
  begin_clause(Word::select_);
  if (tokens_.accept(Word::distinct_))
    select.quantifier = Quantifier::distinct;
  else if (tokens_.accept(Word::all_))
    select.quantifier = Quantifier::all;
  if (tokens_.accept(Word::top_)) select.top = row_count("TOP");
  if (select.top && tokens_.at_any(row_words))
    fail(tokens_.here(), std::string(spelling(tokens_.peek().word.word)) + " stands before TOP");

  do select.items.push_back(select_item());
  while (tokens_.accept(Symbol::comma));

  if (!tokens_.at(Word::from_)) tokens_.fail_expected("',' or FROM", behind_item);
  begin_clause(Word::from_);
  select.from = from();
  if (tokens_.at(Word::where_)) {
    begin_clause(Word::where_);
    select.where = boxed(condition());
  }
  if (tokens_.at(Word::group_)) select.group_by = group_by();
  if (tokens_.at(Word::having_)) {
    begin_clause(Word::having_);
    select.having = boxed(condition());
  }
  return select;
}

SelectItem Parser::select_item() {
  Place const place = tokens_.here();
  if (tokens_.accept(Symbol::star)) return {place, AllColumns{}};
  if (std::optional<SelectItem> columns = columns_of_table()) return std::move(*columns);
  NamedValue item{value(), std::nullopt};
  item.alias = alias(behind_item);
  return {place, std::move(item)};
}

/// t.*, schema.t.*; what turns out to be a column is left in given_.
std::optional<SelectItem> Parser::columns_of_table() {
  Token const first = tokens_.peek();
  bool const is_name =
      first.kind == TokenKind::delimited || (first.kind == TokenKind::word && !first.word.reserved);
  if (!is_name || !tokens_.peek(1).is(Symbol::dot)) return std::nullopt;
  NamePath names = path(4, "a column name");
  if (!tokens_.accept(Symbol::dot)) {
    refuse_qualified_call(names);
    given_ = expr(first.place, ColumnReference{std::move(names)});
    return std::nullopt;
  }
  tokens_.take();  // the star
  if (names.size() == 4) fail(first.place, "too many names joined by dots: expected catalog.schema.table.*");
  return SelectItem{first.place, ColumnsOfTable{std::move(names)}};
}

std::vector<Expr> Parser::group_by() {
  begin_clause(Word::group_);
  tokens_.expect(Word::by_);
  std::vector<Expr> terms;
  do terms.push_back(value());
  while (tokens_.accept(Symbol::comma));
  return terms;
}

std::optional<Identifier> Parser::alias(std::span<Word const> near) {
  if (tokens_.accept(Word::as_)) return identifier("a name behind AS");
  Token const token = tokens_.peek();
  if (token.kind == TokenKind::string)
    fail(token.place, "names are written in double quotes, " + described(token) + " cannot be one");
  if (token.kind != TokenKind::word && token.kind != TokenKind::delimited) return std::nullopt;
  if (token.word.reserved || token.is(Word::offset_)) return std::nullopt;
  Token const& next = tokens_.peek(1);
  bool const foreign =
      !advice_on(token).empty() && (next.kind == TokenKind::integer || next.is(Word::select_));
  if (foreign) tokens_.fail_expected("another clause", near);
  Identifier name = identifier("a name");
  tokens_.took_implicit_alias(token);
  return name;
}

Identifier Parser::identifier(std::string const& what) {
  Token const token = tokens_.peek();
  bool const structural =
      std::ranges::count(words_between_clauses(), token.word.word) > 0 || token.is(Word::select_);
  if (token.word.reserved && !structural) fail(token.place, reserved_advice(token));
  if (token.kind == TokenKind::word && !token.word.reserved) {
    tokens_.take();
    return {token.place, std::string(token.text), false};
  }
  if (token.kind == TokenKind::delimited) {
    tokens_.take();
    return {token.place, unquoted(token), true};
  }
  if (is_number(token.kind))
    fail(token.place, "expected " + what + ", found " + described(token) +
                          ": names begin with a letter, others are written in double quotes");
  if (token.kind == TokenKind::string)
    fail(token.place,
         "expected " + what + ", found " + described(token) + ": names are written in double quotes");
  tokens_.fail_expected(what);
}

/// Names joined by dots; a ".*" behind them is left alone.
NamePath Parser::path(std::size_t longest, std::string const& what) {
  Place const place = tokens_.here();
  NamePath names;
  names.push_back(identifier(what));
  while (tokens_.at(Symbol::dot) && !tokens_.peek(1).is(Symbol::star)) {
    tokens_.take();
    names.push_back(identifier(what));
  }
  if (names.size() > longest)
    fail(place, "too many names joined by dots: expected " + what + " with at most " +
                    std::to_string(longest - 1) + " names before it");
  return names;
}

std::vector<Identifier> Parser::bracketed_names(std::string const& what) {
  Place const opening = tokens_.here();
  if (!tokens_.accept(Symbol::open)) tokens_.fail_expected("'('");
  std::vector<Identifier> names;
  do names.push_back(identifier(what));
  while (tokens_.accept(Symbol::comma));
  tokens_.expect_close(opening);
  return names;
}

}  // namespace catalog::adql
