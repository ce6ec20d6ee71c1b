/// A run that could not be read, with all that a user needs to find it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

struct FailedRun {
  std::size_t run = 0;  ///< index into the data set
  int rank = 0;
  Fault fault = Fault::bad_data;
  std::string reason;
};

/// The failures of all ranks, on every rank; each run once (the lowest rank's word), in the order of runs.
std::vector<FailedRun> shared_failures(Communicator const& ranks, std::vector<FailedRun> const& mine);

}  // namespace engine
