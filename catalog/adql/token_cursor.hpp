/// The parser's view of the tokens: a little ahead, one taken at a time, and the messages when the wrong one
/// comes.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "catalog/adql/lexer.hpp"
#include "catalog/adql/token.hpp"

namespace catalog::adql {

/// Longer queries are refused: the tree of such a query stays below 100 MB.
inline constexpr std::size_t max_tokens = 1'000'000;

class TokenCursor {
 public:
  explicit TokenCursor(std::string_view text) : lexer_(text) {}

  Token const& peek(std::size_t ahead = 0);  ///< ahead: 0 to 2
  Place here() { return peek().place; }
  Token const& previous() const { return previous_; }  ///< taken last
  Token take();

  bool at(Word word) { return peek().is(word); }
  bool at(Symbol symbol) { return peek().is(symbol); }
  bool at_any(std::span<Word const> words);
  template <class What>
  bool accept(What what) {
    return at(what) && (take(), true);
  }

  /// Takes the word or complains: "expected BY, found 'x'".
  void expect(Word word);
  /// Takes the closing bracket, or complains and names the place of the opening one.
  void expect_close(Place opening);

  /// Complains about the next token. `near` are words it may have been meant to be.
  [[noreturn]] void fail_expected(std::string const& what, std::span<Word const> near = {});

  /// Remembers that the token taken last was read as an alias without AS: when the next one makes no sense,
  /// the alias may have been a misspelt keyword ("SELECT a FORM t").
  void took_implicit_alias(Token const& alias);

 private:
  std::string after_found(std::span<Word const> near);

  Lexer lexer_;
  std::array<Token, 3> ahead_{};
  std::size_t waiting_ = 0, taken_ = 0;
  Token previous_{}, alias_{};
  std::size_t alias_taken_ = 0;  ///< taken_ when alias_ was taken; 0: none yet
};

[[noreturn]] void fail(Place place, std::string message);

}  // namespace catalog::adql
