/// How much memory this process may have.
#pragma once

#include <cstdint>
#include <string>

namespace engine {

struct MemoryLimit {
  std::uint64_t bytes = 0;
  std::string set_by;  ///< "machine" (all there is), "cgroup" (batch system, container), "ulimit"
};

/// The smallest of what the machine has, the limits of the control groups (1 and 2) that we are in, and
/// ulimit. Of a control group all its processes share the limit.
MemoryLimit memory_limit();

}  // namespace engine
