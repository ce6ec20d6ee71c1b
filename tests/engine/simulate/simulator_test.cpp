#include "engine/simulate/simulator.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/simulate/simulation_report.hpp"
#include "tests/engine/simulate/random_check.hpp"

namespace {

using namespace engine;

bool same_events(SimulatedRun const& a, SimulatedRun const& b) {
  return a.met_s == b.met_s && a.ra_rad == b.ra_rad && a.dec_rad == b.dec_rad &&
         a.energy_tev == b.energy_tev && a.mc_id == b.mc_id && a.detx_rad == b.detx_rad;
}

SimulationRequest small_request() {
  SimulationRequest request;
  request.run_time = seconds(300);
  request.gaps = {{50, 100}, {200, 230}};
  return request;
}

TEST_CASE("a run is the same alone, among others, and on another thread") {
  SimulationRequest request = small_request();
  request.runs = 5;
  Simulator const simulator(request);
  std::vector<RunPlan> const plans = plan_runs(request);
  std::vector<SimulatedRun> together;
  for (auto plan = plans.rbegin(); plan != plans.rend(); ++plan)
    together.push_back(simulator.simulate(*plan));

  SimulationRequest fewer = request;
  fewer.runs = 3;
  CHECK(same_events(Simulator(fewer).simulate(plan_runs(fewer)[2]), together[2]));

  std::vector<SimulatedRun> threaded(plans.size(), SimulatedRun{.plan = plans[0]});
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < plans.size(); ++i)
      threads.emplace_back([&, i] { threaded[i] = simulator.simulate(plans[i]); });
  }
  for (std::size_t i = 0; i < plans.size(); ++i)
    CHECK(same_events(threaded[i], together[plans.size() - 1 - i]));

  request.seed = 2;
  CHECK_FALSE(same_events(Simulator(request).simulate(plans[2]), together[2]));
}

TEST_CASE("events are sorted, inside the good times and the field of view") {
  SimulationRequest request = small_request();
  request.sources[0].centre = Direction<Icrs>::at(degrees(83.6), degrees(24.9));  // at the edge of the field
  std::get<PowerLaw>(request.sources[0].spectrum).norm_per_m2_s_tev *= 1000;
  Simulator const simulator(request);
  RunPlan const plan = plan_runs(request)[0];
  SimulatedRun const run = simulator.simulate(plan);
  CHECK(std::is_sorted(run.met_s.begin(), run.met_s.end()));
  for (std::size_t i = 0; i < run.size(); ++i) {
    CHECK(plan.good_times.contains(run.met_s[i]));
    Direction<Icrs> const d = Direction<Icrs>::at(radians(run.ra_rad[i]), radians(run.dec_rad[i]));
    CHECK(separation(d, plan.pointing) < degrees(2.5) + radians(1e-9));
    PointingFrame::Offset const offset = PointingFrame(plan.pointing).offset(d.xyz());
    CHECK(run.detx_rad[i] == doctest::Approx(offset.lon_rad).epsilon(1e-6));
    CHECK(run.dety_rad[i] == doctest::Approx(offset.lat_rad).epsilon(1e-6));
    CHECK(run.energy_tev[i] > 0);
    CHECK(run.ra_rad[i] >= 0);
    CHECK(run.ra_rad[i] < 2 * std::numbers::pi);
  }
  ComponentReport const& signal = run.components[1];
  CHECK(signal.outside > 0);
  auto const kept = std::count(run.mc_id.begin(), run.mc_id.end(), 1);
  CHECK(signal.drawn == signal.outside + static_cast<std::uint64_t>(kept));
  CHECK(run.size() == run.components[0].drawn + static_cast<std::size_t>(kept));
}

TEST_CASE("times are uniform over the good time") {
  SimulationRequest request = small_request();
  request.events_per_run = 50000;
  RunPlan const plan = plan_runs(request)[0];
  SimulatedRun const run = Simulator(request).simulate(plan);
  auto const elapsed = [&](double t) {
    double sum = 0;
    for (MetRange const& r : plan.good_times.ranges()) sum += std::clamp(t, r.start_s, r.stop_s) - r.start_s;
    return sum / plan.good_times.ontime_s();
  };
  CHECK(test_support::kolmogorov_smirnov(run.met_s, elapsed) < test_support::ks_limit(run.size()));
}

