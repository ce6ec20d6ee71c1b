/// Models of the photon spectrum of a source, defined as gammapy defines them.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/units.hpp"

namespace engine {

/// Photons per area, time and energy; in cm-2 s-1 TeV-1.
using DifferentialFlux = Quantity<struct PerCm2SecondTeV>;
constexpr DifferentialFlux per_cm2_s_tev(double v) { return DifferentialFlux::from_canonical(v); }
constexpr double in_per_cm2_s_tev(DifferentialFlux f) { return f.canonical(); }

/// Photons per area and time; in cm-2 s-1.
using PhotonFlux = Quantity<struct PerCm2Second>;
constexpr PhotonFlux per_cm2_s(double v) { return PhotonFlux::from_canonical(v); }
constexpr double in_per_cm2_s(PhotonFlux f) { return f.canonical(); }

using InverseEnergy = Quantity<struct PerTeV>;
constexpr InverseEnergy per_tev(double v) { return InverseEnergy::from_canonical(v); }
constexpr double in_per_tev(InverseEnergy v) { return v.canonical(); }

/// amplitude * (E/reference)^-index. gammapy's PowerLawSpectralModel.
struct PowerLawModel {
  DifferentialFlux amplitude;
  double index = 2;
  Energy reference = tev(1);
};

/// amplitude * (E/reference)^-(alpha + beta ln(E/reference)). gammapy's LogParabolaSpectralModel.
struct LogParabolaModel {
  DifferentialFlux amplitude;
  double alpha = 2, beta = 0;
  Energy reference = tev(1);
};

/// amplitude * (E/reference)^-index * exp(-lambda E). gammapy's ExpCutoffPowerLawSpectralModel with its alpha
/// = 1.
struct CutoffPowerLawModel {
  DifferentialFlux amplitude;
  double index = 2;
  InverseEnergy lambda;  ///< one over the cut-off energy
  Energy reference = tev(1);
};

using SpectralModel = std::variant<PowerLawModel, LogParabolaModel, CutoffPowerLawModel>;

std::string_view name_of(SpectralModel const& model);  ///< "power-law", "log-parabola", "cutoff-power-law"

/// A parameter that a fit may change.
struct ModelParameter {
  std::string_view name, unit;  ///< gammapy's: "amplitude", "index", "alpha", "beta", "lambda_"
  double value;                 ///< in that unit
};
/// In a fixed order, the amplitude first; the reference energy is not among them.
std::vector<ModelParameter> parameters_of(SpectralModel const& model);
/// The model with other values, in the order of parameters_of.
SpectralModel with_values(SpectralModel const& model, std::span<double const> values);

DifferentialFlux flux_at(SpectralModel const& model, Energy energy);

}  // namespace engine
