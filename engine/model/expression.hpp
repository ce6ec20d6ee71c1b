/// A condition on event columns as a person writes it: `MULTIP >= 3 && GAMMANESS > 0.8`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"

namespace engine {

/// Operators by growing strength:
///   || (or) · && (and) · ! (not) · == != < <= > >= · + - · * / % · unary + - · **
/// Functions: abs sqrt exp log log10 sin cos tan asin acos atan (radians) floor ceil isnan of one number,
/// and atan2 min max of two.
/// Names are column names, in any case, in the units the file has; names with other characters in "double
/// quotes" or $name$. Literals: whole numbers (64 bits, compared exactly), floating numbers, true, false.
///
/// Numbers and conditions do not mix: && || ! take conditions, arithmetic and order take numbers, == and !=
/// take two of one kind. A column is a number; `FLAG == true` is read as `FLAG == 1`, as FITS logicals are.
/// What a parsed tree guarantees to those who walk it: every operand is of the kind its operator takes, every
/// call has its number of arguments, and no path from the root is longer than `deepest_expression`.
inline constexpr int deepest_expression = 200;
struct ExpressionNode;
using ExpressionPtr = std::unique_ptr<ExpressionNode const>;
enum class Operator {
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  power
};
enum class Function {
  abs,
  sqrt,
  exp,
  log,
  log10,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  min,
  max,
  floor,
  ceil,
  isnan
};
struct ColumnRef {
  std::size_t index;  ///< into Expression::columns
};
struct Operation {
  Operator op;
  std::vector<ExpressionPtr> operands;  ///< one or two
};
struct Call {
  Function function;
  std::vector<ExpressionPtr> arguments;
};
struct ExpressionNode {
  std::variant<double, std::int64_t, bool, ColumnRef, Operation, Call> value;
};

struct SyntaxError {
  std::size_t position;  ///< zero-based character in the text
  std::string message;   ///< what was found and what was expected
};
/// The message with the text and a caret below the place.
std::string with_caret(std::string_view text, SyntaxError const& error);

struct Expression {
  std::string text;                            ///< as written, for headers and reports
  std::vector<std::string> columns;            ///< each once, as written
  std::shared_ptr<ExpressionNode const> root;  ///< of type condition; shared because a Selection is copied
};
Result<Expression, SyntaxError> parse_expression(std::string_view text);

}  // namespace engine
