/// What a job took of the machines it ran on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/report_json.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

struct RunUsage {
  std::vector<std::string> hosts;   ///< each once, in the order of ranks
  double cpu_s = 0;                 ///< of all ranks
  std::uint64_t max_rss_bytes = 0;  ///< of the largest rank
  std::uint64_t bytes_read = 0;     ///< by all ranks, from the page cache too
  std::vector<RankUsage> by_rank;
};

/// As the kernel calls this machine.
std::string host_name();

/// Collective: so far, the same on every rank.
RunUsage shared_usage(Communicator const& ranks);

/// "Intel(R) Xeon(R) ..."; empty if the kernel does not tell.
std::string cpu_model();
/// PRETTY_NAME of the operating system's release: "Debian GNU/Linux 12 (bookworm)".
std::string os_release();

}  // namespace engine
