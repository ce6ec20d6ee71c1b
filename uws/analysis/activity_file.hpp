/// What only the service knows of a run and the engine writes into its products: ids, addresses, contact,
/// inputs.
#pragma once

#include <filesystem>

#include "catalog/inputs/inputs.hpp"
#include "uws/analysis/analysis_parts.hpp"

namespace uws {

/// Writes "<work>/activity.json"; the engine reads it as `activity=`.
std::filesystem::path write_activity_file(AnalysisParts const& parts, jobs::Job const& job,
                                          catalog::InputSet const& set, std::filesystem::path const& work);

}  // namespace uws
