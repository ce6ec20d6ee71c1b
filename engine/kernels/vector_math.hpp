/// Sine, cosine and the polar angle as branch-free polynomials that compilers turn into vector code.
///
/// Own polynomials rather than libm: glibc chooses variants with fused multiply-adds at run time, so that the
/// same program gives other bits on another machine. Coefficients: vector_math_coefficients.py.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/kernels/dispatch.hpp"

namespace engine {

/// Larger angles are not angles any more: the distance of neighbouring doubles approaches that of pixels.
inline constexpr double largest_angle_rad = 1e6;

struct SinCos {
  double sin, cos;
};

/// For |x| <= pi/2 + 2e-6. The error of both is below 2.3e-16, which on the sphere is 5e-11 arcsec; for sin
/// it also is below 2 units in the last place.
DISTILL_INLINE SinCos sin_cos_of_latitude(double x) {
  double const z = x * x;
  double const s = -0x1.5555555555555p-3 +
                   z * (0x1.1111111111107p-7 +
                        z * (-0x1.a01a01a018aadp-13 +
                             z * (0x1.71de3a5456707p-19 +
                                  z * (-0x1.ae6455a1d6757p-26 +
                                       z * (0x1.6124015b2f38dp-33 +
                                            z * (-0x1.ae5138b1e9619p-41 + z * 0x1.89a4848987c29p-49))))));
  double const c = 0x1.5555555555555p-5 +
                   z * (-0x1.6c16c16c16c13p-10 +
                        z * (0x1.a01a01a019783p-16 +
                             z * (-0x1.27e4fb771a867p-22 +
                                  z * (0x1.1eed8ea6c75a5p-29 +
                                       z * (-0x1.9396fdb448ec9p-37 +
                                            z * (0x1.ae5a5d2b4a249p-45 + z * -0x1.5eeafa8ed7ec1p-53))))));
  return {x + (x * z) * s, 1 + z * (z * c - 0.5)};
}

/// For any turn; errors below 3.4e-16, with sin accurate to the last places only around 0. NaN for NaN,
/// infinities and |x| > largest_angle_rad.
DISTILL_INLINE SinCos sin_cos(double x) {
  x = std::abs(x) <= largest_angle_rad ? x : std::numeric_limits<double>::quiet_NaN();
  // x = n pi + r, |r| <= pi/2. Adding 1.5 * 2^52 rounds to a whole number, whose lowest bit then is the
  // lowest of the double. The first part of pi has 33 bits and n at most 19, so their product is exact.
  double const to_integer = 0x1.8p52;
  double const shifted = x * 0x1.45f306dc9c883p-2 + to_integer;
  double const n = shifted - to_integer;
  SinCos const r = sin_cos_of_latitude((x - n * 0x1.921fb544p1) - n * 0x1.0b4611a626331p-33);
  // Odd multiples of pi change both signs.
  std::uint64_t const sign = std::bit_cast<std::uint64_t>(shifted) << 63;
  return {std::bit_cast<double>(std::bit_cast<std::uint64_t>(r.sin) ^ sign),
          std::bit_cast<double>(std::bit_cast<std::uint64_t>(r.cos) ^ sign)};
}

/// The angle of the point (x, y) from the x axis, in [-pi, pi], with the signs of zeros as std::atan2 has
/// them. NaN if either is NaN or infinite.
DISTILL_INLINE double polar_angle(double y, double x) {
  double const ax = std::abs(x), ay = std::abs(y);
  bool const steep = ay > ax;
  double const low = steep ? ax : ay, high = steep ? ay : ax;

  // atan(low/high) in [0, pi/4]; above pi/8 as pi/4 + atan of something below tan(pi/8) again.
  bool const upper = low > 0x1.a827999fcef32p-2 * high;
  double const numerator = upper ? low - high : low;
  double const denominator = (upper ? low + high : high) + (high == 0 ? 1.0 : 0.0);
  double const t = numerator / denominator;
  double const z = t * t;
  double const series =
      -0x1.5555555555555p-2 +
      z * (0x1.999999999934cp-3 +
           z * (-0x1.2492492436201p-3 +
                z * (0x1.c71c71853d7fap-4 +
                     z * (-0x1.745d0b28a7e37p-4 +
                          z * (0x1.3b1263064f6b9p-4 +
                               z * (-0x1.10fa77b1a6d57p-4 +
                                    z * (0x1.dfe6497e96323p-5 +
                                         z * (-0x1.a0999c632b6edp-5 +
                                              z * (0x1.4162c02b1dda3p-5 + z * -0x1.3a31b1c0fd3b7p-6)))))))));
  double const small = t + t * z * series;

  // Each multiple of pi/4 with the part that its double leaves out.
  double angle = upper ? 0x1.921fb54442d18p-1 + (small + 0x1.1a62633145c07p-55) : small;
  angle = steep ? 0x1.921fb54442d18p0 - (angle - 0x1.1a62633145c07p-54) : angle;
  angle = std::copysign(1.0, x) < 0 ? 0x1.921fb54442d18p1 - (angle - 0x1.1a62633145c07p-53) : angle;
  bool const defined = ax <= std::numeric_limits<double>::max() && ay <= std::numeric_limits<double>::max();
  return std::copysign(defined ? angle : std::numeric_limits<double>::quiet_NaN(), y);
}

}  // namespace engine
