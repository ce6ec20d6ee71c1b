#include "engine/simulate/analytic_response.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"

namespace engine {

std::string_view word_of(Instrument instrument) {
  switch (instrument) {
    case Instrument::hess_like: return "hess-like";
    case Instrument::cta_like: return "cta-like";
  }
  EXPECTS(false && "instrument out of range");
  return {};
}

AnalyticResponse analytic_response(Instrument instrument) {
  switch (instrument) {
    case Instrument::hess_like:
      return {.name = "HESS-like",
              .site = {degrees(16.5002222), degrees(-23.2717778), 1835},
              .field_of_view = degrees(2.5),
              .true_energies = {tev(0.05), tev(100)},
              .reconstructed_energies = {tev(0.1), tev(100)},
              .area_m2 = 2.0e5,
              .area_slope = 0.0891,
              .area_cut = 0.5,
              .half_offset = degrees(1.85),
              .half_offset_slope = 0.11,
              .energy_bias = 0.01,
              .energy_bias_slope = 1.5,
              .energy_floor = 0.10,
              .energy_stochastic = 0.08,
              .psf_floor = degrees(0.06),
              .psf_low = degrees(0.075),
              .psf_slope = 0.35,
              .psf_growth = 0.4,
              .background_per_s_tev_sr = 550,
              .background_index = 2.7,
              .background_cut = 0.2,
              .background_sigma = degrees(1.3),
              .background_sigma_slope = 0.05};
    case Instrument::cta_like:
      return {.name = "CTA-like",
              .site = {degrees(-17.8920), degrees(28.7622), 2147},
              .field_of_view = degrees(5),
              .true_energies = {tev(0.02), tev(200)},
              .reconstructed_energies = {tev(0.03), tev(160)},
              .area_m2 = 4.8e5,
              .area_slope = -0.22,
              .area_cut = 0.06,
              .half_offset = degrees(3.6),
              .half_offset_slope = 0.10,
              .energy_bias = 0.005,
              .energy_bias_slope = 1.0,
              .energy_floor = 0.05,
              .energy_stochastic = 0.06,
              .psf_floor = degrees(0.025),
              .psf_low = degrees(0.052),
              .psf_slope = 0.42,
              .psf_growth = 0.6,
              .background_per_s_tev_sr = 70,
              .background_index = 2.9,
              .background_cut = 0.04,
              .background_sigma = degrees(3.0),
              .background_sigma_slope = 0.08};
  }
  EXPECTS(false && "instrument out of range");
  return {};
}

double area_m2(AnalyticResponse const& r, Energy e, Angle offset) {
  double const x = in_tev(e);
  double const on_axis = r.area_m2 * std::pow(x, -r.area_slope) * std::exp(-r.area_cut / x);
  double const share = offset / r.half_offset * std::pow(x, -r.half_offset_slope);
  return on_axis / (1 + std::pow(share, 4));
}

LogNormal energy_spread(AnalyticResponse const& r, Energy e) {
  double const x = in_tev(e);
  return {r.energy_bias * std::pow(x, -r.energy_bias_slope),
          std::sqrt(r.energy_floor * r.energy_floor + r.energy_stochastic * r.energy_stochastic / x)};
}

Angle psf_radius_68(AnalyticResponse const& r, Energy e, Angle offset) {
  double const low = in_radians(r.psf_low) * std::pow(in_tev(e), -r.psf_slope);
  double const share = offset / r.field_of_view;
  return radians(std::hypot(in_radians(r.psf_floor), low) * (1 + r.psf_growth * share * share));
}

double background_per_s_tev_sr(AnalyticResponse const& r, Energy e, Angle offset) {
  double const x = in_tev(e), cut = r.background_cut / x;
  double const widths = offset / r.background_sigma * std::pow(x, -r.background_sigma_slope);
  return r.background_per_s_tev_sr * std::pow(x, -r.background_index) *
         std::exp(-cut * cut - widths * widths / 2);
}

Energy safe_threshold(AnalyticResponse const& r) {
  std::vector<double> const energies_tev =
      logarithmic_edges(in_tev(r.true_energies.min), in_tev(r.true_energies.max), 400);
  double largest = 0;
  for (double e : energies_tev) largest = std::max(largest, area_m2(r, tev(e), radians(0)));
  for (double e : energies_tev)
    if (area_m2(r, tev(e), radians(0)) >= largest / 10) return tev(e);
  return r.true_energies.min;
}

namespace {

TableAxis offset_nodes(AnalyticResponse const& r, int steps) {
  return axis_of_nodes(linear_edges(0, in_radians(r.field_of_view), steps));
}

TableAxis energy_bins(EnergyRange range, int per_decade) {
  double const decades = std::log10(range.max / range.min);
  return axis_of_edges(
      logarithmic_edges(in_tev(range.min), in_tev(range.max), int(std::lround(decades * per_decade))));
}

EffectiveAreaTable area_table(AnalyticResponse const& r) {
  EffectiveAreaTable t{
      energy_bins(r.true_energies, 20), offset_nodes(r, 10), {}, safe_threshold(r), r.true_energies.max};
  for (double offset_rad : t.offset_rad.lo)
    for (double e : geometric_centres(t.energy_tev))
      t.area_m2.push_back(area_m2(r, tev(e), radians(offset_rad)));
  return t;
}

/// Share of a log-normal variable below `value`.
double share_below(LogNormal const& spread, double value) {
  return 0.5 * std::erfc(-(std::log(value) - spread.mean) / spread.sigma / std::numbers::sqrt2);
}

EnergyDispersionTable dispersion_table(AnalyticResponse const& r) {
  EnergyDispersionTable t{
      energy_bins(r.true_energies, 20), axis_of_edges(linear_edges(0.2, 5, 160)), offset_nodes(r, 5), {}};
  std::vector<double> const energies_tev = geometric_centres(t.energy_tev);
  for (std::size_t offset = 0; offset < t.offset_rad.size(); ++offset)
    for (std::size_t m = 0; m < t.migra.size(); ++m)
      for (double e : energies_tev) {
        LogNormal const spread = energy_spread(r, tev(e));
        double const inside =
            share_below(spread, t.migra.hi.back()) - share_below(spread, t.migra.lo.front());
        double const share = share_below(spread, t.migra.hi[m]) - share_below(spread, t.migra.lo[m]);
        t.density.push_back(share / inside / (t.migra.hi[m] - t.migra.lo[m]));
      }
  return t;
}

/// Share of a Gaussian beyond a radius, given the radius that holds 68%.
double share_beyond(double radius, double radius_68) {
  return std::pow(0.32, radius / radius_68 * (radius / radius_68));
}

PointSpreadTable psf_table(AnalyticResponse const& r) {
  Angle const widest = psf_radius_68(r, r.true_energies.min, r.field_of_view);
  // Bins of equal solid angle would leave the core of high energies in few of them: they grow linearly
  // instead.
  std::vector<double> radius_edges_rad;
  int const bins = 150;
  for (int i = 0; i <= bins; ++i) {
    double const share = double(i) / bins;
    radius_edges_rad.push_back(3.5 * in_radians(widest) * share * (0.1 + 0.9 * share));
  }
  PointSpreadTable t{
      energy_bins(r.true_energies, 10), offset_nodes(r, 5), axis_of_edges(radius_edges_rad), {}};
  std::vector<double> const energies_tev = geometric_centres(t.energy_tev);
  for (std::size_t i = 0; i < t.radius_rad.size(); ++i)
    for (double offset_rad : t.offset_rad.lo)
      for (double e : energies_tev) {
        double const radius_68 = in_radians(psf_radius_68(r, tev(e), radians(offset_rad)));
        double const share =
            share_beyond(t.radius_rad.lo[i], radius_68) - share_beyond(t.radius_rad.hi[i], radius_68);
        double const inside = 1 - share_beyond(t.radius_rad.hi.back(), radius_68);
        t.density_per_sr.push_back(share / inside / ring_sr(t.radius_rad.lo[i], t.radius_rad.hi[i]));
      }
  return t;
}

BackgroundTable background_table(AnalyticResponse const& r) {
  int const offset_bins = int(std::lround(in_degrees(r.field_of_view) * 10));
  BackgroundTable t{energy_bins(r.reconstructed_energies, 10),
                    axis_of_edges(linear_edges(0, in_radians(r.field_of_view), offset_bins)),
                    {}};
  for (double offset_rad : arithmetic_centres(t.offset_rad))
    for (double e : geometric_centres(t.energy_tev))
      t.rate_per_s_tev_sr.push_back(background_per_s_tev_sr(r, tev(e), radians(offset_rad)));
  return t;
}

}  // namespace

ResponseTables tabulate(AnalyticResponse const& r) {
  return {area_table(r), dispersion_table(r), psf_table(r), background_table(r)};
}

}  // namespace engine
