/// Many threads look at runs; one, the caller's, takes what they found.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

#include "catalog/ingest/run_work.hpp"
#include "engine/check/check_data_set.hpp"

namespace catalog::ingest {

/// `take` is called in the caller's thread, in the order in which runs become ready; a few dozen wait at
/// most. What it throws ends everything, and so does a request to stop: Failure(interrupted).
void look_at_all(std::vector<engine::Observation> const& runs, RunWork const& work, int threads,
                 std::stop_token const& stop, std::function<void(RunOutcome&&)> const& take);

/// 0: one per core.
int threads_to_use(int asked);

/// For the doctor: tasks on as many threads; the first exception is thrown when all have ended.
engine::ParallelFor parallel_for(int threads, std::stop_token stop);

}  // namespace catalog::ingest
