#include <nlohmann/json.hpp>

#include "engine/app/build_facts.hpp"

namespace engine {

std::string build_facts_json() {
  nlohmann::ordered_json out;
  for (auto const& [name, value] : build_facts()) out[name] = value;
  return out.dump(2) + "\n";
}

}  // namespace engine
