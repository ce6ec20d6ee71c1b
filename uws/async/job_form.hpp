/// A job's parameters as the form they came in, for code that answers requests and jobs alike.
#pragma once

#include "jobs/job.hpp"
#include "uws/http/form.hpp"

namespace uws {

/// Uploads are left out; the run id comes as RUNID.
http::Parameters form_of(jobs::Job const& job);

}  // namespace uws
