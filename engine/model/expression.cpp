#include "engine/model/expression.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "engine/base/text.hpp"
#include "engine/model/expression_tokens.hpp"

namespace engine {

namespace {

enum class Kind { number, condition };

struct FunctionRow {
  std::string_view name;
  Function function;
  std::size_t arguments;
};
constexpr std::array<FunctionRow, 17> functions{{{"abs", Function::abs, 1},
                                                 {"sqrt", Function::sqrt, 1},
                                                 {"exp", Function::exp, 1},
                                                 {"log", Function::log, 1},
                                                 {"log10", Function::log10, 1},
                                                 {"sin", Function::sin, 1},
                                                 {"cos", Function::cos, 1},
                                                 {"tan", Function::tan, 1},
                                                 {"asin", Function::asin, 1},
                                                 {"acos", Function::acos, 1},
                                                 {"atan", Function::atan, 1},
                                                 {"atan2", Function::atan2, 2},
                                                 {"min", Function::min, 2},
                                                 {"max", Function::max, 2},
                                                 {"floor", Function::floor, 1},
                                                 {"ceil", Function::ceil, 1},
                                                 {"isnan", Function::isnan, 1}}};

/// How strongly an operator holds its operands; unary minus and `not` stand between the binary ones.
enum Strength { weakest = 0, of_or, of_and, of_not, of_comparison, of_sum, of_product, of_sign, of_power };

std::optional<Strength> binary_strength(Operator op) {
  switch (op) {
    case Operator::logical_or: return of_or;
    case Operator::logical_and: return of_and;
    case Operator::equal:
    case Operator::not_equal:
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal: return of_comparison;
    case Operator::add:
    case Operator::subtract: return of_sum;
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo: return of_product;
    case Operator::power: return of_power;
    case Operator::logical_not:
    case Operator::negate: return std::nullopt;
  }
  return std::nullopt;
}

/// A subtree with what its neighbours need to know of it.
struct Parsed {
  ExpressionPtr node;
  Kind kind;
  std::size_t position;
  int levels;
};

std::string found(Token const& token) {
  return token.text.empty() ? "the end" : "'" + std::string(token.text.substr(0, 40)) + "'";
}

SyntaxError too_deep(std::size_t position) {
  return {position, "the condition is nested deeper than " + std::to_string(deepest_expression) +
                        " levels; split it or write it more simply"};
}

ExpressionPtr make_node(decltype(ExpressionNode::value) value) {
  return std::make_unique<ExpressionNode const>(ExpressionNode{std::move(value)});
}

template <class... Operands>
Parsed operation(Operator op, Kind kind, std::size_t position, Operands... operands) {
  int const levels = 1 + std::max({operands.levels...});
  if (levels > deepest_expression) throw too_deep(position);
  std::vector<ExpressionPtr> nodes;
  (nodes.push_back(std::move(operands.node)), ...);
  return {make_node(Operation{op, std::move(nodes)}), kind, position, levels};
}

/// A chain of one of the associative operators as a tree of logarithmic depth: a condition may list
/// thousands of runs.
Parsed balanced(Operator op, std::vector<Parsed>& chain, std::size_t from, std::size_t to) {
  if (to - from == 1) return std::move(chain[from]);
  std::size_t const middle = from + (to - from) / 2;
  Parsed left = balanced(op, chain, from, middle), right = balanced(op, chain, middle, to);
  std::size_t const position = left.position;
  return operation(op, Kind::condition, position, std::move(left), std::move(right));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), token_(next_token(text, 0)) {}

  Expression whole() {
    if (is(Mark::end)) throw SyntaxError{0, "expected a condition such as MULTIP >= 3, found nothing"};
    Parsed root = subexpression(weakest);
    if (!is(Mark::end))
      throw SyntaxError{token_.position, "expected an operator or the end, found " + found(token_)};
    if (root.kind == Kind::number)
      throw SyntaxError{root.position,
                        "expected a condition, found a number; compare it with something, e.g. ... > 0"};
    return {std::string(text_), std::move(columns_), std::move(root.node)};
  }

 private:
  Parsed subexpression(int weakest_taken) {
    if (depth_ == deepest_expression) throw too_deep(token_.position);
    ++depth_;
    Parsed left = operand();
    for (;;) {
      auto const* const op = std::get_if<Operator>(&token_.value);
      auto const strength = op ? binary_strength(*op) : std::nullopt;
      if (!strength || *strength < weakest_taken) break;
      left = with_right_side(std::move(left), *op, *strength);
    }
    --depth_;
    return left;
  }

