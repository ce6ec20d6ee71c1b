#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/simulate/simulation.hpp"

namespace {

using namespace engine;

TEST_CASE("runs follow each other and point beside the target in turn") {
  SimulationRequest request;
  request.runs = 6;
  request.first_obs_id = 100;
  std::vector<RunPlan> const plans = plan_runs(request);
  REQUIRE(plans.size() == 6);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    CHECK(plans[i].obs_id == 100 + std::int64_t(i));
    CHECK(in_degrees(separation(plans[i].pointing, request.pointing.target)) == doctest::Approx(0.5));
    CHECK(plans[i].stop_s - plans[i].start_s == doctest::Approx(1680));
    CHECK(plans[i].livetime_s == doctest::Approx(0.94 * 1680));
    if (i > 0) CHECK(plans[i].start_s - plans[i - 1].stop_s == doctest::Approx(120));
  }
  CHECK(in_degrees(plans[0].pointing.lat() - request.pointing.target.lat()) == doctest::Approx(0.5));
  CHECK(in_degrees(plans[1].pointing.lat() - request.pointing.target.lat()) == doctest::Approx(-0.5));
  CHECK(plans[2].pointing.lon() > request.pointing.target.lon());
  CHECK(plans[3].pointing.lon() < request.pointing.target.lon());
  CHECK(in_degrees(separation(plans[4].pointing, plans[0].pointing)) < 1e-12);
}

TEST_CASE("gaps are cut out of the good times and of the exposure") {
  SimulationRequest request;
  request.gaps = {{100, 160}, {500, 520}, {510, 540}};
  RunPlan const plan = plan_runs(request).front();
  std::vector<MetRange> const& good = plan.good_times.ranges();
  REQUIRE(good.size() == 3);
  CHECK(good[0].stop_s == doctest::Approx(plan.start_s + 100));
  CHECK(good[1].start_s == doctest::Approx(plan.start_s + 160));
  CHECK(good[2].start_s == doctest::Approx(plan.start_s + 540));
  CHECK(plan.good_times.ontime_s() == doctest::Approx(1680 - 100));
  CHECK(plan.livetime_s == doctest::Approx(0.94 * (1680 - 100)));
}

TEST_CASE("times count from 2001-01-01 UTC on TT") {
  // 32 leap seconds and 32.184 s lay between UTC and TT then.
  TimeReference const time = simulation_time();
  CHECK(time.mjdrefi == 51910);
  CHECK(time.mjdreff == doctest::Approx(7.428703703703703e-4).epsilon(1e-15));
  CHECK(time.zero.mjd_tt() == doctest::Approx(51910 + 64.184 / 86400).epsilon(1e-15));
  CHECK(time.met_of(simulation_start()) == doctest::Approx((60676 - 51910) * 86400.0 - 64.184));
}

TEST_CASE("what cannot be simulated is refused by name") {
  auto const refusal = [](std::function<void(SimulationRequest&)> const& change) -> std::string {
    SimulationRequest request;
    change(request);
    try {
      plan_runs(request);
    } catch (Failure const& failure) {
      CHECK(failure.fault() == Fault::bad_request);
      return failure.what();
    }
    return {};
  };
  auto const names = [&](std::string const& word, std::function<void(SimulationRequest&)> const& change) {
    CAPTURE(word);
    CHECK(refusal(change).find(word) != std::string::npos);
  };
  names("seed", [](auto& r) { r.seed = ~std::uint64_t{0}; });
  names("number of runs", [](auto& r) { r.runs = 0; });
  names("run id", [](auto& r) { r.first_obs_id = (std::int64_t{1} << 31) - 1; });
  names("wobble offset", [](auto& r) { r.pointing.offset = degrees(3); });
  names("wobble directions", [](auto& r) { r.pointing.position_angles.clear(); });
  names("background scale", [](auto& r) { r.background_scale = std::nan(""); });
  names("dead time", [](auto& r) { r.dead_time_fraction = 1; });
  names("gap", [](auto& r) { r.gaps = {{1600, 1700}}; });
  names("sum of gaps", [](auto& r) { r.gaps = {{0, 1680}}; });
  names("events per run", [](auto& r) { r.events_per_run = 1e10; });
  names("zenith", [](auto& r) { r.zenith = degrees(95); });
  names("extension", [](auto& r) { r.sources[0].shape = DiskShape{degrees(120)}; });
  names("flux", [](auto& r) { r.sources[0].spectrum = PowerLaw{-1, tev(1), 2}; });
  CHECK(refusal([](auto&) {}).empty());
}

}  // namespace
