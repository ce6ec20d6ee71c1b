#include "jobs/job.hpp"

#include "engine/base/text.hpp"

namespace jobs {

JobBrief brief_of(Job const& job) {
  return {job.id, job.list, job.owner, job.run_id, job.phase, job.created, job.started, job.ended, job.info};
}

Parameter const* find_parameter(Job const& job, std::string_view name) {
  for (Parameter const& parameter : job.parameters)
    if (engine::same_word(parameter.name, name)) return &parameter;
  return nullptr;
}

}  // namespace jobs
