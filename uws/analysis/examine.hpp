/// Everything about a job that can be known before it runs: mistakes, data, plan, recipe.
#pragma once

#include <string>
#include <vector>

#include "catalog/inputs/resolve.hpp"
#include "jobs/types/check.hpp"
#include "uws/analysis/analysis_parts.hpp"
#include "uws/analysis/asked.hpp"

namespace uws {

struct Examined {
  std::vector<std::string> mistakes{};  ///< of what is there; all there are
  std::vector<std::string> missing{};   ///< what must be there before it can run
  jobs::CheckedParameters checked{};
  catalog::ResolvedInputs inputs{};
  std::string recipe_hash{};  ///< empty while something is wrong or missing
};

/// As the job's owner.
Examined examine(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job);

/// Of a draft without mistakes: what must still come before it can run. Nobody else is asked.
std::vector<std::string> missing_in(jobs::JobType const& type, jobs::Job const& job,
                                    jobs::JobDirectories const& directories);

/// Of the inputs, for the recipe: "<name>:<sum>" where it matters which parameter it is.
std::vector<std::string> input_sums(catalog::InputSet const& set);

}  // namespace uws
