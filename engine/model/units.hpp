/// The scalars of the domain with their named makers and readers.
#pragma once

#include <numbers>

#include "engine/base/quantity.hpp"

namespace engine {

using Angle = Quantity<struct Radian>;
using Energy = Quantity<struct TeV>;
using Duration = Quantity<struct Second>;

constexpr Angle radians(double v) { return Angle::from_canonical(v); }
constexpr Angle degrees(double v) { return radians(v * std::numbers::pi / 180); }
constexpr Energy tev(double v) { return Energy::from_canonical(v); }
constexpr Energy gev(double v) { return tev(v * 1e-3); }
constexpr Duration seconds(double v) { return Duration::from_canonical(v); }
constexpr double in_radians(Angle a) { return a.canonical(); }
constexpr double in_degrees(Angle a) { return a.canonical() * 180 / std::numbers::pi; }
constexpr double in_tev(Energy e) { return e.canonical(); }
constexpr double in_seconds(Duration d) { return d.canonical(); }

struct EnergyRange {
  Energy min, max;  ///< half open: min <= e < max
};
struct AngleRange {
  Angle min, max;  ///< half open: min <= a < max
};

}  // namespace engine
