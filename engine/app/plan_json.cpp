#include <nlohmann/json.hpp>

#include "engine/app/job_plan.hpp"

namespace engine {

std::string plan_json(JobPlan const& plan) {
  nlohmann::ordered_json const out{{"command", plan.command},
                                   {"runs", plan.runs},
                                   {"events", plan.events},
                                   {"events_exact", plan.events_exact},
                                   {"bytes_to_read", plan.bytes_to_read},
                                   {"memory_bytes_per_rank", plan.memory_bytes_per_rank},
                                   {"seconds", plan.seconds},
                                   {"cpu_seconds", plan.cpu_seconds},
                                   {"ranks", plan.ranks},
                                   {"threads", plan.threads},
                                   {"products", plan.outputs},
                                   {"warnings", plan.warnings}};
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace engine
