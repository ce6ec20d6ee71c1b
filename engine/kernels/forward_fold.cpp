#include "engine/kernels/forward_fold.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

/// Nodes and weights of Gauss-Legendre quadrature with eight points on [-1, 1] (Abramowitz & Stegun,
/// table 25.4); symmetric.
constexpr std::array<double, 4> node{0.18343464249564980, 0.52553240991632899, 0.79666647741362674,
                                     0.96028985649753623};
constexpr std::array<double, 4> weight{0.36268378337836198, 0.31370664587788729, 0.22238103445337447,
                                       0.10122853629037626};
constexpr double widest_panel = 0.25;  // in ln E: e^x is then a polynomial to the last digits

struct Between {
  EnergyRange range;

  /// With L = ln(max/min) and k = 1 - index: amplitude * reference * x_min^k * (e^(kL) - 1)/k.
  double operator()(PowerLawModel const& m) const {
    double const length = std::log(range.max / range.min), k = 1 - m.index;
    double const slope = k * length;
    double const mean = slope == 0 ? 1 : std::expm1(slope) / slope;
    return in_per_cm2_s_tev(m.amplitude) * in_tev(m.reference) * std::pow(range.min / m.reference, k) *
           length * mean;
  }

  double operator()(LogParabolaModel const& m) const {
    double const shift = std::log(in_tev(m.reference));
    return in_per_cm2_s_tev(m.amplitude) * quadrature([&](double ln_e) {
             double const x = ln_e - shift;
             return -(m.alpha + m.beta * x) * x + ln_e;
           });
  }

  double operator()(CutoffPowerLawModel const& m) const {
    double const shift = std::log(in_tev(m.reference)), lambda = in_per_tev(m.lambda);
    return in_per_cm2_s_tev(m.amplitude) * quadrature([&](double ln_e) {
             return -m.index * (ln_e - shift) - lambda * std::exp(ln_e) + ln_e;
           });
  }

  /// Integral of e^exponent over ln E.
  template <class Exponent>
  double quadrature(Exponent const& exponent) const {
    double const from = std::log(in_tev(range.min)), to = std::log(in_tev(range.max));
    int const panels = std::max(1, static_cast<int>(std::ceil((to - from) / widest_panel)));
    double const half = (to - from) / panels / 2;
    double sum = 0;
    for (int panel = 0; panel < panels; ++panel) {
      double const middle = from + (2 * panel + 1) * half;
      for (std::size_t i = 0; i < node.size(); ++i)
        sum += weight[i] *
               (std::exp(exponent(middle - node[i] * half)) + std::exp(exponent(middle + node[i] * half)));
    }
    return sum * half;
  }
};

constexpr double cm2_per_m2 = 1e4;

}  // namespace

PhotonFlux flux_between(SpectralModel const& model, EnergyRange range) {
  EXPECTS(range.min > tev(0) && range.max > range.min);
  return per_cm2_s(std::visit(Between{range}, model));
}

void fluxes_in_bins(SpectralModel const& model, EnergyAxis const& axis, std::span<double> per_cm2_s) {
  EXPECTS(per_cm2_s.size() == axis.bins());
  for (std::size_t bin = 0; bin < axis.bins(); ++bin)
    per_cm2_s[bin] = in_per_cm2_s(flux_between(model, {axis.edges()[bin], axis.edges()[bin + 1]}));
}

void fold(std::span<double const> per_cm2_s, SpectrumResponse const& response, Duration livetime,
          std::span<double> expected) {
  std::size_t const channels = response.energy.bins();
  EXPECTS(per_cm2_s.size() == response.true_energy.bins() && expected.size() == channels);
  EXPECTS(response.dispersion.size() == per_cm2_s.size() * channels);
  std::fill(expected.begin(), expected.end(), 0.0);
  for (std::size_t bin = 0; bin < per_cm2_s.size(); ++bin) {
    double const events = per_cm2_s[bin] * response.area_m2[bin] * cm2_per_m2 * in_seconds(livetime);
    double const* const row = response.dispersion.data() + bin * channels;
    for (std::size_t channel = 0; channel < channels; ++channel) expected[channel] += events * row[channel];
  }
}

}  // namespace engine
