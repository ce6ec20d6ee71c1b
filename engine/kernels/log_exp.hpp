/// Natural logarithm and exponential as branch-free polynomials, for the reasons of vector_math.hpp: the same
/// bits on every machine, and loops that compilers vectorise.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "engine/kernels/dispatch.hpp"

namespace engine {

/// Arguments above give infinity, below its negative 0: e^x then is near the ends of what normal doubles
/// hold.
inline constexpr double largest_exponent = 708;

/// e^x to 1.2 units in the last place. NaN for NaN.
DISTILL_INLINE double exponential(double x) {
  // x = n ln 2 + r with |r| <= ln(2)/2. Adding 1.5 * 2^52 rounds to a whole number, which then stands in the
  // lowest bits. The first part of ln 2 has 32 bits and n at most 11: their product is exact.
  double const to_integer = 0x1.8p52;
  bool const usual = x >= -largest_exponent && x <= largest_exponent;
  double const inside = usual ? x : 0;
  double const shifted = inside * 0x1.71547652b82fep0 + to_integer;
  double const n = shifted - to_integer;
  double const r = (inside - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  // The Taylor series: the first term left out, r^14/14!, is below 5e-18.
  double const series =
      0x1p-1 + r * (0x1.5555555555555p-3 +
                    r * (0x1.5555555555555p-5 +
                         r * (0x1.1111111111111p-7 +
                              r * (0x1.6c16c16c16c17p-10 +
                                   r * (0x1.a01a01a01a01ap-13 +
                                        r * (0x1.a01a01a01a01ap-16 +
                                             r * (0x1.71de3a556c734p-19 +
                                                  r * (0x1.27e4fb7789f5cp-22 +
                                                       r * (0x1.ae64567f544e4p-26 +
                                                            r * (0x1.1eed8eff8d898p-29 +
                                                                 r * 0x1.6124613a86d09p-33))))))))));
  double const power = 1 + (r + r * r * series);
  double const scaled = std::bit_cast<double>(std::bit_cast<std::uint64_t>(power) +
                                              (std::bit_cast<std::uint64_t>(shifted) << 52));
  double const infinite = std::numeric_limits<double>::infinity();
  double const unusual = x > 0 ? infinite : (x < 0 ? 0 : x);  // NaN is neither
  return usual ? scaled : unusual;
}

/// ln x to 1 unit in the last place, by the series of fdlibm's e_log.c (Sun Microsystems, 1993). -infinity
/// for 0 and for numbers below 2.3e-308, which have lost digits already; NaN below 0 and for NaN.
DISTILL_INLINE double logarithm(double x) {
  double const infinite = std::numeric_limits<double>::infinity();
  bool const usual = x >= std::numeric_limits<double>::min() && x < infinite;
  std::uint64_t const bits = std::bit_cast<std::uint64_t>(usual ? x : 1.0);
  // x = 2^k m with sqrt(1/2) <= m < sqrt(2). Counted from the bits of sqrt(1/2), the upper 12 of x are k;
  // they are lifted by 2048 to be positive, and come down with the constant that makes them a double.
  std::uint64_t const lifted = bits - 0x3fe6a09e667f3bcd + (std::uint64_t{2048} << 52);
  std::uint64_t const k_and_2048 = lifted >> 52;
  double const k = std::bit_cast<double>(0x4330000000000000 + k_and_2048) - (0x1p52 + 2048);
  double const m = std::bit_cast<double>(bits - (k_and_2048 << 52) + (std::uint64_t{2048} << 52));
  double const f = m - 1;
  double const s = f / (2 + f);
  double const z = s * s;
  double const series =
      z *
      (0x1.5555555555593p-1 +
       z * (0x1.999999997fa04p-2 +
            z * (0x1.2492494229359p-2 +
                 z * (0x1.c71c51d8e78afp-3 +
                      z * (0x1.7466496cb03dep-3 + z * (0x1.39a09d078c69fp-3 + z * 0x1.2f112df3e5244p-3))))));
  double const half_square = 0.5 * f * f;
  double const value =
      k * 0x1.62e42feep-1 - ((half_square - (s * (half_square + series) + k * 0x1.a39ef35793c76p-33)) - f);
  double const unusual =
      x == infinite ? infinite : (x >= 0 ? -infinite : std::numeric_limits<double>::quiet_NaN());
  return usual ? value : unusual;
}

}  // namespace engine
