/// A POST to a list: a new job, or one act on many jobs (ACTION and JOB, as often as there are jobs).
#pragma once

#include "uws/async/job_list.hpp"
#include "uws/http/message.hpp"

namespace uws {

http::Reply post_jobs(JobList const& list, http::Request const& request);

/// RUN or ABORT; throws http::Refusal (403) with the reason if the job's phase does not allow it.
void obey(JobList const& list, jobs::Job const& job, jobs::Event command);

}  // namespace uws
