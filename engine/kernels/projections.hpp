/// The closed forms of the projections, from native unit vectors to the plane.
///
/// Calabretta & Greisen (2002), A&A 395, 1077 ("Paper II"), with (l, m, n) = (cos theta cos phi,
/// cos theta sin phi, sin theta), so that no angle is needed where the formula has none. Zenithal planes are
/// x = R sin(phi), y = -R cos(phi) (eqs 12-13). Radians; NaN where a projection does not show the point.
#pragma once

#include <cmath>
#include <limits>

#include "engine/kernels/vector_math.hpp"

namespace engine {

struct PlanePoint {
  double x, y;
};

inline constexpr double not_shown = std::numeric_limits<double>::quiet_NaN();

/// 1 + n without cancellation near the antipode of the native pole.
DISTILL_INLINE double one_plus_sine(double l, double m, double n) {
  return n >= 0 ? 1 + n : (l * l + m * m) / (1 - n);
}

/// Gnomonic, section 5.1.3: R = cot(theta).
struct PlaneTan {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    double const scale = n > 0 ? 1 / n : not_shown;
    return {m * scale, -l * scale};
  }
};

/// Stereographic, section 5.1.4: R = 2 cos(theta) / (1 + sin(theta)).
struct PlaneStg {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    double const below = one_plus_sine(l, m, n);
    double const scale = below > 0 ? 2 / below : not_shown;
    return {m * scale, -l * scale};
  }
};

/// Orthographic, section 5.1.5: R = cos(theta).
struct PlaneSin {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    double const scale = n >= 0 ? 1.0 : not_shown;
    return {m * scale, -l * scale};
  }
};

/// Zenithal equal area, section 5.1.8: R^2 = 2 (1 - sin(theta)).
struct PlaneZea {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    double const below = one_plus_sine(l, m, n);
    double const scale = std::sqrt(2 / below);
    // The antipode is the whole circle R = 2; as wcslib does, take its point at phi = 0.
    bool const antipode = below == 0;
    return {antipode ? 0.0 : m * scale, antipode ? -2.0 : -l * scale};
  }
};

/// Plate carree, section 5.2.3: x = phi, y = theta.
struct PlaneCar {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    return {polar_angle(m, l), polar_angle(n, std::sqrt(l * l + m * m))};
  }
};

/// Hammer-Aitoff, section 5.3.4: x = 2 g cos(theta) sin(phi/2), y = g sin(theta),
/// g = sqrt(2 / (1 + cos(theta) cos(phi/2))).
struct PlaneAit {
  static DISTILL_INLINE PlanePoint of(double l, double m, double n) {
    // cos(phi/2) and sin(phi/2), both times cos(theta), by the half-angle formulas: the larger one directly,
    // the smaller one from sin(phi) = 2 sin(phi/2) cos(phi/2), where nothing cancels.
    double const radius = std::sqrt(l * l + m * m);
    double const large = std::sqrt(0.5 * radius * (radius + std::abs(l)));
    double const small = 0.5 * radius * std::abs(m) / (large + (large == 0 ? 1.0 : 0.0));
    double const cos_half = l >= 0 ? large : small, sin_half = l >= 0 ? small : large;
    double const g = std::sqrt(2 / (1 + cos_half));
    return {2 * g * std::copysign(sin_half, m), g * n};
  }
};

}  // namespace engine
