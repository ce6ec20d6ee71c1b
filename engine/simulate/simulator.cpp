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
      background_(tables_.background),
      background_factor_(factor_of_background()) {
  // The table that is written describes the background that is drawn.
  for (double& rate : tables_.background.rate_per_s_tev_sr) rate *= background_factor_;
}

ArraySite Simulator::site() const {
  return request_.site.value_or(analytic_response(request_.instrument).site);
}

std::string Simulator::telescope() const {
  return request_.telescope.empty() ? analytic_response(request_.instrument).name : request_.telescope;
}

std::string Simulator::instrument() const {
  return request_.instrument_name.empty() ? "analytic responses" : request_.instrument_name;
}

/// All runs of a plan are equally long and equally far from the target, so one factor serves all of them.
double Simulator::factor_of_background() const {
  if (!request_.events_per_run) return request_.background_scale;
  RunPlan const first = plan_runs(request_).front();
  double const unscaled = background_.rate_per_s() * first.good_times.ontime_s();
  std::vector<double> const signal = expected_signals(first);
  double const wanted = *request_.events_per_run - std::accumulate(signal.begin(), signal.end(), 0.0);
  return unscaled > 0 ? std::max(0.0, wanted) / unscaled : 0;
}

double Simulator::expected_background(RunPlan const& plan) const {
  // The background is a rate per time of observation: no dead time (GADF, "BKG", notes).
  return background_factor_ * background_.rate_per_s() * plan.good_times.ontime_s();
}

std::vector<double> Simulator::expected_signals(RunPlan const& plan) const {
  PointingFrame const frame(plan.pointing);
  std::vector<double> out;
  for (SkySource const& source : request_.sources)
    out.push_back(SourceSampler(source, gammas_, frame, plan.livetime_s).expected_events());
  return out;
}

SimulatedRun Simulator::simulate(RunPlan const& plan) const {
  RunBuilder builder(request_, plan, tables_.background.offset_rad.hi.back());
  builder.add_background(background_, expected_background(plan));
  for (std::size_t i = 0; i < request_.sources.size(); ++i)
    builder.add_source(i, SourceSampler(request_.sources[i], gammas_, builder.frame(), plan.livetime_s));
  return std::move(builder).sorted_by_time();
}

std::vector<double> Simulator::expected(RunPlan const& plan) const {
  std::vector<double> out = expected_signals(plan);
  out.insert(out.begin(), expected_background(plan));
  return out;
}

}  // namespace engine
