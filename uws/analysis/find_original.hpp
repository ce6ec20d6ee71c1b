/// Finding the job that PROVENANCE names.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "uws/analysis/analysis_parts.hpp"
#include "uws/analysis/original.hpp"

namespace uws {

/// The original, or why there is none: the value is an id of a job, a product, a publisher DID, an address of
/// a job of ours, or an upload: a product whose PROVENANCE table is read.
std::variant<Original, std::string> find_original(AnalysisParts const& parts, jobs::Job const& job);

}  // namespace uws
