/// The handlers behind JobRoutes, one per resource and method. Internal.
#pragma once

#include <string>

#include "uws/async/job_list.hpp"
#include "uws/http/form.hpp"
#include "uws/http/message.hpp"

namespace uws {

using http::Reply;
using http::Request;

Reply show_jobs(JobList const& list, Request const& request);
Reply create_job(JobList const& list, Request const& request, http::Parameters const& form);

Reply show_job(JobList const& list, Request const& request, std::string const& id);  ///< with WAIT
Reply show_phase(JobList const& list, Request const& request, std::string const& id);
Reply show_execution_duration(JobList const& list, Request const& request, std::string const& id);
Reply show_destruction(JobList const& list, Request const& request, std::string const& id);
Reply show_quote(JobList const& list, Request const& request, std::string const& id);
Reply show_owner(JobList const& list, Request const& request, std::string const& id);
Reply show_run_id(JobList const& list, Request const& request, std::string const& id);
Reply show_job_info(JobList const& list, Request const& request, std::string const& id);
Reply show_error(JobList const& list, Request const& request, std::string const& id);
Reply show_parameters(JobList const& list, Request const& request, std::string const& id);
Reply show_parameter(JobList const& list, Request const& request, std::string const& id,
                     std::string const& name);
Reply show_results(JobList const& list, Request const& request, std::string const& id);
Reply show_result(JobList const& list, Request const& request, std::string const& id,
                  std::string const& name);

Reply post_job(JobList const& list, Request const& request, std::string const& id);
Reply delete_job(JobList const& list, Request const& request, std::string const& id);
Reply post_phase(JobList const& list, Request const& request, std::string const& id);
Reply post_execution_duration(JobList const& list, Request const& request, std::string const& id);
Reply post_destruction(JobList const& list, Request const& request, std::string const& id);
Reply post_run_id(JobList const& list, Request const& request, std::string const& id);
Reply post_parameters(JobList const& list, Request const& request, std::string const& id);
Reply put_parameter(JobList const& list, Request const& request, std::string const& id,
                    std::string const& name);

}  // namespace uws
