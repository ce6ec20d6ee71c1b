/// Built-in instruments: formulae for effective area, resolution and background of a Cherenkov telescope
/// array, with the orders of magnitude of real ones, and their tables.
#pragma once

#include <string>
#include <string_view>

#include "engine/simulate/response_tables.hpp"

namespace engine {

enum class Instrument { hess_like, cta_like };
std::string_view word_of(Instrument instrument);  ///< "hess-like", "cta-like"

/// Where the array stands.
struct ArraySite {
  Angle longitude, latitude;  ///< east and north are positive
  double altitude_m;
};

/// Parameters of the formulae; energies in TeV enter them as x = E / 1 TeV.
struct AnalyticResponse {
  std::string name;
  ArraySite site;
  Angle field_of_view;  ///< radius that the tables cover
  EnergyRange true_energies, reconstructed_energies;

  // Effective area on axis: area x^-area_slope exp(-area_cut / x), the form of Abramowski et al. (2010),
  // MNRAS 402, 1342. Off axis divided by 1 + (offset / half)^4 with half = half_offset x^half_offset_slope.
  double area_m2, area_slope, area_cut;
  Angle half_offset;
  double half_offset_slope;

  // ln(E_reco / E_true) is normal with mean bias / x^bias_slope and width sqrt(floor^2 + stochastic^2 / x).
  double energy_bias, energy_bias_slope, energy_floor, energy_stochastic;

  // A Gaussian of 68% radius sqrt(floor^2 + (low x^-slope)^2) (1 + growth (offset / field of view)^2).
  Angle psf_floor, psf_low;
  double psf_slope, psf_growth;

  // rate x^-index exp(-(cut / x)^2) on axis; off axis a Gaussian of width sigma x^sigma_slope.
  double background_per_s_tev_sr, background_index, background_cut;
  Angle background_sigma;
  double background_sigma_slope;
};
AnalyticResponse analytic_response(Instrument instrument);

double area_m2(AnalyticResponse const& r, Energy e, Angle offset);
struct LogNormal {
  double mean, sigma;  ///< of the logarithm
};
LogNormal energy_spread(AnalyticResponse const& r, Energy e);
Angle psf_radius_68(AnalyticResponse const& r, Energy e, Angle offset);
double background_per_s_tev_sr(AnalyticResponse const& r, Energy e, Angle offset);

/// The lowest energy at which the on-axis area reaches a tenth of its maximum.
Energy safe_threshold(AnalyticResponse const& r);

ResponseTables tabulate(AnalyticResponse const& r);

}  // namespace engine
