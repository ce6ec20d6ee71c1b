#include "jobs/job.hpp"

#include "engine/base/text.hpp"

namespace jobs {

JobBrief brief_of(Job const& job) {
  return {.id = job.id,
          .list = job.list,
          .owner = job.owner,
          .run_id = job.run_id,
          .phase = job.phase,
          .created = job.created,
          .started = job.started,
          .ended = job.ended,
          .destruction = job.destruction,
          .quote = job.quote,
          .info = job.info,
          .error = job.error ? job.error->message : std::string()};
}

Parameter const* find_parameter(Job const& job, std::string_view name) {
  for (Parameter const& parameter : job.parameters)
    if (engine::same_word(parameter.name, name)) return &parameter;
  return nullptr;
}

}  // namespace jobs