TEST_CASE("counts agree with expectation, for every component") {
  SimulationRequest request;
  request.runs = 20;
  request.sources.push_back({"disk", Direction<Icrs>::at(degrees(84.5), degrees(22.5)),
                             DiskShape{degrees(0.6)}, LogParabola{1e-6, tev(1), 2.2, 0.1}});
  request.sources.push_back({"halo", Direction<Icrs>::at(degrees(82.5), degrees(21)),
                             GaussianShape{degrees(0.4)}, ExponentialCutoff{2e-6, tev(1), 2, tev(5)}});
  Simulator const simulator(request);
  std::vector<RunPlan> const plans = plan_runs(request);
  ComponentCounts counts;
  for (RunPlan const& plan : plans) {
    SimulatedRun const run = simulator.simulate(plan);
    std::vector<double> const expected = simulator.expected(plan);
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(run.components[i].expected == expected[i]);
    counts.add(run.components);
  }
  SimulationReport const report = simulation_report(simulator, plans, counts);
  REQUIRE(report.lines.size() == 4);
  CHECK(report.consistent);
  for (ReportLine const& line : report.lines) {
    CAPTURE(line.component);
    CHECK(line.drawn > 1000);
    CHECK(std::abs(line.sigma) < 4);
  }
  counts.drawn[2] = static_cast<std::uint64_t>(1.1 * double(counts.drawn[2]));
  CHECK_FALSE(simulation_report(simulator, plans, counts).consistent);
}

TEST_CASE("a wished number of events scales the background; dead time costs signal only") {
  SimulationRequest request;
  request.events_per_run = 100000;
  RunPlan const plan = plan_runs(request)[0];
  CHECK(std::abs(poisson_sigma(Simulator(request).simulate(plan).size(), 100000)) < 5);

  SimulationRequest dead = request, alive = request;
  dead.events_per_run = alive.events_per_run = std::nullopt;
  dead.dead_time_fraction = 0.5;
  alive.dead_time_fraction = 0;
  std::vector<double> const half = Simulator(dead).expected(plan_runs(dead)[0]);
  std::vector<double> const full = Simulator(alive).expected(plan_runs(alive)[0]);
  CHECK(half[0] == full[0]);
  CHECK(half[1] == doctest::Approx(full[1] / 2));
}

TEST_CASE("the truth is kept for each event of a source, and changes none of them") {
  SimulationRequest request = small_request();
  std::get<PowerLaw>(request.sources[0].spectrum).norm_per_m2_s_tev *= 100;
  RunPlan const plan = plan_runs(request)[0];
  SimulatedRun const plain = Simulator(request).simulate(plan);
  request.truth = Truth::written;
  SimulatedRun const run = Simulator(request).simulate(plan);
  CHECK(same_events(plain, run));
  CHECK(plain.truth.empty());
  CHECK(run.truth.size() == static_cast<std::size_t>(std::count(run.mc_id.begin(), run.mc_id.end(), 1)));
  std::set<std::size_t> rows;
  for (SimulatedRun::TrueEvent const& e : run.truth) {
    CHECK(run.mc_id[e.event] == 1);
    CHECK(in_degrees(radians(e.ra_rad)) == doctest::Approx(83.63308333));
    CHECK(std::abs(std::log(run.energy_tev[e.event] / e.energy_tev)) < 3);
    rows.insert(e.event);
  }
  CHECK(rows.size() == run.truth.size());
}

TEST_CASE("minimal rows are the same events without field of view columns") {
  SimulationRequest request = small_request();
  SimulatedRun const standard = Simulator(request).simulate(plan_runs(request)[0]);
  request.rows = RowFormat::minimal;
  SimulatedRun const minimal = Simulator(request).simulate(plan_runs(request)[0]);
  CHECK(minimal.detx_rad.empty());
  CHECK(minimal.met_s == standard.met_s);
  CHECK(minimal.energy_tev == standard.energy_tev);
}

TEST_CASE("more events than an id can number are refused before any is drawn") {
  SimulationRequest request = small_request();
  request.background_scale = 1e12;
  CHECK_THROWS_AS(Simulator(request).simulate(plan_runs(request)[0]), Failure);
}

TEST_CASE("nothing shines: a run without events is a run") {
  SimulationRequest request = small_request();
  request.sources.clear();
  request.background_scale = 0;
  SimulatedRun const run = Simulator(request).simulate(plan_runs(request)[0]);
  CHECK(run.size() == 0);
  CHECK(run.components.size() == 1);
}

TEST_CASE("the deviation of a count has the sign and the size of a Gaussian's for large means") {
  CHECK(poisson_sigma(10100, 10000) == doctest::Approx(1).epsilon(0.01));
  CHECK(poisson_sigma(9900, 10000) == doctest::Approx(-1).epsilon(0.01));
  CHECK(poisson_sigma(7, 7) == 0);
  CHECK(poisson_sigma(0, 0) == 0);
  CHECK(poisson_sigma(1, 0) > 1e9);
}

}  // namespace
