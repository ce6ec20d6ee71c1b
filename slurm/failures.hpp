/// Why a command of SLURM did not do what it should, for those who can do something about it.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/failure.hpp"

namespace slurm {

/// From what the command said on standard error. missing_resource: SLURM cannot be reached, is in trouble, or
/// its queue is full: later it may do it. bad_request: SLURM has judged, and will judge so again. With
/// SLURM's own words and what to try. `ended_255`: what ssh gives when it is ssh itself that failed.
engine::Failure failure_of(std::string_view what, std::string_view errors, bool ended_255 = false);

/// SLURM's own words in one line of at most 300 characters, without the names of its commands and functions.
std::string words_of(std::string_view errors);

}  // namespace slurm
