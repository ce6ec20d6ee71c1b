#include "engine/app/interrupt.hpp"
#include "engine/app/job_facts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/map_counts.hpp"
#include "engine/app/map_files.hpp"
#include "engine/app/map_request.hpp"
#include "engine/app/outputs.hpp"
#include "engine/app/pass.hpp"
#include "engine/app/requests.hpp"

namespace engine {

namespace {

PassOptions pass_options(ParameterValues const& values, MapJob const& job, int threads) {
  PassOptions options;
  options.selection = job.selection;
  options.columns.direction = true;
  options.columns.energy = job.axis.has_value();
  options.grain = job.per_run ? Grain::runs : Grain::rows;
  options.on_error = on_error(values);
  options.threads = threads;
  options.block_rows = static_cast<std::size_t>(*values.integer("block-rows"));
  return options;
}

/// The counting itself, and the maps of single runs, which are written as soon as their run is done.
PassWork map_work(MapJob const& job, MapCounts& counts, Outputs const& outputs, ParameterValues const& values,
                  std::shared_ptr<JobFacts const> const& facts) {
  PassWork work;
  work.block = [&](Block const& block) { counts.add(block); };
  work.reset = [&] { counts.reset(); };
  if (!job.per_run) return work;
  // What a run that failed halfway has left in its thread is dropped before the next one starts.
  work.begin_run = [&](std::size_t, int thread, EventSource&) { counts.take(thread); };
  work.end_run = [&, facts](std::size_t, int thread, InputRecord const& record) {
    CubeSet const set = counts.take(thread);
    ProductSummary const summary = summary_of(values, job.derived, {record}, {}, facts);
    for (std::size_t t = 0; t < job.targets.size(); ++t)
      write_map(job, job.targets[t], set.cubes[t], summary,
                map_stem(values.text("prefix"), job.targets[t], record.observation.id), outputs);
    if (job.stacked) counts.stack(thread, set);
  };
  // Files of single runs that were written in a pass are complete and stay.
  if (!job.stacked) work.reset = {};
  return work;
}

/// Sums the ranks' counts at the root and proves that none was lost on the way.
void sum_at_root(CubeSet& total, Communicator const& ranks) {
  ranks.sum(total.added);
  for (std::size_t t = 0; t < total.cubes.size(); ++t) {
    ranks.sum_to_root(total.cubes[t].counts);
    if (ranks.is_root()) require_no_overflow(total.cubes[t].counts, total.added[t]);
  }
}

void write_stacked(MapJob const& job, CubeSet const& total, ProductSummary& summary,
                   ParameterValues const& values, Outputs const& outputs) {
  for (std::size_t t = 0; t < job.targets.size(); ++t) {
    stop_if_interrupted();
    MapTarget const& target = job.targets[t];
    summary.results.emplace_back(target.name.empty() ? "counts" : "counts of " + target.name, total.added[t]);
    write_map(job, target, total.cubes[t], summary, map_stem(values.text("prefix"), target, {}), outputs);
  }
}

/// Notes on the way, said to people too.
std::vector<std::string> warnings_of(DataSet const& set, MapJob const& job, Session const& session) {
  std::vector<std::string> out = tell_notes(set.notes, session);
  for (std::string const& note : tell_notes(job.notes, session)) out.push_back(note);
  return out;
}

}  // namespace

int run_map(ParameterValues const& values, Session const& session) {
  Communicator const& ranks = session.ranks;
  Stopwatch const watch;
  Progress progress(progress_style(values, ranks), ranks.size());
  progress.begin(Stage::headers);
  DataSet set = agreed<DataSet>(ranks, [&] { return chosen_runs(values); });
  for (Observation& run : set.observations) run.responses.clear();  // counts do not need them
  MapJob const job = agreed<MapJob>(ranks, [&] { return map_job(values, set, ranks); });
  std::vector<std::string> const warnings = warnings_of(set, job, session);
  Survey const sizes = survey(set, ranks, session.threads);
  progress.begin(Stage::planning);
  Outputs outputs(ranks, values, with_report(map_products(job, set, values.text("prefix")), values));
  std::uint64_t const cube_bytes = MapCounts::bytes_per_set(job);
  int const threads = threads_within_memory(session.threads, cube_bytes, ranks);
  JobPlan plan = job_plan("map", set, sizes, cube_bytes, ranks.size(), threads, outputs.paths());
  plan.warnings = plan_warnings(warnings, set, sizes);
  if (values.yes("dry-run")) return show_plan(plan, session);

  auto const facts = job_facts(values, set, session, progress);
  outputs.open();
  MapCounts counts(job, threads);
  progress.begin(Stage::counting, "map", sizes.rows / static_cast<std::uint64_t>(ranks.size()));
  PassResult const pass = run_pass(set, sizes, pass_options(values, job, threads),
                                   map_work(job, counts, outputs, values, facts), ranks, progress);

  ProductSummary summary =
      summary_of(values, job.derived, pass.inputs, skipped_inputs(set, pass.failures), facts);
  summary.warnings = warnings;
  CubeSet total = counts.total();
  if (job.stacked) sum_at_root(total, ranks);
  progress.begin(Stage::writing);
  auto const unwritten = trouble_in([&] {
    if (ranks.is_root() && job.stacked) write_stacked(job, total, summary, values, outputs);
  });
  throw_if_any_failed(ranks, unwritten);
  RunConditions conditions = run_conditions(values, job.derived, session, threads, watch);
  std::string report;
  auto const trouble = trouble_in([&] {
    if (ranks.is_root())
      report = write_report(outputs, values, summary, described_products(outputs), conditions);
  });
  throw_if_any_failed(ranks, trouble);
  progress.begin(Stage::publishing);
  outputs.commit();
  return finish(outputs, summary, report, session);
}

}  // namespace engine
