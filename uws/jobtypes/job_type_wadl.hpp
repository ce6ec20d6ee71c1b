/// A job type as WADL (W3C submission, 31 August 2009): the UWS resources of its job list, and its
/// parameters.
#pragma once

#include <string>

#include "jobs/types/job_type.hpp"

namespace uws {

/// `jobs_base`: the URL below which the type's job list lies under its name. What WADL has no word for
/// (range, unit, ucd) are attributes of the provenance model's namespace.
std::string job_type_wadl(jobs::JobType const& type, std::string const& jobs_base);

}  // namespace uws
