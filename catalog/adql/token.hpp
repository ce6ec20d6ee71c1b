/// The smallest parts of a query that mean something.
#pragma once

#include <string>
#include <string_view>

#include "catalog/adql/place.hpp"
#include "catalog/adql/words.hpp"

namespace catalog::adql {

enum class TokenKind {
  word,         ///< regular identifier or keyword
  delimited,    ///< "name"
  string,       ///< 'text'
  integer,      ///< 12
  hexadecimal,  ///< 0x1F
  decimal,      ///< 1.5, 1., .5
  floating,     ///< 1.5e3
  symbol,
  end
};

enum class Symbol {
  none,
  open,
  close,
  comma,
  dot,
  semicolon,
  star,
  slash,
  plus,
  minus,
  bars,
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal
};

struct Token {
  TokenKind kind = TokenKind::end;
  Symbol symbol = Symbol::none;
  WordClass word{};
  Place place{};
  std::string_view text{};  ///< as written, a part of the query

  bool is(Word w) const { return word.word == w; }
  bool is(Symbol s) const { return symbol == s; }
};

/// The text between the quotes of a string or a delimited identifier, doubled quotes undone.
std::string unquoted(Token const& token);

/// For messages: "'WHERE'", "the string 'Crab'", "the end of the query". Long texts are shortened.
std::string described(Token const& token);

}  // namespace catalog::adql
