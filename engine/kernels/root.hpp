/// Roots and minima of functions of one variable that are bracketed.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace engine {

/// A zero of f between a and b, where f has different signs (or is 0 at one of them): Brent (1973),
/// "Algorithms for Minimization without Derivatives", chapter 4. Found to the last few bits of the abscissa.
/// f may be infinite at one end. NaN where the signs do not differ.
template <class Function>
double bracketed_root(Function const& f, double a, double b) {
  double fa = f(a), fb = f(b);
  if (fa == 0) return a;
  if (fb == 0) return b;
  if (!(fa < 0 && fb > 0) && !(fa > 0 && fb < 0)) return std::numeric_limits<double>::quiet_NaN();
  double c = a, fc = fa, step = b - a, before = step;
  for (int i = 0; i < 400; ++i) {
    if ((fb > 0) == (fc > 0)) {
      c = a;
      fc = fa;
      step = before = b - a;
    }
    if (std::abs(fc) < std::abs(fb)) {
      a = std::exchange(b, c);
      c = a;
      fa = std::exchange(fb, fc);
      fc = fa;
    }
    double const least = 2 * std::numeric_limits<double>::epsilon() * std::abs(b) + 1e-300;
    double const half = (c - b) / 2;
    if (std::abs(half) <= least || fb == 0) return b;
    bool inner =
        std::isfinite(fa) && std::isfinite(fc) && std::abs(before) >= least && std::abs(fa) > std::abs(fb);
    if (inner) {
      double const s = fb / fa;
      double p = 2 * half * s, q = 1 - s;
      if (a != c) {  // inverse quadratic instead of secant
        double const u = fa / fc, r = fb / fc;
        p = s * (2 * half * u * (u - r) - (b - a) * (r - 1));
        q = (u - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = std::abs(p);
      inner = 2 * p < std::min(3 * half * q - std::abs(least * q), std::abs(before * q));
      if (inner) {
        before = step;
        step = p / q;
      }
    }
    if (!inner) step = before = half;
    a = b;
    fa = fb;
    b += std::abs(step) > least ? step : std::copysign(least, half);
    fb = f(b);
  }
  return b;
}

/// The first crossing of zero when going from `start`, where f < 0, by steps that double: the bracket for
/// bracketed_root. NaN if f is not above 0 within `limit`.
template <class Function>
double root_beyond(Function const& f, double start, double step, double limit) {
  double inside = start;
  for (int i = 0; i < 200; ++i) {
    double outside = inside + step;
    bool const last = step > 0 ? outside >= limit : outside <= limit;
    if (last) outside = limit;
    double const value = f(outside);
    if (value >= 0) return bracketed_root(f, inside, outside);
    if (last || !(value < 0)) break;
    inside = outside;
    step *= 2;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace engine
