#include "engine/app/pass.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "engine/app/input_records.hpp"
#include "engine/app/interrupt.hpp"
#include "engine/app/prepare_source.hpp"
#include "engine/base/expects.hpp"
#include "engine/kernels/select.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

namespace {

/// What one thread keeps between units.
struct ThreadState {
  EventColumns columns;
  SelectionWorkspace selection;
};

/// A run that cannot be read, as opposed to a job that cannot go on (interrupted, disk full).
struct UnreadableRun : Failure {
  using Failure::Failure;
};

template <class Read>
auto reading(Read read) {
  try {
    return read();
  } catch (Failure const& failure) {
    if (failure.fault() == Fault::interrupted) throw;
    throw UnreadableRun(failure.fault(), failure.what());
  }
}

/// What is done with a run reads more of it than its events (responses, for example). Bad data there are the
/// run's; all other trouble is the job's.
void using_run(std::function<void()> const& step) {
  try {
    step();
  } catch (Failure const& failure) {
    if (failure.fault() != Fault::bad_data) throw;
    throw UnreadableRun(failure.fault(), failure.what());
  }
}

/// What the threads of one rank bring together.
class Account {
 public:
  void add(std::size_t run, InputRecord const& record) {
    std::lock_guard const lock(mutex_);
    auto const [entry, is_new] = records_.try_emplace(run, record);
    if (!is_new) entry->second.flow += record.flow;
  }
  void fail(FailedRun failure) {
    std::lock_guard const lock(mutex_);
    failures_.push_back(std::move(failure));
  }
  void has_counted(std::size_t run) {
    std::lock_guard const lock(mutex_);
    counted_.insert(run);
  }
  bool counted(std::size_t run) const { return counted_.count(run) > 0; }
  std::map<std::size_t, InputRecord> const& records() const { return records_; }
  std::vector<FailedRun> const& failures() const { return failures_; }

 private:
  std::mutex mutex_;
  std::map<std::size_t, InputRecord> records_;
  std::vector<FailedRun> failures_;
  std::set<std::size_t> counted_;
};

struct UnitReader {
  DataSet const& set;
  Survey const& survey;
  PassOptions const& options;
  PassWork const& work;
  Progress& progress;

  void read(WorkUnit const& unit, int thread, ThreadState& state, Account& account) const {
    Observation const& run = set.observations[unit.file];
    std::unique_ptr<EventSource> const source = reading([&] { return options.open(run); });
    PreparedSource const prepared =
        reading([&] { return prepare_source(*source, options.selection, options.columns); });
    InputRecord record = reading([&] { return input_record(run, *source, prepared.selection); });
    if (work.begin_run) using_run([&] { work.begin_run(unit.file, thread, *source); });
    // Of a file that must be inflated the plan only knew an estimate of its rows.
    bool const whole = options.grain == Grain::runs || !survey.inputs[unit.file].splittable;
    Rows const rows = whole ? Rows{0, source->rows()} : unit.rows;
    for (std::size_t first = rows.first; first < rows.last; first += options.block_rows) {
      stop_if_interrupted();
      Rows const block{first, std::min(rows.last, first + options.block_rows)};
      reading([&] { source->read(block, prepared.columns, state.columns); });
      EventView const events = state.columns.view();
      auto const kept = kept_rows(prepared.selection, events, state.selection, record.flow);
      if (first == rows.first) account.has_counted(unit.file);
      work.block({unit.file, thread, *source, block, events, kept});
      progress.add(block.count());
    }
    if (work.end_run) using_run([&] { work.end_run(unit.file, thread, record); });
    account.add(unit.file, record);
  }
};

/// One try at all units of this rank. Unreadable runs go to the account, or end the try, as on_error says.
void read_units(UnitReader const& reader, std::span<WorkUnit const> units, int rank, Account& account) {
  std::vector<ThreadState> states(static_cast<std::size_t>(reader.options.threads));
  for_each_item(units.size(), reader.options.threads, [&](std::size_t item, int thread) {
    WorkUnit const& unit = units[item];
    try {
      reader.read(unit, thread, states[static_cast<std::size_t>(thread)], account);
    } catch (UnreadableRun const& failure) {
      std::string const id = std::to_string(reader.set.observations[unit.file].id);
      if (reader.options.on_error == OnError::fail)
        throw Failure(failure.fault(),
                      "run " + id + ": " + failure.what() + " (on-error=skip leaves such runs out)");
      account.fail({unit.file, rank, failure.fault(), failure.what()});
    }
  });
}

WorkPlan plan_without(std::set<std::size_t> const& left_out, Survey const& survey, PassOptions const& options,
                      int ranks) {
  std::vector<PlanInput> inputs;
  std::vector<std::size_t> run_of_input;
  for (std::size_t run = 0; run < survey.inputs.size(); ++run) {
    if (left_out.count(run) > 0) continue;
    inputs.push_back(survey.inputs[run]);
    if (options.grain == Grain::runs) inputs.back().splittable = false;
    run_of_input.push_back(run);
  }
  WorkPlan plan = plan_work(inputs, {.ranks = ranks});
  for (std::vector<WorkUnit>& units : plan.by_rank)
    for (WorkUnit& unit : units) unit.file = run_of_input[unit.file];
  return plan;
}

[[noreturn]] void nothing_left(std::vector<FailedRun> const& failures) {
  throw Failure(failures.front().fault,
                "none of the runs can be read; the first: " + failures.front().reason);
}

}  // namespace

