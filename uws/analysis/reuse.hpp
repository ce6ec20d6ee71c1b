/// Jobs that have made already what another asks for.
#pragma once

#include <optional>
#include <string>

#include "uws/analysis/analysis_parts.hpp"

namespace uws {

/// The newest COMPLETED job of the same list and recipe, with its results still there, that this user may
/// see: his own, or of nobody. Nothing for a job without a recipe.
std::optional<jobs::JobId> equal_job(AnalysisParts const& parts, std::string const& user,
                                     jobs::Job const& job);

}  // namespace uws
