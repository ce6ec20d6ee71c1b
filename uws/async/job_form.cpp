#include "uws/async/job_form.hpp"

namespace uws {

http::Parameters form_of(jobs::Job const& job) {
  std::vector<http::Parameter> values;
  for (auto const& parameter : job.parameters)
    if (parameter.file.empty()) values.push_back({parameter.name, parameter.value});
  if (!job.run_id.empty()) values.push_back({"RUNID", job.run_id});
  return {std::move(values), {}};
}

}  // namespace uws
