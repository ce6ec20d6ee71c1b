#include <numeric>

#include <fmt/format.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_facts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/part_note.hpp"
#include "engine/app/simulation_request.hpp"
#include "engine/app/staged_set.hpp"
#include "engine/base/text.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/simulate/simulation_report.hpp"
#include "engine/simulate/write_run.hpp"

namespace engine {

namespace {

std::string list_of_defects() {
  std::string out;
  for (PlantedDefectRow const& row : plantable_defects())
    out += fmt::format("{:<26} {}\n", row.name, row.description);
  return out;
}

struct SetCounts {
  std::vector<std::uint64_t> events;  ///< by run
  ComponentCounts components;
};

/// Every rank simulates each `size`-th run; every run is a file of its own.
SetCounts simulate_runs(Simulator const& simulator, std::vector<RunPlan> const& plans,
                        std::string const& folder, Session const& session, Progress& progress,
                        ReferenceOf const& reference) {
  SetCounts counts;
  counts.events.resize(plans.size());
  std::vector<std::vector<ComponentReport>> reports(plans.size());
  auto const trouble = trouble_in([&] {
    for_each_item(plans.size(), session.threads, [&](std::size_t run, int) {
      if (run % static_cast<std::size_t>(session.ranks.size()) !=
          static_cast<std::size_t>(session.ranks.rank()))
        return;
      stop_if_interrupted();
      SimulatedRun simulated = simulator.simulate(plans[run]);
      counts.events[run] = simulated.size();
      reports[run] = simulated.components;
      progress.add(simulated.size());
      write_run(folder, simulator, std::move(simulated), reference);
    });
  });
  throw_if_any_failed(session.ranks, trouble);
  std::size_t const components = simulator.request().sources.size() + 1;
  counts.components.drawn.resize(components);
  counts.components.outside.resize(components);
  for (std::vector<ComponentReport> const& report : reports)
    if (!report.empty()) counts.components.add(report);
  session.ranks.sum(counts.events);
  session.ranks.sum(counts.components.drawn);
  session.ranks.sum(counts.components.outside);
  return counts;
}

double expected_events(Simulator const& simulator, std::vector<RunPlan> const& plans) {
  double expected = 0;
  for (double const n : simulator.expected(plans.front())) expected += n * static_cast<double>(plans.size());
  return expected;
}

/// Runs of a simulation cost the same: each part has as many.
std::vector<std::size_t> runs_of_part(std::size_t runs, Part const& part) {
  auto const shares = shares_of_runs(std::vector<double>(runs, 1.0), part.count);
  return shares[static_cast<std::size_t>(part.number - 1)];
}

PartNote note_of(ParameterValues const& values, std::size_t all_runs, std::vector<std::size_t> const& share,
                 SetCounts const& counts, ProductSummary const& summary) {
  PartNote note = part_note(values, summary);
  note.runs = all_runs;
  note.share = share;
  for (std::size_t i = 0; i < share.size(); ++i) note.events[share[i]] = counts.events[i];
  note.drawn = counts.components.drawn;
  note.outside = counts.components.outside;
  return note;
}

}  // namespace

int run_simulate(ParameterValues const& values, Session const& session) {
  if (same_word(values.text("defects"), "list")) {
    session.answer(list_of_defects());
    return 0;
  }
  Communicator const& ranks = session.ranks;
  Stopwatch const watch;
  Progress progress(progress_style(values, ranks), ranks.size());
  progress.begin(Stage::planning);
  auto const simulator = agreed<std::unique_ptr<Simulator>>(
      ranks, [&] { return std::make_unique<Simulator>(simulation_request(values)); });
  std::vector<RunPlan> const all_plans = plan_runs(simulator->request());
  auto const share = agreed<std::vector<std::size_t>>(
      ranks, [&] { return runs_of_part(all_plans.size(), part_of(values)); });
  std::vector<RunPlan> plans;
  for (std::size_t const run : share) plans.push_back(all_plans[run]);
  ProductSummary summary = summary_of(values, {}, {}, {}, job_facts(values, {}, session, progress));
  ReferenceOf const reference = reference_of_set(summary);
  StagedSet set(ranks, values.text("out"));
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (ranks.is_root()) prepare_set(set.path(), *simulator, reference);
                      }));
  summary.warnings = tell_notes(notes_of(values, *simulator, all_plans), session);
  if (!plans.empty())
    progress.begin(Stage::simulating, "simulate",
                   static_cast<std::uint64_t>(expected_events(*simulator, plans) / ranks.size()));
  SetCounts const counts = simulate_runs(*simulator, plans, set.path(), session, progress, reference);
  progress.finish();
  SimulationReport const report = simulation_report(*simulator, plans, counts.components);
  RunConditions conditions = run_conditions(values, {}, session, session.threads, watch);
  summary.results.emplace_back("events",
                               std::accumulate(counts.events.begin(), counts.events.end(), std::uint64_t{0}));
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!ranks.is_root()) return;
                        progress.begin(Stage::writing);
                        write_set_index(set.path(), *simulator, plans, counts.events);
                        auto const products = described_set(set, set_products(*simulator, plans));
                        write_set_report(set, summary, products, conditions);
                        if (is_part(values)) {
                          PartNote note = note_of(values, all_plans.size(), share, counts, summary);
                          finish_part_note(note, products, set.folder(), conditions);
                          write_part_note(set.path() + "/" + part_note_name, note);
                        }
                        progress.begin(Stage::publishing);
                        set.publish();
                      }));
  tell_simulation(values.text("out"), counts.events, report, session);
  return 0;
}

}  // namespace engine
