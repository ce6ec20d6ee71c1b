#include <algorithm>
#include <filesystem>
#include <numeric>

#include "engine/app/gather_parts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/select_products.hpp"
#include "engine/app/simulation_request.hpp"
#include "engine/app/staged_set.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/index_writer.hpp"

namespace engine {

namespace {

/// The one rank that gathers: reading and writing on one disk, more would not help.
struct Gathering {
  JobParts const& parts;
  ParameterValues const& job;     ///< the parameters of the job
  ParameterValues const& gather;  ///< of the gathering
  Session const& session;
  Progress& progress;
  Stopwatch const& watch;

  RunConditions conditions() const {
    return conditions_of(parts, run_conditions(job, {}, session, session.threads, watch));
  }
  void check(std::map<std::string, PartProduct> const& products) const {
    progress.begin(Stage::checksums);
    check_products(products, gather.yes("verify"), session.threads);
  }
};

std::map<std::string, ProductFile> known_files(std::map<std::string, PartProduct> const& products) {
  std::map<std::string, ProductFile> known;
  for (auto const& [name, product] : products) known[name] = product.file;
  return known;
}

/// In the order of runs, as one job has them.
ProductSummary summary_of_parts(Gathering const& g) {
  std::map<std::size_t, InputRecord> inputs;
  std::map<std::size_t, SkippedInput> skipped;
  for (PartNote const& note : g.parts.notes) {
    inputs.insert(note.inputs.begin(), note.inputs.end());
    skipped.insert(note.skipped.begin(), note.skipped.end());
  }
  std::vector<InputRecord> in_order;
  for (auto& [run, input] : inputs) in_order.push_back(std::move(input));
  std::vector<SkippedInput> left_out;
  for (auto& [run, input] : skipped) left_out.push_back(std::move(input));
  for (SkippedInput const& file : g.parts.first().unreadable) left_out.push_back(file);
  if (in_order.empty())
    throw Failure(Fault::bad_data, "none of the runs can be read; the first: " +
                                       (left_out.empty() ? "there is none" : left_out.front().reason));
  ProductSummary summary =
      summary_of(g.job, {}, std::move(in_order), std::move(left_out), facts_of_parts(g.parts, g.job));
  summary.warnings = warnings_of(g.parts);
  return summary;
}

std::vector<IndexedRun> index_of_parts(JobParts const& parts) {
  std::vector<IndexedRun> all;
  for (PartNote const& note : parts.notes) all.insert(all.end(), note.index.begin(), note.index.end());
  std::sort(all.begin(), all.end(), [](IndexedRun const& a, IndexedRun const& b) { return a.id < b.id; });
  return all;
}

/// Names in the order of the files they come from, as SharedResponses has them.
std::vector<std::string> responses_of(JobParts const& parts) {
  std::map<std::string, std::string> by_source;
  for (PartNote const& note : parts.notes) by_source.insert(note.responses.begin(), note.responses.end());
  std::vector<std::string> names;
  for (auto const& [source, name] : by_source) names.push_back(name);
  return names;
}

int gather_select(Gathering const& g) {
  SelectJob const job = select_formats(g.job);
  ProductSummary const summary = summary_of_parts(g);
  std::vector<Observation> runs;
  for (InputRecord const& input : summary.inputs) runs.push_back(input.observation);
  auto const found = products_of(g.parts, {"events", "responses", "step"});
  g.check(found);
  std::vector<std::string> files;
  for (Observation const& run : runs) {
    auto const file = found.find(event_file_name(job, g.job, run));
    if (file == found.end())
      throw Failure(Fault::bad_data,
                    "no part has the events of run " + std::to_string(run.id) + " - run the job again");
    files.push_back(file->second.folder + "/" + file->second.file.path);
  }
  Outputs outputs(g.session.ranks, g.job,
                  with_report(select_products(job, g.job, runs, responses_of(g.parts)), g.job));
  outputs.open();
  g.progress.begin(Stage::writing);
  for (Product const& product : outputs.products())
    if (auto const file = found.find(product.name); file != found.end())
      take_file(file->second.folder + "/" + file->second.file.path, outputs.staged(product.name));
  if (job.per_run) write_index_tables(outputs.staging().path(), index_of_parts(g.parts));
  write_common_products(job, g.job, summary, files, outputs);
  std::vector<ProductFile> const products = described_products(outputs, known_files(found));
  RunConditions conditions = g.conditions();
  std::string const report = write_report(outputs, g.job, summary, products, conditions);
  g.progress.begin(Stage::publishing);
  outputs.commit();
  if (!g.gather.yes("keep")) remove_parts(g.parts, g.job);
  return finish(outputs, summary, report, g.session);
}

int gather_simulate(Gathering const& g) {
  Simulator const simulator(simulation_request(g.job));
  std::vector<RunPlan> const plans = plan_runs(simulator.request());
  std::vector<std::uint64_t> events(plans.size());
  ComponentCounts counts;
  counts.drawn.resize(simulator.request().sources.size() + 1);
  counts.outside.resize(counts.drawn.size());
  for (PartNote const& note : g.parts.notes) {
    for (auto const& [run, n] : note.events) events.at(run) = n;
    for (std::size_t i = 0; i < counts.drawn.size(); ++i) {
      counts.drawn[i] += note.drawn.at(i);
      counts.outside[i] += note.outside.at(i);
    }
  }
  auto const found = products_of(g.parts, {"events"});
  g.check(found);
  ProductSummary summary = summary_of(g.job, {}, {}, {}, facts_of_parts(g.parts, g.job));
  summary.warnings = warnings_of(g.parts);
  summary.results.emplace_back("events", std::accumulate(events.begin(), events.end(), std::uint64_t{0}));
  StagedSet set(g.session.ranks, g.job.text("out"));
  g.progress.begin(Stage::writing);
  prepare_set(set.path(), simulator, reference_of_set(summary));
  for (auto const& [name, product] : found)
    take_file(product.folder + "/" + product.file.path, set.path() + "/" + name);
  write_set_index(set.path(), simulator, plans, events);
  auto const products = described_set(set, set_products(simulator, plans), known_files(found));
  RunConditions conditions = g.conditions();
  write_set_report(set, summary, products, conditions);
  g.progress.begin(Stage::publishing);
  set.publish();
  if (!g.gather.yes("keep")) remove_parts(g.parts, g.job);
  tell_simulation(g.job.text("out"), events, simulation_report(simulator, plans, counts), g.session);
  return 0;
}

/// What is removed from a part at the end must not be what was just published.
void refuse_output_in_part(std::string const& out, JobParts const& parts) {
  auto const place = [](std::string const& folder) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(folder) / "")
        .lexically_normal()
        .string();
  };
  for (std::string const& folder : parts.folders)
    if (place(out).starts_with(place(folder)))
      throw Failure(Fault::bad_request,
                    "out: " + out + " is (in) the folder of a part - name another folder");
}

int gather(ParameterValues const& values, Session const& session) {
  Stopwatch const watch;
  Progress progress(progress_style(values, session.ranks));
  progress.begin(Stage::headers);
  JobParts const parts = read_parts(values.repeated("parts"));
  refuse_output_in_part(values.text("out"), parts);
  ParameterValues const job = values_of_job(parts, values);
  Gathering const gathering{parts, job, values, session, progress, watch};
  return parts.first().command == "simulate" ? gather_simulate(gathering) : gather_select(gathering);
}

}  // namespace

int run_gather(ParameterValues const& values, Session const& session) {
  int status = 0;
  auto const trouble = trouble_in([&] {
    if (!session.ranks.is_root()) return;
    Communicator const alone = Communicator::alone();
    Session mine{alone, session.threads, session.json, session.quiet, session.logfile, session.command_line};
    status = gather(values, mine);
  });
  throw_if_any_failed(session.ranks, trouble);
  std::string text = std::to_string(status);
  session.ranks.broadcast(text);
  return std::stoi(text);
}

}  // namespace engine
