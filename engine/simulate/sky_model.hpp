/// What shines: sources with a place, a shape and a spectrum.
#pragma once

#include <string>
#include <variant>

#include "engine/model/sky.hpp"

namespace engine {

/// dN/dE = norm (E / reference)^-index. Norms are in m-2 s-1 TeV-1 (1 cm-2 is 1e4 m-2).
struct PowerLaw {
  double norm_per_m2_s_tev;
  Energy reference;
  double index;
};
/// dN/dE = norm (E / reference)^-(alpha + beta ln(E / reference)).
struct LogParabola {
  double norm_per_m2_s_tev;
  Energy reference;
  double alpha, beta;
};
/// dN/dE = norm (E / reference)^-index exp(-E / cutoff).
struct ExponentialCutoff {
  double norm_per_m2_s_tev;
  Energy reference;
  double index;
  Energy cutoff;
};
using Spectrum = std::variant<PowerLaw, LogParabola, ExponentialCutoff>;

double flux_per_m2_s_tev(Spectrum const& spectrum, Energy e);

struct PointShape {};
struct GaussianShape {
  Angle sigma;  ///< of either axis; cut off at 5 sigma
};
struct DiskShape {
  Angle radius;  ///< of uniform brightness
};
using Shape2d = std::variant<PointShape, GaussianShape, DiskShape>;

/// The radius within which a share `quantile` in (0, 1) of the brightness lies.
Angle radius_of_quantile(Shape2d const& shape, double quantile);
Angle largest_radius(Shape2d const& shape);

struct SkySource {
  std::string name;
  Direction<Icrs> centre;
  Shape2d shape;
  Spectrum spectrum;
};

/// The Crab Nebula as a point: power law of 3.45e-11 cm-2 s-1 TeV-1 at 1 TeV, index 2.62 (HEGRA: Aharonian et
/// al. 2000, ApJ 539, 317, rounded).
SkySource crab_like();

}  // namespace engine