  Parsed with_right_side(Parsed left, Operator op, Strength strength) {
    if (strength == of_or || strength == of_and) return chain(std::move(left), op, strength);
    Token const sign = take();
    // Powers group from the right: 2 ** 3 ** 2 is 2 ** 9.
    Parsed right = subexpression(strength == of_power ? of_power : strength + 1);
    std::size_t const position = left.position;
    if (strength == of_comparison) {
      refuse_chained_comparison();
      make_alike(left, right, sign);
      return operation(op, Kind::condition, position, std::move(left), std::move(right));
    }
    want(Kind::number, left, sign);
    want(Kind::number, right, sign);
    return operation(op, Kind::number, position, std::move(left), std::move(right));
  }

  Parsed chain(Parsed first, Operator op, Strength strength) {
    std::vector<Parsed> parts;
    want(Kind::condition, first, token_);
    parts.push_back(std::move(first));
    while (is(op)) {
      Token const sign = take();
      parts.push_back(subexpression(strength + 1));
      want(Kind::condition, parts.back(), sign);
    }
    return balanced(op, parts, 0, parts.size());
  }

  Parsed operand() {
    Token const token = take();
    if (auto const* const op = std::get_if<Operator>(&token.value)) return prefixed(token, *op);
    if (auto const* const value = std::get_if<double>(&token.value))
      return {make_node(*value), Kind::number, token.position, 1};
    if (auto const* const value = std::get_if<std::int64_t>(&token.value))
      return {make_node(*value), Kind::number, token.position, 1};
    if (auto const* const value = std::get_if<bool>(&token.value))
      return {make_node(*value), Kind::condition, token.position, 1};
    if (auto const* const name = std::get_if<NameToken>(&token.value))
      return is(Mark::open) && !name->quoted ? call(token, name->name) : column(token, name->name);
    if (auto const* const mark = std::get_if<Mark>(&token.value); mark && *mark == Mark::open)
      return parenthesized(token);
    throw SyntaxError{token.position, "expected a column, a number or a function, found " + found(token)};
  }

  Parsed prefixed(Token const& token, Operator op) {
    if (op == Operator::logical_not) {
      Parsed inner = subexpression(of_comparison);
      want(Kind::condition, inner, token);
      return operation(op, Kind::condition, token.position, std::move(inner));
    }
    if (op != Operator::subtract && op != Operator::add)
      throw SyntaxError{token.position, "expected a column, a number or a function, found " + found(token)};
    Parsed inner = subexpression(of_sign);
    want(Kind::number, inner, token);
    inner.position = token.position;
    return op == Operator::add ? std::move(inner) : negated(std::move(inner));
  }

  static Parsed negated(Parsed inner) {
    // A negative literal stays a literal, so that whole numbers are compared exactly.
    if (auto const* const value = std::get_if<std::int64_t>(&inner.node->value))
      return {make_node(-*value), Kind::number, inner.position, 1};
    if (auto const* const value = std::get_if<double>(&inner.node->value))
      return {make_node(-*value), Kind::number, inner.position, 1};
    std::size_t const position = inner.position;
    return operation(Operator::negate, Kind::number, position, std::move(inner));
  }

  Parsed parenthesized(Token const& open) {
    Parsed inner = subexpression(weakest);
    if (!is(Mark::close))
      throw SyntaxError{token_.position, "expected ')' to close the '(' at character " +
                                             std::to_string(open.position + 1) + ", found " + found(token_)};
    take();
    inner.position = open.position;
    return inner;
  }

  Parsed column(Token const& token, std::string const& name) {
    auto const [place, is_new] = index_of_.try_emplace(lower(name), columns_.size());
    if (is_new) columns_.push_back(name);
    return {make_node(ColumnRef{place->second}), Kind::number, token.position, 1};
  }

