/// Columns of numbers of which each is a whole number or a floating one, and the arithmetic of expressions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/model/expression.hpp"

namespace engine {

/// Whole numbers stay exact through + - * % abs min max; what does not fit in 64 bits goes on as a double.
struct Number {
  bool whole = false;
  std::int64_t i = 0;
  double d = 0;

  static Number of(std::int64_t value) { return {true, value, 0}; }
  static Number of(double value) { return {false, 0, value}; }
  double as_double() const { return whole ? static_cast<double>(i) : d; }
};

inline constexpr std::size_t expression_chunk = 256;

/// Up to expression_chunk numbers. Overflow is a matter of single elements, never of their neighbours: a
/// result must not depend on where blocks begin. Hence `mixed`.
struct Numbers {
  enum class Kind { whole, floating, mixed };
  Kind kind = Kind::floating;
  std::array<std::int64_t, expression_chunk> i;
  std::array<double, expression_chunk> d;
  std::array<bool, expression_chunk> whole;  ///< by element, where kind is mixed

  Number at(std::size_t k) const;
  /// Leaves the kind as it is; after the last element settle_kind() finds it.
  void set(std::size_t k, Number value);
  void settle_kind(std::size_t n);
  void become_floating(std::size_t n);
};

/// a = a op b for add, subtract, multiply, divide, modulo, power. `/` and `**` are floating whatever their
/// operands (7 / 2 is 3.5). `%` has the sign of the dividend; by zero it is NaN.
void combine(Operator op, Numbers& a, Numbers const& b, std::size_t n);
void negate(Numbers& a, std::size_t n);

/// out[k] = a[k] op b[k] for == != < <= > >=. Exact also between a whole and a floating number. With NaN all
/// are false but !=, as in C.
void compare(Operator op, Numbers const& a, Numbers const& b, std::size_t n, bool* out);

/// a = f(a), or f(a, b) where the function has two arguments; not for isnan, which is a condition.
/// min and max of a NaN are NaN. sqrt, floor, ceil, abs, min and max are exact to the last bit; the others
/// are the C library's and may differ there between machines.
void call(Function function, Numbers& a, Numbers const& b, std::size_t n);

}  // namespace engine
