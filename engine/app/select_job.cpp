#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "engine/app/index_wire.hpp"
#include "engine/app/job_facts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/requests.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_events.hpp"
#include "engine/io/hdf5_events.hpp"
#include "engine/io/merged_events.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/selected_run.hpp"
#include "engine/io/used_responses.hpp"

namespace engine {

namespace {

struct SelectJob {
  Selection selection;
  bool per_run = true, merged = false, hdf5 = false, responses = true;
  std::vector<std::string> notes = {};  ///< fit for the user
};

SelectJob select_job(ParameterValues const& values) {
  SelectJob job;
  job.selection = selection_of(values, job.notes);
  job.responses = values.yes("responses");
  bool fits = false;
  for (std::string const& format : values.texts("format")) {
    fits = fits || same_word(format, "fits");
    job.hdf5 = job.hdf5 || same_word(format, "hdf5");
  }
  job.per_run = fits && !same_word(values.text("merge"), "yes");
  job.merged = fits && !same_word(values.text("merge"), "no");
  return job;
}

/// Without responses a run is its events and good times alone.
DataSet without_responses(DataSet set) {
  for (Observation& run : set.observations) run.responses.clear();
  return set;
}

std::string run_name(ParameterValues const& values, Observation const& run) {
  return values.text("prefix") + selected_file_name(run.id);
}
/// Event files that are only a step towards a merged one keep a name that is never published.
std::string step_name(ParameterValues const& values, Observation const& run) {
  return "step_" + run_name(values, run);
}

std::vector<Product> select_products(SelectJob const& job, ParameterValues const& values, DataSet const& set,
                                     SharedResponses const& shared) {
  std::vector<Product> out;
  std::string const prefix = values.text("prefix");
  if (job.per_run) {
    for (Observation const& run : set.observations)
      out.push_back({"events", run_name(values, run), "application/fits"});
    for (std::string const& name : shared.names()) out.push_back({"responses", name, "application/fits"});
    out.push_back({"observation_index", observation_index_name, "application/fits"});
    out.push_back({"hdu_index", hdu_index_name, "application/fits"});
  }
  if (job.merged) out.push_back({"merged_events", prefix + "events.fits", "application/fits"});
  if (job.hdf5) out.push_back({"columns", prefix + "events.h5", "application/x-hdf5"});
  return out;
}

/// The event files of the runs, written by the threads that read them.
class RunFiles {
 public:
  RunFiles(SelectJob const& job, ParameterValues const& values, DataSet const& set,
           SharedResponses const& shared, Outputs const& outputs, int threads,
           std::shared_ptr<JobFacts const> facts)
      : job_(job), values_(values), facts_(std::move(facts)), set_(set), shared_(shared), outputs_(outputs) {
    writers_.resize(static_cast<std::size_t>(threads));
  }

  PassWork work() {
    PassWork work;
    work.begin_run = [this](std::size_t run, int thread, EventSource& source) { begin(run, thread, source); };
    work.block = [this](Block const& block) {
      if (block.kept.empty()) return;
      auto& source = dynamic_cast<FitsEvents&>(block.source);
      writer(block.thread)->append(source.raw_rows(block.rows), block.kept);
    };
    work.end_run = [this](std::size_t run, int thread, InputRecord& record) { end(run, thread, record); };
    return work;
  }

  /// Files of runs that failed halfway are deleted: nothing half-written is published.
  void drop_unfinished() {
    for (std::unique_ptr<SelectedRunWriter>& unfinished : writers_) unfinished.reset();
  }
  std::vector<IndexedRun> const& index() const { return index_; }
  std::string name_of(Observation const& run) const {
    return job_.per_run ? run_name(values_, run) : step_name(values_, run);
  }

 private:
  std::unique_ptr<SelectedRunWriter>& writer(int thread) {
    return writers_[static_cast<std::size_t>(thread)];
  }

  void begin(std::size_t run, int thread, EventSource& source) {
    auto* const fits = dynamic_cast<FitsEvents*>(&source);
    if (fits == nullptr)
      throw Failure(Fault::bad_request, "select copies rows of FITS event lists - name FITS files");
    Observation const& observation = set_.observations[run];
    writer(thread).reset();  // what a run that failed halfway left behind is deleted
    SelectionAccount const account{job_.selection,
                                   {values_.command().name, values_.recipe(), {}},
                                   creator(),
                                   reference_of(observation, *fits)};
    writer(thread) = std::make_unique<SelectedRunWriter>(outputs_.staged(name_of(observation)), *fits,
                                                         observation, account);
  }

  /// What of the run is known before its rows are read is enough: the cards stand before the rows.
  std::vector<FitsKey> reference_of(Observation const& observation, FitsEvents const& source) const {
    InputRecord record;
    record.observation = observation;
    record.observation.events.hdu = source.events_header().text("EXTNAME").value_or(observation.events.hdu);
    record.header = source.header();
    record.flow.read = source.rows();
    ProductSummary const summary = summary_of(values_, {}, {record}, {}, facts_);
    return reference_keys(summary, {file_name_of(name_of(observation)), "Selected events of one run", "DL3"});
  }

