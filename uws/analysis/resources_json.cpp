#include "uws/analysis/resources_json.hpp"

#include <nlohmann/json.hpp>

namespace uws {

std::string resources_json(jobs::WorkOrder const& order) {
  nlohmann::ordered_json const json{
      {"nodes", order.nodes}, {"processes", order.processes},       {"threads", order.threads},
      {"parts", order.parts}, {"memory_bytes", order.memory_bytes}, {"time_s", order.time.count()},
      {"batches", order.run}, {"reason", order.resources_reason}};
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace uws
