#include "engine/base/expects.hpp"

#include <string>

namespace engine {

void contract_broken(char const* condition, char const* file, int line) {
  throw ContractViolation("contract broken: " + std::string(condition) + " at " + file + ":" +
                          std::to_string(line));
}

}  // namespace engine
