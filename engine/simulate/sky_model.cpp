#include "engine/simulate/sky_model.hpp"

#include <cmath>

namespace engine {

namespace {

struct FluxAt {
  double energy_tev;
  double operator()(PowerLaw const& s) const {
    return s.norm_per_m2_s_tev * std::pow(energy_tev / in_tev(s.reference), -s.index);
  }
  double operator()(LogParabola const& s) const {
    double const x = energy_tev / in_tev(s.reference);
    return s.norm_per_m2_s_tev * std::pow(x, -(s.alpha + s.beta * std::log(x)));
  }
  double operator()(ExponentialCutoff const& s) const {
    return s.norm_per_m2_s_tev * std::pow(energy_tev / in_tev(s.reference), -s.index) *
           std::exp(-energy_tev / in_tev(s.cutoff));
  }
};

constexpr double gaussian_cut = 5;  // in sigma

struct RadiusAt {
  double quantile;
  Angle operator()(PointShape const&) const { return radians(0); }
  Angle operator()(GaussianShape const& s) const {
    double const inside_cut = -std::expm1(-0.5 * gaussian_cut * gaussian_cut);
    return std::sqrt(-2 * std::log1p(-quantile * inside_cut)) * s.sigma;
  }
  Angle operator()(DiskShape const& s) const {
    // Equal solid angles on the sphere: sin^2(r/2) grows linearly.
    return radians(2 * std::asin(std::sqrt(quantile) * std::sin(in_radians(s.radius) / 2)));
  }
};

}  // namespace

double flux_per_m2_s_tev(Spectrum const& spectrum, Energy e) {
  return std::visit(FluxAt{in_tev(e)}, spectrum);
}

Angle radius_of_quantile(Shape2d const& shape, double quantile) {
  return std::visit(RadiusAt{quantile}, shape);
}

Angle largest_radius(Shape2d const& shape) { return radius_of_quantile(shape, 1); }

SkySource crab_like() {
  return {.name = "Crab",
          .centre = Direction<Icrs>::at(degrees(83.63308333), degrees(22.0145)),
          .shape = PointShape{},
          .spectrum = PowerLaw{.norm_per_m2_s_tev = 3.45e-7, .reference = tev(1), .index = 2.62}};
}

}  // namespace engine
