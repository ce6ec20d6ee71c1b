#include "engine/model/spectral_model.hpp"

#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr std::string_view flux_unit = "cm-2 s-1 TeV-1";

struct Name {
  std::string_view operator()(PowerLawModel const&) const { return "power-law"; }
  std::string_view operator()(LogParabolaModel const&) const { return "log-parabola"; }
  std::string_view operator()(CutoffPowerLawModel const&) const { return "cutoff-power-law"; }
};

struct Parameters {
  using List = std::vector<ModelParameter>;
  List operator()(PowerLawModel const& m) const {
    return {{"amplitude", flux_unit, in_per_cm2_s_tev(m.amplitude)}, {"index", "", m.index}};
  }
  List operator()(LogParabolaModel const& m) const {
    return {{"amplitude", flux_unit, in_per_cm2_s_tev(m.amplitude)},
            {"alpha", "", m.alpha},
            {"beta", "", m.beta}};
  }
  List operator()(CutoffPowerLawModel const& m) const {
    return {{"amplitude", flux_unit, in_per_cm2_s_tev(m.amplitude)},
            {"index", "", m.index},
            {"lambda_", "TeV-1", in_per_tev(m.lambda)}};
  }
};

struct Replaced {
  std::span<double const> values;
  SpectralModel operator()(PowerLawModel const& m) const {
    return PowerLawModel{per_cm2_s_tev(values[0]), values[1], m.reference};
  }
  SpectralModel operator()(LogParabolaModel const& m) const {
    return LogParabolaModel{per_cm2_s_tev(values[0]), values[1], values[2], m.reference};
  }
  SpectralModel operator()(CutoffPowerLawModel const& m) const {
    return CutoffPowerLawModel{per_cm2_s_tev(values[0]), values[1], per_tev(values[2]), m.reference};
  }
};

struct FluxAt {
  Energy energy;
  DifferentialFlux operator()(PowerLawModel const& m) const {
    return std::pow(energy / m.reference, -m.index) * m.amplitude;
  }
  DifferentialFlux operator()(LogParabolaModel const& m) const {
    double const x = energy / m.reference;
    return std::pow(x, -(m.alpha + m.beta * std::log(x))) * m.amplitude;
  }
  DifferentialFlux operator()(CutoffPowerLawModel const& m) const {
    double const cut = std::exp(-in_per_tev(m.lambda) * in_tev(energy));
    return std::pow(energy / m.reference, -m.index) * cut * m.amplitude;
  }
};

}  // namespace

std::string_view name_of(SpectralModel const& model) { return std::visit(Name{}, model); }

std::vector<ModelParameter> parameters_of(SpectralModel const& model) {
  return std::visit(Parameters{}, model);
}

SpectralModel with_values(SpectralModel const& model, std::span<double const> values) {
  EXPECTS(values.size() == parameters_of(model).size());
  return std::visit(Replaced{values}, model);
}

DifferentialFlux flux_at(SpectralModel const& model, Energy energy) {
  return std::visit(FluxAt{energy}, model);
}

}  // namespace engine
