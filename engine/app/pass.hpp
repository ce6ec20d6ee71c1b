/// One pass over the events of many runs, shared by all jobs: ranks and threads take units of rows, read them
/// block by block, apply the selection, and hand the kept rows on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/app/failed_run.hpp"
#include "engine/app/progress.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/event_source.hpp"
#include "engine/kernels/plan.hpp"
#include "engine/model/product.hpp"
#include "engine/model/selection.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

enum class OnError { fail, skip };
/// What if there is no run (left)? A part of a job may have none.
enum class NoRuns { refused, allowed };

/// How the files of a data set are cut into units.
enum class Grain {
  rows,  ///< large files are shared among threads and ranks
  runs   ///< a run is one unit: whoever takes it sees all its events, in order
};

/// Sizes of all runs, measured by all ranks together; runs that cannot be measured are failures.
struct Survey {
  std::vector<PlanInput> inputs;  ///< as many as runs; those of failed ones have no rows
  std::vector<FailedRun> failures;
  std::uint64_t rows = 0, bytes = 0;
  bool rows_exact = true;
};
Survey survey(DataSet const& set, Communicator const& ranks, int threads);

struct PassOptions {
  Selection selection;
  ColumnSet columns;  ///< what the job itself needs, besides what the selection looks at
  Grain grain = Grain::rows;
  OnError on_error = OnError::fail;
  NoRuns no_runs = NoRuns::refused;
  int threads = 1;
  std::size_t block_rows = 8192;
  std::function<std::unique_ptr<EventSource>(Observation const&)> open = open_events;
};

/// One block, in the hands of one thread.
struct Block {
  std::size_t run;
  int thread;
  EventSource& source;
  Rows rows;
  EventView events;
  std::span<std::uint32_t const> kept;  ///< rows of `events` that pass every cut, ascending
};

/// What a job does with the events. `block` is called by several threads at once, for different units.
struct PassWork {
  std::function<void(Block const&)> block;
  /// With Grain::runs: before the first and after the last block of a run, in the thread that has it.
  std::function<void(std::size_t run, int thread, EventSource& source)> begin_run = {};
  /// `end_run` may add tables that it used.
  std::function<void(std::size_t run, int thread, InputRecord& record)> end_run = {};
  /// Forget everything: a run turned out to be broken after some of its events had been counted, and the pass
  /// is done again without it.
  std::function<void()> reset = {};
};

struct PassResult {
  std::vector<InputRecord> inputs;  ///< of all ranks, sorted by run; the same on every rank
  std::vector<FailedRun> failures;  ///< runs that were left out
};

/// Throws on every rank if a run fails and on_error says so, or if none is left.
PassResult run_pass(DataSet const& set, Survey const& survey, PassOptions const& options,
                    PassWork const& work, Communicator const& ranks, Progress& progress);

}  // namespace engine
