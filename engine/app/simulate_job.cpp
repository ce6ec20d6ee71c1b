#include <filesystem>

#include <fmt/format.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/simulation_json.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/parameters/energy_text.hpp"
#include "engine/simulate/simulation_report.hpp"
#include "engine/simulate/write_run.hpp"

namespace engine {

namespace {

double real_of(ParameterValues const& values, std::string const& name) { return *number(values.text(name)); }

[[noreturn]] void refuse(std::string const& name, std::string const& problem) {
  throw Failure(Fault::bad_request, name + ": " + problem);
}

Direction<Icrs> target_of(ParameterValues const& values) {
  auto const ra = parse_coordinate(values.text("ra"), Coordinate::right_ascension);
  if (!ra) refuse("ra", with_caret(values.text("ra"), ra.error()));
  auto const dec = parse_coordinate(values.text("dec"), Coordinate::latitude);
  if (!dec) refuse("dec", with_caret(values.text("dec"), dec.error()));
  return Direction<Icrs>::at(*ra, *dec);
}

std::vector<SkySource> sources_of(ParameterValues const& values, Direction<Icrs> const& target) {
  std::string const kind = lower(values.text("source"));
  if (kind == "none") return {};
  Angle const size = *parse_size(values.text("size"));
  Shape2d shape = PointShape{};
  if (kind == "gauss") shape = GaussianShape{size};
  if (kind == "disk") shape = DiskShape{size};
  double const norm = real_of(values, "flux") * 1e4;  // cm-2 to m-2
  double const index = real_of(values, "index");
  Spectrum spectrum = PowerLaw{norm, tev(1), index};
  if (values.is_given("cutoff"))
    spectrum = ExponentialCutoff{norm, tev(1), index, *parse_energy(values.text("cutoff"))};
  return {{values.text("target"), target, shape, spectrum}};
}

std::vector<MetRange> gaps_of(ParameterValues const& values) {
  std::vector<MetRange> out;
  for (std::string const& gap : split(values.text("gaps"), ';')) {
    std::vector<std::string> const ends = split(gap, ':');
    std::optional<double> const start = ends.size() == 2 ? number(ends[0]) : std::nullopt;
    std::optional<double> const stop = ends.size() == 2 ? number(ends[1]) : std::nullopt;
    if (!start || !stop || !(*start < *stop))
      refuse("gaps", "write start:stop in seconds, not '" + gap + "'");
    out.push_back({*start, *stop});
  }
  return out;
}

SimulationRequest request_of(ParameterValues const& values) {
  SimulationRequest request;
  request.seed = static_cast<std::uint64_t>(*values.integer("seed"));
  request.instrument =
      same_word(values.text("instrument"), "cta") ? Instrument::cta_like : Instrument::hess_like;
  Direction<Icrs> const target = target_of(values);
  request.sources = sources_of(values, target);
  request.pointing.target_name = values.text("target");
  request.pointing.target = target;
  request.pointing.offset = *parse_size(values.text("offset"));
  request.runs = *values.integer("runs");
  request.first_obs_id = *values.integer("first-obs-id");
  auto const start = parse_time(values.text("start"), TimeScale::tt);
  if (!start || !start->absolute) refuse("start", "write a date or an MJD");
  request.start = *start->absolute;
  request.run_time = seconds(60 * real_of(values, "minutes"));
  request.dead_time_fraction = real_of(values, "deadtime");
  request.zenith = *parse_size(values.text("zenith"));
  request.gaps = gaps_of(values);
  request.background_scale = real_of(values, "background");
  if (values.is_given("events-per-run")) request.events_per_run = real_of(values, "events-per-run");
  request.rows = same_word(values.text("rows"), "minimal") ? RowFormat::minimal : RowFormat::standard;
  request.truth = values.yes("truth") ? Truth::written : Truth::none;
  request.responses =
      same_word(values.text("responses"), "each") ? ResponsePlace::each_run : ResponsePlace::shared_file;
  for (std::string const& name : values.texts("defects")) request.defects.insert(plantable_defect(name));
  request.telescope = values.text("telescope");
  request.creator = creator();
  return request;
}

std::string list_of_defects() {
  std::string out;
  for (PlantedDefectRow const& row : plantable_defects())
    out += fmt::format("{:<26} {}\n", row.name, row.description);
  return out;
}

/// A whole set is one product: a folder that appears when it is complete.
class StagedSet {
 public:
  StagedSet(Communicator const& ranks, std::string const& folder) : ranks_(ranks), folder_(folder) {
    auto const trouble = trouble_in([&] {
      if (!ranks.is_root()) return;
      if (std::filesystem::exists(folder_)) refuse("out", folder_ + " exists - name a new folder");
      staged_ = folder_ + ".distill-" + random_name() + ".partial";
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
    if (int const error = rename_file(staged_, folder_, Replace::no); error != 0)
      throw system_failure("cannot make", folder_, error);
  }

 private:
  Communicator const& ranks_;
  std::string folder_, staged_;
};

struct SetCounts {
  std::vector<std::uint64_t> events;  ///< by run
  ComponentCounts components;
};

/// Every rank simulates each `size`-th run; every run is a file of its own.
SetCounts simulate_runs(Simulator const& simulator, std::vector<RunPlan> const& plans,
                        std::string const& folder, Session const& session, Progress& progress) {
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
      write_run(folder, simulator, std::move(simulated));
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

}  // namespace

int run_simulate(ParameterValues const& values, Session const& session) {
  if (same_word(values.text("defects"), "list")) {
    session.answer(list_of_defects());
    return 0;
  }
  Communicator const& ranks = session.ranks;
  auto const simulator = agreed<std::unique_ptr<Simulator>>(
      ranks, [&] { return std::make_unique<Simulator>(request_of(values)); });
  std::vector<RunPlan> const plans = plan_runs(simulator->request());
  StagedSet set(ranks, values.text("out"));
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (ranks.is_root()) prepare_set(set.path(), *simulator);
                      }));
  double expected = 0;
  for (double const n : simulator->expected(plans.front())) expected += n * static_cast<double>(plans.size());
  if (values.is_given("events-per-run") && simulator->expected(plans.front()).front() == 0)
    session.say("note: no background: the source alone gives more than events-per-run");
  Progress progress(ranks.is_root() ? progress_style(values.text("progress")) : ProgressStyle::none,
                    "simulate", static_cast<std::uint64_t>(expected / ranks.size()));
  SetCounts const counts = simulate_runs(*simulator, plans, set.path(), session, progress);
  progress.finish();
  SimulationReport const report = simulation_report(*simulator, plans, counts.components);
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!ranks.is_root()) return;
                        write_set_index(set.path(), *simulator, plans, counts.events);
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
