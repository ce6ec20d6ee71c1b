#include "engine/app/memory_limit.hpp"

#include <fstream>
#include <optional>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "engine/base/text.hpp"

namespace engine {

namespace {

std::optional<std::uint64_t> number_in(std::string const& file) {
  std::ifstream in(file);
  std::string word;
  if (!(in >> word)) return std::nullopt;
  // "max" is no number: no limit.
  auto const n = whole_number(word);
  return n && *n > 0 ? std::optional(static_cast<std::uint64_t>(*n)) : std::nullopt;
}

/// The smallest limit of a group and those above it.
void take_limits(std::string const& root, std::string path, std::string const& name, MemoryLimit& limit) {
  for (;;) {
    if (auto const bytes = number_in(root + path + "/" + name); bytes && *bytes < limit.bytes)
      limit = {*bytes, "cgroup"};
    if (path.empty() || path == "/") return;
    path.resize(path.rfind('/'));
  }
}

}  // namespace

MemoryLimit memory_limit() {
  MemoryLimit limit{
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
      "machine"};
  rlimit space{};
  if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY && space.rlim_cur < limit.bytes)
    limit = {space.rlim_cur, "ulimit"};
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // "4:memory:/slurm/job_3", "0::/system.slice"
    std::size_t const first = line.find(':'), second = line.find(':', first + 1);
    if (second == line.npos) continue;
    std::string const controllers = line.substr(first + 1, second - first - 1),
                      path = line.substr(second + 1);
    if (controllers.empty()) {
      take_limits("/sys/fs/cgroup", path, "memory.max", limit);
      take_limits("/sys/fs/cgroup/unified", path, "memory.max", limit);
    }
    for (std::string const& controller : split(controllers, ','))
      if (controller == "memory") take_limits("/sys/fs/cgroup/memory", path, "memory.limit_in_bytes", limit);
  }
  return limit;
}

}  // namespace engine
