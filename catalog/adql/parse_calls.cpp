// Names in values: columns, functions, aggregates, CAST, EXISTS, NULL.
#include <algorithm>
#include <charconv>
#include <utility>

#include "catalog/adql/call_forms.hpp"
#include "catalog/adql/characters.hpp"
#include "catalog/adql/mistakes.hpp"
#include "catalog/adql/parser_rules.hpp"
#include "catalog/adql/print.hpp"

namespace catalog::adql {

namespace {

std::optional<AggregateKind> aggregate_kind(Word word) {
  struct Row {
    Word word;
    AggregateKind kind;
  };
  constexpr Row rows[] = {{Word::count_, AggregateKind::count},
                          {Word::sum_, AggregateKind::sum},
                          {Word::avg_, AggregateKind::avg},
                          {Word::min_, AggregateKind::min},
                          {Word::max_, AggregateKind::max}};
  for (Row const& row : rows)
    if (row.word == word) return row.kind;
  return std::nullopt;
}

struct TypeRow {
  Word word;
  CastType type;
};
constexpr TypeRow types[] = {{Word::smallint_, CastType::smallint},
                             {Word::integer_, CastType::integer},
                             {Word::bigint_, CastType::bigint},
                             {Word::real_, CastType::real},
                             {Word::double_, CastType::double_precision},
                             {Word::char_, CastType::char_},
                             {Word::varchar_, CastType::varchar},
                             {Word::timestamp_, CastType::timestamp},
                             {Word::point_, CastType::point},
                             {Word::circle_, CastType::circle},
                             {Word::polygon_, CastType::polygon}};

constexpr std::int64_t longest_text = 10'485'760;  // what PostgreSQL declares at most

}  // namespace

Expr Parser::word_primary() {
  Token const token = tokens_.peek();
  bool const brackets = tokens_.peek(1).is(Symbol::open);
  if (token.is(Word::case_)) return case_expression();
  if (token.is(Word::exists_)) return exists();
  if (token.is(Word::cast_) && brackets) return cast();
  if (std::optional<AggregateKind> const kind = aggregate_kind(token.word.word); kind && brackets)
    return aggregate(*kind);
  if (token.is(Word::null_)) return expr(tokens_.take().place, NullLiteral{});
  if (token.is(Word::true_) || token.is(Word::false_))
    return expr(tokens_.take().place, BooleanLiteral{token.is(Word::true_)});
  bool const function = is_standard_function(token.text);
  if (brackets && (!token.word.reserved || function)) return call();
  if (!token.word.reserved) return column();

  bool const structural = std::ranges::count(words_between_clauses(), token.word.word) > 0 ||
                          token.is(Word::select_) || token.is(Word::distinct_) || token.is(Word::all_);
  if (structural) {
    bool const comma = tokens_.previous().is(Symbol::comma);
    tokens_.fail_expected(comma ? "a value behind ','" : "a value");
  }
  if (brackets) fail(token.place, described(token) + " is a reserved word, but no function of ADQL");
  fail(token.place, reserved_advice(token) + (function || aggregate_kind(token.word.word)
                                                  ? ", or give the function its arguments in brackets"
                                                  : ""));
}

Expr Parser::column() {
  Place const place = tokens_.here();
  NamePath names = path(4, "a column name");
  refuse_qualified_call(names);
  return expr(place, ColumnReference{std::move(names)});
}

void Parser::refuse_qualified_call(NamePath const& name) {
  if (name.size() < 2 || !tokens_.at(Symbol::open)) return;
  fail(name.front().place,
       "functions have no schema: expected a function name, found '" + shortened(to_adql(name)) + "'");
}

Expr Parser::call() {
  Token const word = tokens_.take();
  bool const delimited = word.kind == TokenKind::delimited;
  FunctionCall call{{word.place, delimited ? unquoted(word) : std::string(word.text), delimited}, {}};
  if (delimited || !is_standard_function(call.name.text)) user_functions_.push_back(call.name);
  Place const opening = tokens_.here();
  Nesting const nesting(*this, opening);
  tokens_.take();
  if (!tokens_.at(Symbol::close)) call.arguments = values();
  tokens_.expect_close(opening);
  if (std::string const complaint = complaint_about_arguments(call); !complaint.empty())
    fail(word.place, complaint);
  return expr(word.place, std::move(call));
}

Expr Parser::aggregate(AggregateKind kind) {
  Token const word = tokens_.take();
  Place const opening = tokens_.here();
  Nesting const nesting(*this, opening);
  tokens_.take();
  Aggregate found{.kind = kind, .quantifier = Quantifier::unsaid, .argument = nullptr};
  if (tokens_.at(Symbol::star)) {
    if (kind != AggregateKind::count) fail(tokens_.here(), "only COUNT counts rows with *: expected a value");
    tokens_.take();
  } else {
    if (tokens_.accept(Word::distinct_))
      found.quantifier = Quantifier::distinct;
    else if (tokens_.accept(Word::all_))
      found.quantifier = Quantifier::all;
    found.argument = boxed(value());
  }
  tokens_.expect_close(opening);
  return expr(word.place, std::move(found));
}

Expr Parser::cast() {
  Token const word = tokens_.take();
  Place const opening = tokens_.here();
  Nesting const nesting(*this, opening);
  tokens_.take();
  Cast found{.value = boxed(value())};
  tokens_.expect(Word::as_);
  cast_type(found);
  tokens_.expect_close(opening);
  return expr(word.place, std::move(found));
}

void Parser::cast_type(Cast& cast) {
  Token const token = tokens_.peek();
  auto const* const row = std::ranges::find(types, token.word.word, &TypeRow::word);
  if (row == std::end(types) || token.word.word == Word::none)
    fail(token.place,
         "expected a type, found " + described(token) +
             ": SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, CHAR, VARCHAR, TIMESTAMP, POINT, "
             "CIRCLE or POLYGON");
  tokens_.take();
  cast.type = row->type;
  cast.type_place = token.place;
  if (cast.type == CastType::double_precision) tokens_.expect(Word::precision_);
  bool const text = cast.type == CastType::char_ || cast.type == CastType::varchar;
  Place const opening = tokens_.here();
  if (!text || !tokens_.accept(Symbol::open)) return;
  RowCount const length = row_count("the type");
  if (length.rows < 1 || length.rows > longest_text)
    fail(length.place, "a text type is 1 to " + std::to_string(longest_text) + " characters long");
  cast.length = length.rows;
  tokens_.expect_close(opening);
}

Expr Parser::exists() {
  Place const place = tokens_.take().place, opening = tokens_.here();
  if (!tokens_.at(Symbol::open)) tokens_.fail_expected("'(' and a query behind EXISTS");
  Nesting const nesting(*this, opening);
  tokens_.take();
  Exists found{boxed(query())};
  tokens_.expect_close(opening);
  return expr(place, std::move(found));
}

}  // namespace catalog::adql
