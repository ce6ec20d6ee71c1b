/// /soda/async: cuts as jobs of the list "soda", of several datasets at once if need be.
#pragma once

#include <functional>

#include "jobs/job_directory.hpp"
#include "jobs/thread_executor.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/soda/soda_sync.hpp"

namespace uws {

/// Results: one event list per run, index tables to open them together, and the report with the cut flow.
jobs::Outcome run_soda_job(jobs::Job const& job, jobs::RunControl& control, SodaParts const& parts,
                           std::string const& base_url);

/// Mistakes are told when the job is made.
JobPolicy soda_job_policy(std::function<User(http::Request const&)> user_of, Allowance execution,
                          Allowance retention);

}  // namespace uws