  Parsed call(Token const& token, std::string const& name) {
    FunctionRow const& row = function_called(token, name);
    take();  // the parenthesis
    std::vector<ExpressionPtr> arguments;
    int levels = 0;
    while (!is(Mark::close)) {
      Parsed argument = subexpression(weakest);
      want(Kind::number, argument, token);
      levels = std::max(levels, argument.levels);
      arguments.push_back(std::move(argument.node));
      if (!is(Mark::comma)) break;
      take();
    }
    if (!is(Mark::close))
      throw SyntaxError{token_.position, "expected ',' or ')' in the call of " + std::string(row.name) +
                                             ", found " + found(token_)};
    take();
    if (arguments.size() != row.arguments)
      throw SyntaxError{token.position,
                        std::string(row.name) + " takes " + std::to_string(row.arguments) +
                            (row.arguments == 1 ? " argument, found " : " arguments, found ") +
                            std::to_string(arguments.size())};
    if (levels + 1 > deepest_expression) throw too_deep(token.position);
    Kind const kind = row.function == Function::isnan ? Kind::condition : Kind::number;
    return {make_node(Call{row.function, std::move(arguments)}), kind, token.position, levels + 1};
  }

  static FunctionRow const& function_called(Token const& token, std::string const& name) {
    auto const row = std::find_if(functions.begin(), functions.end(),
                                  [&](FunctionRow const& f) { return same_word(f.name, name); });
    if (row != functions.end()) return *row;
    std::vector<std::string> known;
    for (FunctionRow const& f : functions) known.emplace_back(f.name);
    auto const meant = nearest_word(name, known);
    std::string all;
    for (std::string const& f : known) all += (all.empty() ? "" : " ") + f;
    throw SyntaxError{token.position, "unknown function " + found(token) +
                                          (meant ? "; did you mean " + *meant + "?" : "; known are: " + all)};
  }

  void refuse_chained_comparison() const {
    auto const* const op = std::get_if<Operator>(&token_.value);
    if (op && binary_strength(*op) == of_comparison)
      throw SyntaxError{token_.position,
                        "comparisons cannot be chained: write 1 < X && X < 2 instead of 1 < X < 2"};
  }

  /// Both sides of a comparison become of one kind, or the comparison is refused.
  static void make_alike(Parsed& left, Parsed& right, Token const& sign) {
    bool const equality = sign.text == "==" || sign.text == "!=";
    if (equality && left.kind == Kind::condition && right.kind == Kind::condition) return;
    for (Parsed* side : {&left, &right}) {
      bool const* const truth = std::get_if<bool>(&side->node->value);
      if (truth && equality) *side = {make_node(std::int64_t{*truth}), Kind::number, side->position, 1};
      want(Kind::number, *side, sign);
    }
  }

  static void want(Kind kind, Parsed const& operand, Token const& by) {
    if (operand.kind == kind) return;
    std::string const who(by.text);
    throw SyntaxError{operand.position,
                      kind == Kind::condition
                          ? "'" + who + "' takes conditions, found a number; compare it first, e.g. ... != 0"
                          : "'" + who + "' takes numbers, found a condition; are parentheses missing?"};
  }

  template <class Value>
  bool is(Value wanted) const {
    auto const* const here = std::get_if<Value>(&token_.value);
    return here && *here == wanted;
  }
  Token take() {
    Token taken = std::move(token_);
    token_ = next_token(text_, taken.position + taken.text.size());
    return taken;
  }

  std::string_view text_;
  Token token_;
  int depth_ = 0;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> index_of_;  ///< by lower-case name
};

}  // namespace

Result<Expression, SyntaxError> parse_expression(std::string_view text) {
  try {
    return Parser(text).whole();
  } catch (SyntaxError const& error) {
    return error;
  }
}

std::string with_caret(std::string_view text, SyntaxError const& error) {
  constexpr std::size_t context = 60;  // characters shown before and after the place
  std::size_t const place = std::min(error.position, text.size());
  std::size_t const line_start = place == 0 ? 0 : text.rfind('\n', place - 1) + 1;  // npos + 1 is 0
  std::size_t const line_end = std::min(text.find('\n', place), text.size());
  auto const continues = [&](std::size_t i) { return (text[i] & '\xc0') == '\x80'; };  // inside UTF-8
  std::size_t from = place - line_start > context ? place - context : line_start;
  std::size_t to = line_end - place > context ? place + context : line_end;
  while (from < place && continues(from)) ++from;
  while (to < line_end && continues(to)) ++to;
  std::string shown = from > line_start ? "..." : "", blanks(shown.size(), ' ');
  for (std::size_t i = from; i < to; ++i) {
    bool const control = text[i] >= 0 && text[i] < ' ';
    shown += control ? ' ' : text[i];
    if (i < place && !continues(i)) blanks += ' ';
  }
  if (to < line_end) shown += "...";
  return error.message + "\n  " + shown + "\n  " + blanks + "^";
}

}  // namespace engine
