#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "engine/app/index_wire.hpp"
#include "engine/app/job_facts.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/part_note.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/select_products.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_events.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/selected_run.hpp"
#include "engine/io/used_responses.hpp"

namespace engine {

namespace {

/// Without responses a run is its events and good times alone.
DataSet without_responses(DataSet set) {
  for (Observation& run : set.observations) run.responses.clear();
  return set;
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

 private:
  std::string name_of(Observation const& run) const { return event_file_name(job_, values_, run); }
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

PassOptions pass_options(ParameterValues const& values, SelectJob const& job, int threads) {
  PassOptions options;
  options.selection = job.selection;
  options.grain = Grain::runs;
  options.on_error = on_error(values);
  options.threads = threads;
  options.block_rows = static_cast<std::size_t>(*values.integer("block-rows"));
  options.no_runs = is_part(values) ? NoRuns::allowed : NoRuns::refused;
  return options;
}

/// The products of a job, or of a part of one.
std::vector<Product> products_of(SelectJob const& job, ParameterValues const& values, DataSet const& set,
                                 SharedResponses const& shared) {
  if (!is_part(values))
    return with_report(select_products(job, values, set.observations, shared.names()), values);
  auto products = select_part_products(job, values, set.observations, shared.names());
  return with_part_note(with_report(std::move(products), values));
}

/// Index tables, responses, what is made of all runs together; at the root.
void write_around_runs(SelectJob const& job, ParameterValues const& values, ProductSummary const& summary,
                       std::vector<IndexedRun> const& index, SharedResponses const& shared,
                       Outputs const& outputs) {
  if (job.per_run && !(is_part(values) && index.empty())) {
    write_index_tables(outputs.staging().path(), index);
    shared.copy_into(outputs.staging());
  }
  if (is_part(values)) return;  // of all parts together: distill gather
  std::vector<std::string> files;
  for (InputRecord const& input : summary.inputs)
    files.push_back(outputs.staged(event_file_name(job, values, input.observation)));
  write_common_products(job, values, summary, files, outputs);
  if (!job.per_run)
    for (std::string const& file : files) std::filesystem::remove(file);
}

/// What the root of a part leaves for those who gather.
PartNote note_of(ParameterValues const& values, DataSet const& whole, RunShare const& share,
                 PassResult const& pass, ProductSummary const& summary, std::vector<IndexedRun> index,
                 SharedResponses const& shared) {
  PartNote note = part_note(values, summary);
  note.runs = whole.observations.size();
  note.runs_sum = sum_of_runs(whole.observations);
  note.share = share.runs;
  std::map<std::int64_t, std::size_t> run_of_id;
  for (std::size_t const run : share.runs) run_of_id[whole.observations[run].id] = run;
  for (InputRecord const& input : summary.inputs) note.inputs[run_of_id.at(input.observation.id)] = input;
  for (std::size_t i = 0; i < summary.skipped.size(); ++i) {
    SkippedInput const& skipped = summary.skipped[i];
    if (i < pass.failures.size())
      note.skipped[run_of_id.at(skipped.observation.id)] = skipped;
    else
      note.unreadable.push_back(skipped);
  }
  note.index = std::move(index);
  note.responses = shared.sources();
  return note;
}

}  // namespace

int run_select(ParameterValues const& values, Session const& session) {
  Communicator const& ranks = session.ranks;
  Stopwatch const watch;
  Progress progress(progress_style(values, ranks), ranks.size());
  progress.begin(Stage::headers);
  SelectJob const job = agreed<SelectJob>(ranks, [&] { return select_job(values); });
  DataSet const whole = agreed<DataSet>(ranks, [&] {
    DataSet chosen = chosen_runs(values);
    return job.responses && job.per_run ? chosen : without_responses(std::move(chosen));
  });
  RunShare const share = agreed<RunShare>(ranks, [&] { return share_of(whole, part_of(values)); });
  DataSet const& set = share.set;
  std::vector<std::string> warnings = tell_notes(set.notes, session);
  for (std::string const& note : tell_notes(job.notes, session)) warnings.push_back(note);
  // Named by all runs of the job, copied for those of this part.
  SharedResponses const shared = SharedResponses(whole.observations).of_runs(set.observations);
  Survey const sizes = survey(set, ranks, session.threads);
  progress.begin(Stage::planning);
  Outputs outputs(ranks, values, products_of(job, values, set, shared));
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
    if (ranks.is_root()) write_around_runs(job, values, summary, index, shared, outputs);
  });
  throw_if_any_failed(ranks, unwritten);
  RunConditions conditions = run_conditions(values, {}, session, session.threads, watch);
  std::string report;
  auto const trouble = trouble_in([&] {
    if (!ranks.is_root()) return;
    std::vector<ProductFile> const products = described_products(outputs);
    report = write_report(outputs, values, summary, products, conditions);
    if (!is_part(values)) return;
    PartNote note = note_of(values, whole, share, pass, summary, index, shared);
    finish_part_note(note, products, outputs.folder(), conditions);
    write_part_note(outputs.staged(part_note_name), note);
  });
  throw_if_any_failed(ranks, trouble);
  progress.begin(Stage::publishing);
  outputs.commit();
  return finish(outputs, summary, report, session);
}

}  // namespace engine
