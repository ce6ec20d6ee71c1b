#include "catalog/adql/token.hpp"

#include "catalog/adql/characters.hpp"

namespace catalog::adql {

std::string unquoted(Token const& token) {
  char const quote = token.text.front();
  std::string_view const inside = token.text.substr(1, token.text.size() - 2);
  std::string out;
  out.reserve(inside.size());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    out += inside[i];
    if (inside[i] == quote) ++i;
  }
  return out;
}

std::string described(Token const& token) {
  switch (token.kind) {
    case TokenKind::end: return "the end of the query";
    case TokenKind::string: return "the string " + shortened(token.text);
    case TokenKind::delimited: return "the name " + shortened(token.text);
    case TokenKind::integer:
    case TokenKind::hexadecimal:
    case TokenKind::decimal:
    case TokenKind::floating: return "the number " + shortened(token.text);
    case TokenKind::word:
    case TokenKind::symbol: return "'" + shortened(token.text) + "'";
  }
  return {};
}

}  // namespace catalog::adql
