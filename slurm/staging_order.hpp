/// Work orders with the paths of the cluster in the place of ours, and outcomes the other way round.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jobs/work/work.hpp"
#include "slurm/staging_places.hpp"

namespace slurm {

/// The order in this folder, as it is to be there. `mapped`: of a word of the command. Its inputs are left
/// out: their sums are those of the files that were sent, and known.
std::optional<std::string> order_text_there(std::filesystem::path const& folder, StagePlaces const& places,
                                            std::function<std::string(std::string const&)> const& mapped);

/// As if it had run here: texts name our folders; `inputs` are those of an order that did start.
void make_outcome_ours(jobs::WorkOutcome& outcome, std::string const& job, StagePlaces const& places,
                       std::vector<jobs::FileSum> const& inputs);

}  // namespace slurm
