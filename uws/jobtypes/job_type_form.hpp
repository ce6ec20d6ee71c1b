/// The form for a new job, from its type.
#pragma once

#include <vector>

#include "jobs/types/job_type.hpp"
#include "uws/async/job_policy.hpp"

namespace uws {

/// A field per parameter that a client may give, in the declared order, grouped as declared.
std::vector<FormField> form_fields(jobs::JobType const& type);

}  // namespace uws
