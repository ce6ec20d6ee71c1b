#include <nlohmann/json.hpp>

#include "engine/app/build_facts.hpp"

namespace engine {

std::string build_facts_json() {
  SoftwareFacts const facts = software_facts();
  nlohmann::ordered_json out{{"name", facts.name},   {"version", facts.version}, {"revision", facts.revision},
                             {"dirty", nullptr},     {"build", facts.build},     {"compiler", facts.compiler},
                             {"flags", facts.flags}, {"system", facts.os}};
  if (facts.dirty) out["dirty"] = *facts.dirty;
  for (auto const& [name, version] : facts.libraries) out[name] = version;
  return out.dump(2) + "\n";
}

}  // namespace engine
