#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/simulate/pointing_frame.hpp"
#include "engine/simulate/simulation.hpp"

namespace engine {

TimeReference simulation_time() {
  // TT - UTC was 32 s + 32.184 s in 2001.
  constexpr int mjd = 51910;
  constexpr double tt_minus_utc_s = 64.184;
  Duration const since_epoch = seconds((mjd - Time::epoch_mjd) * 86400 + tt_minus_utc_s);
  return {.zero = Time::from_tt(since_epoch),
          .scale = TimeScale::tt,
          .mjdrefi = mjd,
          .mjdreff = tt_minus_utc_s / 86400};
}

Time simulation_start() { return Time::from_mjd_tt(60676); }

namespace {

void refuse_unless(bool condition, std::string const& option, std::string const& value,
                   std::string const& wanted) {
  if (!condition)
    throw Failure(Fault::bad_request, "cannot simulate: " + option + " is " + value + " - " + wanted);
}

void validate(SkySource const& source, EnergyRange energies) {
  std::string const what = "source '" + source.name + "'";
  Angle const radius = largest_radius(source.shape);
  refuse_unless(in_radians(radius) >= 0 && radius < degrees(90), what + " extension",
                shortest(in_degrees(radius)) + " deg", "give a radius from 0 to below 90 deg");
  for (double e : logarithmic_edges(in_tev(energies.min), in_tev(energies.max), 50)) {
    double const flux = flux_per_m2_s_tev(source.spectrum, tev(e));
    refuse_unless(flux >= 0 && std::isfinite(flux), what + " flux at " + shortest(e) + " TeV", shortest(flux),
                  "give a spectrum that is finite and not negative");
  }
}

void validate_times(SimulationRequest const& r) {
  double const run_s = in_seconds(r.run_time), pause_s = in_seconds(r.pause);
  refuse_unless(run_s > 0 && run_s < 1e7, "run time", shortest(run_s) + " s", "give 0 s to 1e7 s");
  refuse_unless(pause_s >= 0 && pause_s < 1e9, "pause", shortest(pause_s) + " s", "give 0 s to 1e9 s");
  refuse_unless(0 <= r.dead_time_fraction && r.dead_time_fraction < 1, "dead time fraction",
                shortest(r.dead_time_fraction), "give a number from 0 to below 1");
  for (MetRange const& gap : r.gaps)
    refuse_unless(0 <= gap.start_s && gap.start_s < gap.stop_s && gap.stop_s <= run_s, "gap",
                  shortest(gap.start_s) + ":" + shortest(gap.stop_s) + " s",
                  "give start < stop within the run, in seconds from its start");
  double const gaps_s = GoodTimes(r.gaps).ontime_s();
  refuse_unless(gaps_s < run_s, "sum of gaps", shortest(gaps_s) + " s", "leave some of the run");
}

}  // namespace

void validate(SimulationRequest const& r) {
  refuse_unless(r.seed < std::uint64_t{1} << 63, "seed", std::to_string(r.seed), "give a number below 2^63");
  refuse_unless(r.runs >= 1 && r.runs <= 10'000'000, "number of runs", std::to_string(r.runs),
                "give 1 to 10000000");
  refuse_unless(r.first_obs_id >= 1 && r.first_obs_id + r.runs <= (std::int64_t{1} << 31), "first run id",
                std::to_string(r.first_obs_id), "keep all ids from 1 to below 2^31 (EVENT_ID holds them)");
  refuse_unless(!r.pointing.position_angles.empty(), "number of wobble directions", "0", "give at least one");
  AnalyticResponse const response = analytic_response(r.instrument);
  Angle const offset = r.pointing.offset, field = response.field_of_view;
  refuse_unless(in_radians(offset) >= 0 && offset < field, "wobble offset",
                shortest(in_degrees(offset)) + " deg",
                "keep the target in the field of view (" + shortest(in_degrees(field)) + " deg)");
  refuse_unless(r.background_scale >= 0 && std::isfinite(r.background_scale), "background scale",
                shortest(r.background_scale), "give a finite number from 0 up");
  if (r.events_per_run)
    refuse_unless(*r.events_per_run >= 0 && *r.events_per_run <= 4e9, "events per run",
                  shortest(*r.events_per_run), "give 0 to 4e9, and more runs for more events");
  refuse_unless(in_radians(r.zenith) >= 0 && r.zenith < degrees(90), "zenith angle",
                shortest(in_degrees(r.zenith)) + " deg", "give 0 to below 90 deg");
  validate_times(r);
  for (SkySource const& source : r.sources) validate(source, response.true_energies);
}

namespace {

GoodTimes without_gaps(double start_s, double stop_s, std::vector<MetRange> const& gaps) {
  std::vector<MetRange> good;
  double from_s = start_s;
  GoodTimes const merged(gaps);
  for (MetRange const& gap : merged.ranges()) {
    good.push_back({from_s, start_s + gap.start_s});
    from_s = start_s + gap.stop_s;
  }
  good.push_back({from_s, stop_s});
  return GoodTimes(std::move(good));
}

RunPlan plan_run(SimulationRequest const& r, std::int64_t number) {
  std::vector<Angle> const& angles = r.pointing.position_angles;
  Angle const angle = angles[static_cast<std::size_t>(number) % angles.size()];
  PointingFrame const around_target(r.pointing.target);
  Vector3 const pointing = around_target.at(in_radians(r.pointing.offset), in_radians(angle));
  double const start_s = simulation_time().met_of(r.start + double(number) * (r.run_time + r.pause));
  double const stop_s = start_s + in_seconds(r.run_time);
  GoodTimes good_times = without_gaps(start_s, stop_s, r.gaps);
  double const livetime_s = good_times.ontime_s() * (1 - r.dead_time_fraction);
  return {.obs_id = r.first_obs_id + number,
          .pointing = Direction<Icrs>::along(pointing),
          .good_times = std::move(good_times),
          .start_s = start_s,
          .stop_s = stop_s,
          .livetime_s = livetime_s};
}

}  // namespace

std::vector<RunPlan> plan_runs(SimulationRequest const& request) {
  validate(request);
  std::vector<RunPlan> plans;
  for (std::int64_t number = 0; number < request.runs; ++number) plans.push_back(plan_run(request, number));
  return plans;
}

}  // namespace engine