Survey survey(DataSet const& set, Communicator const& ranks, int threads) {
  std::size_t const runs = set.observations.size();
  // Four numbers per run, filled by the rank that measures it and added up: zero from all the others.
  std::vector<std::uint64_t> facts(4 * runs);
  std::vector<FailedRun> mine;
  std::mutex mutex;
  auto const trouble = trouble_in([&] {
    for_each_item(runs, threads, [&](std::size_t run, int) {
      if (run % static_cast<std::size_t>(ranks.size()) != static_cast<std::size_t>(ranks.rank())) return;
      stop_if_interrupted();
      try {
        EventSize const size = measure_events(set.observations[run]);
        facts[4 * run] = size.rows;
        facts[4 * run + 1] = size.bytes;
        facts[4 * run + 2] = size.splittable ? 1 : 0;
        facts[4 * run + 3] = size.rows_exact ? 1 : 0;
      } catch (Failure const& failure) {
        std::lock_guard const lock(mutex);
        mine.push_back({run, ranks.rank(), failure.fault(), failure.what()});
      }
    });
  });
  throw_if_any_failed(ranks, trouble);
  ranks.sum(facts);
  Survey out;
  for (std::size_t run = 0; run < runs; ++run) {
    out.inputs.push_back({facts[4 * run], facts[4 * run + 1], facts[4 * run + 2] != 0});
    out.rows += facts[4 * run];
    out.bytes += facts[4 * run + 1];
    out.rows_exact = out.rows_exact && facts[4 * run + 3] != 0;
  }
  out.failures = shared_failures(ranks, mine);
  return out;
}

PassResult run_pass(DataSet const& set, Survey const& survey, PassOptions const& options,
                    PassWork const& work, Communicator const& ranks, Progress& progress) {
  if (options.on_error == OnError::fail && !set.unreadable.empty())
    throw Failure(Fault::bad_data, set.unreadable.front().reason + " (" +
                                       std::to_string(set.unreadable.size()) +
                                       " such files; on-error=skip leaves them out)");
  std::vector<FailedRun> failures = survey.failures;
  if (options.on_error == OnError::fail && !failures.empty())
    throw Failure(failures.front().fault, "run " + std::to_string(set.observations[failures.front().run].id) +
                                              ": " + failures.front().reason + " (" +
                                              std::to_string(failures.size()) +
                                              " such runs; on-error=skip leaves them out)");
  for (;;) {
    std::set<std::size_t> left_out;
    for (FailedRun const& f : failures) left_out.insert(f.run);
    bool const may_be_empty = options.no_runs == NoRuns::allowed;
    if (left_out.size() == set.observations.size() && !may_be_empty) nothing_left(failures);
    WorkPlan const plan = plan_without(left_out, survey, options, ranks.size());
    Account account;
    auto const trouble = trouble_in([&] {
      read_units({set, survey, options, work, progress}, plan.of_rank(ranks.rank()), ranks.rank(), account);
    });
    // Agree before the collectives below, or one failed rank hangs all the others.
    throw_if_any_failed(ranks, trouble);
    std::vector<FailedRun> const fresh = shared_failures(ranks, account.failures());
    bool const spoilt = ranks.any(
        std::any_of(fresh.begin(), fresh.end(), [&](FailedRun const& f) { return account.counted(f.run); }));
    failures.insert(failures.end(), fresh.begin(), fresh.end());
    if (spoilt && work.reset) {
      work.reset();
      continue;
    }
    std::map<std::size_t, InputRecord> records = account.records();
    for (FailedRun const& f : failures) records.erase(f.run);
    std::sort(failures.begin(), failures.end(),
              [](FailedRun const& a, FailedRun const& b) { return a.run < b.run; });
    PassResult result{shared_records(ranks, set.observations, records), failures};
    if (result.inputs.empty() && !may_be_empty) nothing_left(failures);
    progress.finish();
    return result;
  }
}

}  // namespace engine
