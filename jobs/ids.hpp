/// Names of jobs: not to be guessed, fit for a URL and for a directory.
#pragma once

#include <string_view>

#include "jobs/job.hpp"

namespace jobs {

/// 22 letters and digits, 128 random bits or more (an anonymous job is protected by nothing but its name).
/// The first is a digit or a capital: uws-client strips letters h, t, p, s together with the scheme of the
/// URL.
JobId new_job_id();

/// The shape that new_job_id() gives. Ask before an id of a request becomes part of a path.
bool is_job_id(std::string_view text);

}  // namespace jobs
