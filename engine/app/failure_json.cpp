#include "engine/app/failure_json.hpp"

#include <nlohmann/json.hpp>

namespace engine {

std::string failure_json(Fault fault, std::string const& message) {
  nlohmann::ordered_json const error{{"error", {{"message", message}, {"fault", row_of(fault).word}}}};
  return error.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace engine
