#include "engine/simulate/simulator.hpp"

#include <algorithm>
#include <numeric>

#include "engine/simulate/run_builder.hpp"

namespace engine {

namespace {

SimulationRequest validated(SimulationRequest request) {
  validate(request);
  return request;
}

}  // namespace

Simulator::Simulator(SimulationRequest request)
    : request_(validated(std::move(request))),
      tables_(tabulate(analytic_response(request_.instrument))),
      gammas_(tables_),
      background_(tables_.background) {}

ArraySite Simulator::site() const {
  return request_.site.value_or(analytic_response(request_.instrument).site);
}

std::string Simulator::telescope() const {
  return request_.telescope.empty() ? analytic_response(request_.instrument).name : request_.telescope;
}

std::string Simulator::instrument() const {
  return request_.instrument_name.empty() ? "analytic responses" : request_.instrument_name;
}

double Simulator::expected_background(RunPlan const& plan, double expected_signal) const {
  // The background is a rate per time of observation: no dead time (GADF, "BKG", notes).
  double const unscaled = background_.rate_per_s() * plan.good_times.ontime_s();
  if (!request_.events_per_run) return request_.background_scale * unscaled;
  return unscaled > 0 ? std::max(0.0, *request_.events_per_run - expected_signal) : 0;
}

SimulatedRun Simulator::simulate(RunPlan const& plan) const {
  RunBuilder builder(request_, plan, tables_.background.offset_rad.hi.back());
  std::vector<SourceSampler> sources;
  double expected_signal = 0;
  for (SkySource const& source : request_.sources) {
    sources.emplace_back(source, gammas_, builder.frame(), plan.livetime_s);
    expected_signal += sources.back().expected_events();
  }
  builder.add_background(background_, expected_background(plan, expected_signal));
  for (std::size_t i = 0; i < sources.size(); ++i) builder.add_source(i, sources[i]);
  return std::move(builder).sorted_by_time();
}

std::vector<double> Simulator::expected(RunPlan const& plan) const {
  PointingFrame const frame(plan.pointing);
  std::vector<double> out{0};
  for (SkySource const& source : request_.sources)
    out.push_back(SourceSampler(source, gammas_, frame, plan.livetime_s).expected_events());
  out[0] = expected_background(plan, std::accumulate(out.begin() + 1, out.end(), 0.0));
  return out;
}

}  // namespace engine
