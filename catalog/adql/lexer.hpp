/// Query text to tokens, one at a time: linear in the length of the text, no memory of its own.
#pragma once

#include <string_view>

#include "catalog/adql/place.hpp"
#include "catalog/adql/token.hpp"

namespace catalog::adql {

/// What lexer and parser throw at the first mistake; parse() turns it into its Result. A mistake is found
/// below dozens of grammar rules, none of which could do anything about it.
struct Mistake {
  Problem problem;
};

class Lexer {
 public:
  /// The text must outlive lexer and tokens.
  explicit Lexer(std::string_view text) : rest_(text) {}

  /// The next token; behind the last, TokenKind::end again and again. Throws Mistake.
  Token next();

 private:
  void skip_blanks_and_comments();
  void skip_comment();
  Token number();
  Token quoted(char quote);
  Token symbol();
  Token taken(std::size_t bytes, TokenKind kind);  ///< of one line, ASCII only
  void advance_over(std::size_t bytes);            ///< any text
  [[noreturn]] void refuse(std::string message) const;

  std::string_view rest_;
  Place place_{};
};

}  // namespace catalog::adql
