/// The words of a condition on event columns: what the parser of expression.hpp reads one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "engine/model/expression.hpp"

namespace engine {

struct NameToken {
  std::string name;
  bool quoted;  ///< then it is a column, whatever it spells
};
enum class Mark { open, close, comma, end };

/// `-` comes as Operator::subtract and the parser decides whether it is unary.
using TokenValue = std::variant<Mark, Operator, double, std::int64_t, bool, NameToken>;
struct Token {
  TokenValue value;
  std::size_t position;
  std::string_view text;  ///< as written; empty at the end
};

/// The token at or after `position`. Throws SyntaxError for what no token begins with; a parser catches it.
Token next_token(std::string_view text, std::size_t position);

}  // namespace engine
