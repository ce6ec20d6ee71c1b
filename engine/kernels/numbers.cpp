#include "engine/kernels/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

using Kind = Numbers::Kind;
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

/// The three operations that may overflow; true if they do, as the compiler's builtins have it.
struct Add {
  static bool overflows(std::int64_t a, std::int64_t b, std::int64_t* out) {
    return __builtin_add_overflow(a, b, out);
  }
  static double floating(double a, double b) { return a + b; }
};
struct Subtract {
  static bool overflows(std::int64_t a, std::int64_t b, std::int64_t* out) {
    return __builtin_sub_overflow(a, b, out);
  }
  static double floating(double a, double b) { return a - b; }
};
struct Multiply {
  static bool overflows(std::int64_t a, std::int64_t b, std::int64_t* out) {
    return __builtin_mul_overflow(a, b, out);
  }
  static double floating(double a, double b) { return a * b; }
};

template <class Op>
Number applied(Number a, Number b) {
  std::int64_t out = 0;
  if (a.whole && b.whole && !Op::overflows(a.i, b.i, &out)) return Number::of(out);
  return Number::of(Op::floating(a.as_double(), b.as_double()));
}

Number remainder(Number a, Number b) {
  if (!a.whole || !b.whole) return Number::of(std::fmod(a.as_double(), b.as_double()));
  if (b.i == 0) return Number::of(nan_value);
  // The quotient of the most negative number and -1 does not exist; the remainder does.
  return Number::of(b.i == -1 ? std::int64_t{0} : a.i % b.i);
}

/// Whole against floating without rounding the whole one.
std::partial_ordering order(std::int64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= 0x1p63) return std::partial_ordering::less;
  if (b < -0x1p63) return std::partial_ordering::greater;
  double const below = std::floor(b);  // fits in 64 bits
  auto const whole = static_cast<std::int64_t>(below);
  if (a != whole) return a <=> whole;
  return below < b ? std::partial_ordering::less : std::partial_ordering::equivalent;
}

std::partial_ordering order(Number a, Number b) {
  if (a.whole && b.whole) return a.i <=> b.i;
  if (a.whole) return order(a.i, b.d);
  if (b.whole) return 0 <=> order(b.i, a.d);
  return a.d <=> b.d;
}

bool is_nan(Number a) { return !a.whole && std::isnan(a.d); }

Number lesser(Number a, Number b) { return is_nan(a) || (!is_nan(b) && order(a, b) <= 0) ? a : b; }
Number greater(Number a, Number b) { return is_nan(a) || (!is_nan(b) && order(a, b) >= 0) ? a : b; }

template <class ScalarFunction>
void each(Numbers& a, Numbers const& b, std::size_t n, ScalarFunction f) {
  for (std::size_t k = 0; k < n; ++k) a.set(k, f(a.at(k), b.at(k)));  // the kind stays that of what is read
  a.settle_kind(n);
}

template <class FloatingFunction>
void each_double(Numbers& a, Numbers const& b, std::size_t n, FloatingFunction f) {
  a.become_floating(n);
  if (b.kind == Kind::floating) {
    for (std::size_t k = 0; k < n; ++k) a.d[k] = f(a.d[k], b.d[k]);
    return;
  }
  for (std::size_t k = 0; k < n; ++k) a.d[k] = f(a.d[k], b.at(k).as_double());
}

template <class FloatingFunction>
void each_double(Numbers& a, std::size_t n, FloatingFunction f) {
  a.become_floating(n);
  for (std::size_t k = 0; k < n; ++k) a.d[k] = f(a.d[k]);
}

/// All whole and nothing overflows, which is the rule: then a = a op b.
template <class Op>
bool stayed_whole(Numbers& a, Numbers const& b, std::size_t n) {
  if (a.kind != Kind::whole || b.kind != Kind::whole) return false;
  std::array<std::int64_t, expression_chunk> out;
  bool overflow = false;
  for (std::size_t k = 0; k < n; ++k) overflow |= Op::overflows(a.i[k], b.i[k], &out[k]);
  if (!overflow) std::copy_n(out.begin(), n, a.i.begin());
  return !overflow;
}

template <class Op>
void apply(Numbers& a, Numbers const& b, std::size_t n) {
  if (a.kind == Kind::floating || b.kind == Kind::floating) return each_double(a, b, n, Op::floating);
  if (!stayed_whole<Op>(a, b, n)) each(a, b, n, applied<Op>);
}

template <class Relation>
void relate(Numbers const& a, Numbers const& b, std::size_t n, bool* out, Relation holds) {
  if (a.kind == Kind::floating && b.kind == Kind::floating) {
    for (std::size_t k = 0; k < n; ++k) out[k] = holds(a.d[k], b.d[k]);
    return;
  }
  if (a.kind == Kind::whole && b.kind == Kind::whole) {
    for (std::size_t k = 0; k < n; ++k) out[k] = holds(a.i[k], b.i[k]);
    return;
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::partial_ordering const found = order(a.at(k), b.at(k));
    // Any two doubles in that order stand for it.
    double const stand_in = found < 0 ? -1.0 : found > 0 ? 1.0 : found == 0 ? 0.0 : nan_value;
    out[k] = holds(stand_in, 0.0);
  }
}

}  // namespace

