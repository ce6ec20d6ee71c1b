/// What all products of a job share besides their runs: what the service says, the files, their checksums.
#pragma once

#include <memory>

#include "engine/app/progress.hpp"
#include "engine/app/session.hpp"
#include "engine/io/data_set.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Collective. Sizes and times of all files that the runs and the parameters name (responses where `set`
/// still has them); SHA-256 sums as the service knows them, and with checksums=yes those it does not, shared
/// among ranks and threads.
std::shared_ptr<JobFacts const> job_facts(ParameterValues const& values, DataSet const& set,
                                          Session const& session, Progress& progress);

}  // namespace engine