  void end(std::size_t run, int thread, InputRecord& record) {
    std::string const name = name_of(set_.observations[run]);
    for (UsedTable& table : responses_.of(set_.observations[run], writer(thread)->event_file()))
      record.tables.push_back(std::move(table));
    ProductSummary const summary = summary_of(values_, {}, {record}, {}, facts_);
    IndexedRun row = writer(thread)->finish(record, shared_, name,
                                            provenance_json(summary, {{"events", name, "application/fits"}}));
    writer(thread).reset();
    std::lock_guard const lock(mutex_);
    index_.push_back(std::move(row));
  }

  SelectJob const& job_;
  ParameterValues const& values_;
  std::shared_ptr<JobFacts const> facts_;
  DataSet const& set_;
  SharedResponses const& shared_;
  Outputs const& outputs_;
  std::vector<std::unique_ptr<SelectedRunWriter>> writers_;  ///< by thread
  UsedResponses responses_;
  std::mutex mutex_;
  std::vector<IndexedRun> index_;
};

/// What is made from the event files when all runs are done; at the root.
void write_common_products(SelectJob const& job, ParameterValues const& values, ProductSummary const& summary,
                           RunFiles const& files, Outputs const& outputs) {
  if (!job.merged && !job.hdf5) return;
  std::vector<std::string> paths;
  for (InputRecord const& input : summary.inputs)
    paths.push_back(outputs.staged(files.name_of(input.observation)));
  {
    SelectedRuns const runs(paths, summary);
    std::string const events = values.text("prefix") + "events.fits",
                      columns = values.text("prefix") + "events.h5";
    if (job.merged)
      write_merged_events(outputs.staged(events), runs, summary,
                          provenance_json(summary, {{"events", events, "application/fits"}}));
    if (job.hdf5)
      write_hdf5_events(outputs.staged(columns), runs, summary,
                        provenance_json(summary, {{"events", columns, "application/x-hdf5"}}));
  }
  if (!job.per_run)
    for (std::string const& path : paths) std::filesystem::remove(path);
}

PassOptions pass_options(ParameterValues const& values, SelectJob const& job, int threads) {
  PassOptions options;
  options.selection = job.selection;
  options.grain = Grain::runs;
  options.on_error = on_error(values);
  options.threads = threads;
  options.block_rows = static_cast<std::size_t>(*values.integer("block-rows"));
  return options;
}

}  // namespace

int run_select(ParameterValues const& values, Session const& session) {
  Communicator const& ranks = session.ranks;
  Stopwatch const watch;
  Progress progress(progress_style(values, ranks), ranks.size());
  progress.begin(Stage::headers);
  SelectJob const job = agreed<SelectJob>(ranks, [&] { return select_job(values); });
  DataSet const set = agreed<DataSet>(ranks, [&] {
    DataSet chosen = chosen_runs(values);
    return job.responses && job.per_run ? chosen : without_responses(std::move(chosen));
  });
  std::vector<std::string> warnings = tell_notes(set.notes, session);
  for (std::string const& note : tell_notes(job.notes, session)) warnings.push_back(note);
  SharedResponses const shared(set.observations);
  Survey const sizes = survey(set, ranks, session.threads);
  progress.begin(Stage::planning);
  Outputs outputs(ranks, values, with_report(select_products(job, values, set, shared), values));
  JobPlan plan = job_plan("select", set, sizes, 0, ranks.size(), session.threads, outputs.paths());
  plan.warnings = plan_warnings(warnings, set, sizes);
  if (values.yes("dry-run")) return show_plan(plan, session);

  auto const facts = job_facts(values, set, session, progress);
  outputs.open();
  RunFiles files(job, values, set, shared, outputs, session.threads, facts);
  progress.begin(Stage::selecting, "select", sizes.rows / static_cast<std::uint64_t>(ranks.size()));
  PassResult const pass =
      run_pass(set, sizes, pass_options(values, job, session.threads), files.work(), ranks, progress);
  files.drop_unfinished();
  std::vector<IndexedRun> const index = shared_index(ranks, files.index());
  ProductSummary summary = summary_of(values, {}, pass.inputs, skipped_inputs(set, pass.failures), facts);
  summary.warnings = warnings;
  progress.begin(Stage::writing);
  auto const unwritten = trouble_in([&] {
    if (!ranks.is_root()) return;
    if (job.per_run) {
      write_index_tables(outputs.staging().path(), index);
      shared.copy_into(outputs.staging());
    }
    write_common_products(job, values, summary, files, outputs);
  });
  throw_if_any_failed(ranks, unwritten);
  RunConditions const conditions = run_conditions(values, {}, session, session.threads, watch);
  std::string report;
  auto const trouble = trouble_in([&] {
    if (ranks.is_root()) report = write_report(outputs, values, summary, conditions);
  });
  throw_if_any_failed(ranks, trouble);
  progress.begin(Stage::publishing);
  outputs.commit();
  return finish(outputs, summary, report, session);
}

}  // namespace engine
