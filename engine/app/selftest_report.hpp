/// What `distill selftest` finds out, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/parallel/communicator.hpp"

namespace engine {

/// What one rank says of itself.
struct RankFacts {
  int rank = 0;
  std::string host;
  int pid = 0;
  std::vector<int> processors;  ///< it may run on
  int host_processors = 1;      ///< that the host has online
  int threads = 1;              ///< it would use
  bool threads_bound = false;   ///< each to some of `processors`
  std::uint64_t memory_bytes = 0;
  std::string memory_set_by;  ///< as MemoryLimit
  std::string mpi;            ///< library and version
  std::string program;        ///< "Distiller 0.1.0 <revision>"
  std::string program_sha256, libraries;
  std::string cpu_model, cpu_features;                        ///< the features as one sum
  std::vector<std::pair<std::string, std::string>> launcher;  ///< variables
};

/// What there must be; 0: not known.
struct ExpectedRanks {
  int ranks = 0, nodes = 0;
  bool nodes_asked = false;  ///< by a parameter, not only by the batch
};

struct ClockFacts {
  std::string host;
  ClockOffset offset;
};

struct LinkFacts {
  int from = 0, to = 0;
  bool same_host = false;
  double latency_s = 0, bytes_per_s = 0;
};

struct CollectiveFacts {
  std::uint64_t bytes = 0;  ///< of the array that was summed
  double sum_s = 0;
  std::string wrong;  ///< what came out wrong; empty: nothing
};

/// Of a folder, as one host sees it.
struct FolderSpeed {
  std::string host;
  std::string folder;  ///< "output" or "scratch" (TMPDIR)
  std::uint64_t free_bytes = 0, bytes = 0;
  double write_s = 0, sync_s = 0,
         read_s = 0;  ///< writing into memory, until it is on the disk, reading it back
  std::string trouble;
};

/// How long a file written elsewhere took to be seen; nothing: it was not.
struct SeenFile {
  int rank = 0;
  std::string host;
  std::optional<double> root_file_s;  ///< the root's, by this rank
  std::optional<double> own_file_s;   ///< this rank's, by the root
  std::string trouble;
};

struct InputSpeed {
  std::string host;
  std::size_t files = 0;
  std::uint64_t bytes = 0;  ///< read
  double read_s = 0;
  std::string names_sum;  ///< which files there are, and their sizes
  std::string trouble;
};

struct SelftestReport {
  ExpectedRanks expected;
  std::vector<RankFacts> ranks;
  std::vector<ClockFacts> clocks;  ///< of hosts
  CollectiveFacts collectives;
  std::vector<LinkFacts> links;
  std::vector<SeenFile> shared;
  std::vector<FolderSpeed> folders;
  std::vector<InputSpeed> inputs;
  std::vector<std::string> refusals, warnings;
};

/// Each once, in the order of ranks.
std::vector<std::string> hosts_of(std::vector<RankFacts> const& ranks);
/// The lowest rank of each host.
std::vector<int> leaders_of(std::vector<RankFacts> const& ranks);

/// "0-3,8": processors as people write them.
std::string list_text(std::vector<int> const& numbers);

/// "Open MPI v4.1.4", without its packager and date.
std::string short_name(std::string const& mpi);

std::string selftest_text(SelftestReport const& report);
/// `report`: the JSON that every job makes; the self-test becomes its key "selftest".
std::string selftest_json(SelftestReport const& selftest, std::string const& report);

}  // namespace engine
