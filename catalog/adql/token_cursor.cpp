#include "catalog/adql/token_cursor.hpp"

#include <algorithm>
#include <utility>

#include "catalog/adql/mistakes.hpp"

namespace catalog::adql {

Token const& TokenCursor::peek(std::size_t ahead) {
  while (waiting_ <= ahead) ahead_[waiting_++] = lexer_.next();
  return ahead_[ahead];
}

Token TokenCursor::take() {
  Token const token = previous_ = peek();
  std::move(ahead_.begin() + 1, ahead_.end(), ahead_.begin());
  --waiting_;
  if (++taken_ > max_tokens)
    fail(token.place, "the query is too long: more than " + std::to_string(max_tokens) +
                          " words and symbols - upload long lists as a table");
  return token;
}

bool TokenCursor::at_any(std::span<Word const> words) {
  return std::ranges::find(words, peek().word.word) != words.end();
}

void TokenCursor::expect(Word word) {
  if (accept(word)) return;
  Word const near[] = {word};
  fail_expected(std::string(spelling(word)), near);
}

void TokenCursor::expect_close(Place opening) {
  if (accept(Symbol::close)) return;
  fail_expected("')' for the '(' of line " + std::to_string(opening.line) + ", column " +
                    std::to_string(opening.column),
                words_between_clauses());
}

void TokenCursor::fail_expected(std::string const& what, std::span<Word const> near) {
  if (alias_taken_ != 0 && alias_taken_ == taken_)
    if (std::string const meant = nearest(alias_.text, near); !meant.empty())
      fail(alias_.place,
           "expected " + what + ", found " + described(alias_) + ": did you mean " + meant + "?");
  fail(here(), "expected " + what + ", found " + described(peek()) + after_found(near));
}

std::string TokenCursor::after_found(std::span<Word const> near) {
  Token const& token = peek();
  if (std::string const advice = advice_on(token); !advice.empty()) return ": " + advice;
  if (token.kind != TokenKind::word || token.word.word != Word::none) return {};
  if (token.word.reserved) return ": " + reserved_advice(token);
  std::string const meant = nearest(token.text, near);
  return meant.empty() ? std::string{} : ": did you mean " + meant + "?";
}

void TokenCursor::took_implicit_alias(Token const& alias) {
  alias_ = alias;
  alias_taken_ = taken_;
}

void fail(Place place, std::string message) { throw Mistake{{place, std::move(message)}}; }

}  // namespace catalog::adql
