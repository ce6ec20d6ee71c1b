/// A type under another name, with other words for its parameters: `ctbin` is `map` for users of ctools.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jobs/types/check.hpp"
#include "jobs/types/job_type.hpp"

namespace jobs {

/// ParameterDescription::to of a parameter that is accepted for the other tool's sake, and means nothing
/// here.
inline constexpr char const* no_target = "-";

/// What does not fit between an alias and its base, beyond problems_of(alias).
std::vector<std::string> problems_of_alias(JobType const& alias, JobType const& base);

/// The alias ready for use: parameters inherited, base_type set, the rest filled in from the base.
JobType completed_alias(JobType alias, std::shared_ptr<JobType const> base);

/// The checked parameters of a completed alias as if they had been given to its base. Defaults of the alias
/// count as given (the base's may be others); defaults that it inherited stay the base's.
std::vector<Parameter> in_terms_of_base(JobType const& alias, std::vector<ResolvedParameter> const& resolved);

}  // namespace jobs
