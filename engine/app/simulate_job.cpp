#include <filesystem>
#include <numeric>

#include <fmt/format.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_facts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/simulation_json.hpp"
#include "engine/app/simulation_request.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/reference_keys.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/simulate/simulation_report.hpp"
#include "engine/simulate/write_run.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(std::string const& name, std::string const& problem) {
  throw Failure(Fault::bad_request, name + ": " + problem);
}

std::string list_of_defects() {
  std::string out;
  for (PlantedDefectRow const& row : plantable_defects())
    out += fmt::format("{:<26} {}\n", row.name, row.description);
  return out;
}

/// Is there nothing in the folder?
bool is_empty_folder(std::string const& folder) {
  return std::filesystem::is_directory(folder) && std::filesystem::is_empty(folder);
}

/// A whole set is one product: a folder that appears when it is complete. Into a folder that is there and
/// empty its parts are moved at the end, the index tables last: without them it is no set.
class StagedSet {
 public:
  StagedSet(Communicator const& ranks, std::string const& folder) : ranks_(ranks), folder_(folder) {
    auto const trouble = trouble_in([&] {
      if (!ranks.is_root()) return;
      fills_ = is_empty_folder(folder_);
      if (!fills_ && std::filesystem::exists(folder_))
        refuse("out", folder_ + " exists and is not empty - name a new folder");
      staged_ = folder_ + (fills_ ? "/" : "") + ".distill-" + random_name() + ".partial";
      make_folders(staged_);
    });
    throw_if_any_failed(ranks, trouble);
    ranks.broadcast(staged_);
  }
  StagedSet(StagedSet const&) = delete;
  StagedSet& operator=(StagedSet const&) = delete;
  ~StagedSet() {
    std::error_code ignored;
    if (ranks_.is_root()) std::filesystem::remove_all(staged_, ignored);
  }
  std::string const& path() const { return staged_; }
  /// At the root only.
  void publish() {
    if (fills_) return move_parts();
    if (int const error = rename_file(staged_, folder_, Replace::no); error != 0)
      throw system_failure("cannot make", folder_, error);
  }

 private:
  void move_parts() {
    std::vector<std::filesystem::path> folders, files;
    for (auto const& entry : std::filesystem::directory_iterator(staged_))
      (entry.is_directory() ? folders : files).push_back(entry.path());
    folders.insert(folders.end(), files.begin(), files.end());
    for (auto const& part : folders) {
      std::string const to = folder_ + "/" + part.filename().string();
      if (int const error = rename_file(part.string(), to, Replace::no); error != 0)
        throw system_failure("cannot make", to, error);
    }
  }

  Communicator const& ranks_;
  std::string folder_, staged_;
  bool fills_ = false;
};

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

std::vector<Product> set_products(Simulator const& simulator, std::vector<RunPlan> const& plans) {
  std::vector<Product> out;
  for (RunPlan const& plan : plans) out.push_back({"events", run_file_name(plan), "application/fits"});
  if (simulator.request().responses == ResponsePlace::shared_file)
    out.push_back({"responses", shared_response_name, "application/fits"});
  out.push_back({"observation_index", observation_index_name, "application/fits"});
  out.push_back({"hdu_index", hdu_index_name, "application/fits"});
  return out;
}

/// Among the files of the set; at the root.
void write_set_report(StagedSet const& set, std::string const& folder, std::vector<Product> const& products,
                      ProductSummary const& summary, RunConditions conditions) {
  std::vector<ProductFile> files;
  for (Product const& product : products) {
    std::string const written = set.path() + "/" + product.name;
    // A planted defect may be that a file is missing.
    if (!std::filesystem::exists(written)) continue;
    stop_if_interrupted();
    files.push_back(describe_product(product.role, written, folder + "/" + product.name, product.media_type));
  }
  conditions.ended = utc_now();
  write_new_file(set.path() + "/simulate_report.json", report_json(summary, files, conditions));
}

double expected_events(Simulator const& simulator, std::vector<RunPlan> const& plans) {
  double expected = 0;
  for (double const n : simulator.expected(plans.front())) expected += n * static_cast<double>(plans.size());
  return expected;
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
  std::vector<RunPlan> const plans = plan_runs(simulator->request());
  ProductSummary summary = summary_of(values, {}, {}, {}, job_facts(values, {}, session, progress));
  // Made alone, a run is the same whatever other runs are made: no id of the whole request stands in it.
  ReferenceOf reference;
  if (summary.facts->activity)
    reference = [&](std::string const& name) {
      return reference_keys(summary, {name, "Simulated events and responses", "DL3", true});
    };
  StagedSet set(ranks, values.text("out"));
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (ranks.is_root()) prepare_set(set.path(), *simulator, reference);
                      }));
  if (values.is_given("events-per-run") && simulator->expected(plans.front()).front() == 0)
    summary.warnings =
        tell_notes({"no background: the source alone gives more than events-per-run"}, session);
  progress.begin(Stage::simulating, "simulate",
                 static_cast<std::uint64_t>(expected_events(*simulator, plans) / ranks.size()));
  SetCounts const counts = simulate_runs(*simulator, plans, set.path(), session, progress, reference);
  progress.finish();
  SimulationReport const report = simulation_report(*simulator, plans, counts.components);
  RunConditions const conditions = run_conditions(values, {}, session, session.threads, watch);
  summary.results.emplace_back("events",
                               std::accumulate(counts.events.begin(), counts.events.end(), std::uint64_t{0}));
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!ranks.is_root()) return;
                        progress.begin(Stage::writing);
                        write_set_index(set.path(), *simulator, plans, counts.events);
                        write_set_report(set, values.text("out"), set_products(*simulator, plans), summary,
                                         conditions);
                        progress.begin(Stage::publishing);
                        set.publish();
                      }));
  for (ReportLine const& line : report.lines)
    session.say(
        fmt::format("{}: {} events drawn, {:.1f} expected ({:+.1f} sigma), {} outside the field of view",
                    line.component, line.drawn, line.expected, line.sigma, line.outside));
  session.answer(session.json ? simulation_json(values.text("out"), counts.events, report)
                              : values.text("out") + "\n");
  return 0;
}

}  // namespace engine