Number Numbers::at(std::size_t k) const {
  switch (kind) {
    case Kind::whole: return Number::of(i[k]);
    case Kind::floating: return Number::of(d[k]);
    case Kind::mixed: return whole[k] ? Number::of(i[k]) : Number::of(d[k]);
  }
  return {};
}

void Numbers::set(std::size_t k, Number value) {
  whole[k] = value.whole;
  i[k] = value.i;
  d[k] = value.d;
}

void Numbers::settle_kind(std::size_t n) {
  bool all = true;
  for (std::size_t k = 0; k < n; ++k) all = all && whole[k];
  kind = all ? Kind::whole : Kind::mixed;
}

void Numbers::become_floating(std::size_t n) {
  if (kind == Kind::floating) return;
  for (std::size_t k = 0; k < n; ++k) d[k] = at(k).as_double();
  kind = Kind::floating;
}

void combine(Operator op, Numbers& a, Numbers const& b, std::size_t n) {
  switch (op) {
    case Operator::add: return apply<Add>(a, b, n);
    case Operator::subtract: return apply<Subtract>(a, b, n);
    case Operator::multiply: return apply<Multiply>(a, b, n);
    case Operator::modulo: return each(a, b, n, remainder);
    case Operator::divide: return each_double(a, b, n, [](double x, double y) { return x / y; });
    case Operator::power: return each_double(a, b, n, [](double x, double y) { return std::pow(x, y); });
    case Operator::logical_or:
    case Operator::logical_and:
    case Operator::logical_not:
    case Operator::equal:
    case Operator::not_equal:
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
    case Operator::negate: break;
  }
  contract_broken("not an operator that makes a number of two", __FILE__, __LINE__);
}

void negate(Numbers& a, std::size_t n) {
  if (a.kind == Kind::floating) return each_double(a, n, [](double x) { return -x; });
  each(a, a, n, [](Number x, Number) {
    return x.whole ? applied<Subtract>(Number::of(std::int64_t{0}), x) : Number::of(-x.d);
  });
}

void compare(Operator op, Numbers const& a, Numbers const& b, std::size_t n, bool* out) {
  switch (op) {
    case Operator::equal: return relate(a, b, n, out, [](auto x, auto y) { return x == y; });
    case Operator::not_equal: return relate(a, b, n, out, [](auto x, auto y) { return x != y; });
    case Operator::less: return relate(a, b, n, out, [](auto x, auto y) { return x < y; });
    case Operator::less_equal: return relate(a, b, n, out, [](auto x, auto y) { return x <= y; });
    case Operator::greater: return relate(a, b, n, out, [](auto x, auto y) { return x > y; });
    case Operator::greater_equal: return relate(a, b, n, out, [](auto x, auto y) { return x >= y; });
    case Operator::logical_or:
    case Operator::logical_and:
    case Operator::logical_not:
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
    case Operator::negate:
    case Operator::power: break;
  }
  contract_broken("not a comparison", __FILE__, __LINE__);
}

void call(Function function, Numbers& a, Numbers const& b, std::size_t n) {
  switch (function) {
    case Function::abs:
      if (a.kind == Kind::floating) return each_double(a, n, [](double x) { return std::abs(x); });
      return each(a, a, n, [](Number x, Number) {
        if (!x.whole) return Number::of(std::abs(x.d));
        return x.i < 0 ? applied<Subtract>(Number::of(std::int64_t{0}), x) : x;
      });
    case Function::min: return each(a, b, n, lesser);
    case Function::max: return each(a, b, n, greater);
    case Function::floor:
      if (a.kind == Kind::whole) return;
      return each_double(a, n, [](double x) { return std::floor(x); });
    case Function::ceil:
      if (a.kind == Kind::whole) return;
      return each_double(a, n, [](double x) { return std::ceil(x); });
    case Function::sqrt: return each_double(a, n, [](double x) { return std::sqrt(x); });
    case Function::exp: return each_double(a, n, [](double x) { return std::exp(x); });
    case Function::log: return each_double(a, n, [](double x) { return std::log(x); });
    case Function::log10: return each_double(a, n, [](double x) { return std::log10(x); });
    case Function::sin: return each_double(a, n, [](double x) { return std::sin(x); });
    case Function::cos: return each_double(a, n, [](double x) { return std::cos(x); });
    case Function::tan: return each_double(a, n, [](double x) { return std::tan(x); });
    case Function::asin: return each_double(a, n, [](double x) { return std::asin(x); });
    case Function::acos: return each_double(a, n, [](double x) { return std::acos(x); });
    case Function::atan: return each_double(a, n, [](double x) { return std::atan(x); });
    case Function::atan2: return each_double(a, b, n, [](double y, double x) { return std::atan2(y, x); });
    case Function::isnan: break;
  }
  contract_broken("isnan is a condition, not a number", __FILE__, __LINE__);
}

}  // namespace engine
