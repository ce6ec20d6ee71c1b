/// How a job is spread over a cluster: from what its plan says and what nodes offer to nodes, processes,
/// threads, memory, time and parts, with the reason in words.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/result.hpp"

namespace uws {

/// What there is to do.
struct Workload {
  double cpu_seconds = 0;               ///< of one processor, for all of it
  std::uint64_t memory_per_thread = 0;  ///< bytes, each thread's own (a cube, buffers); 0: not known
  std::uint64_t memory = 0;             ///< bytes of one whole process, if that is all that is known
  std::size_t runs = 1;                 ///< observations
  bool mpi = false;                     ///< may be several processes that sum up what they have
  bool parts = false;                   ///< makes products run by run: runs may be done apart from each other
  int processes = 1;                    ///< wanted by a program of which nothing else is known
  int threads = 0;                      ///< that it can use; 0: any number
  std::chrono::seconds limit{0};        ///< execution duration; 0: none
};

/// What one job may have.
struct NodeLimits {
  int nodes = 1;
  int cpus = 1;                                   ///< of a node
  std::uint64_t memory = std::uint64_t{4} << 30;  ///< bytes of a node
  std::chrono::seconds time_max{0};               ///< of a batch; 0: any
  /// Another node is worth its while for so much computing with all processors of one; 0: as many as allowed.
  std::chrono::seconds node_work{60};
};

struct Resources {
  int nodes = 1;
  int processes = 1;                  ///< on all nodes together, evenly
  int threads = 1;                    ///< of each process
  int parts = 1;                      ///< more than one: an array of batches like this one
  std::uint64_t memory_per_node = 0;  ///< bytes
  std::chrono::seconds time{60};      ///< that it will take, with a large margin
  std::string reason{};               ///< a sentence for people
  bool operator==(Resources const&) const = default;
};

/// Or why it cannot be done here, as a phrase for whom the job belongs to.
engine::Result<Resources, std::string> resources_for(Workload const& work, NodeLimits const& limits);

}  // namespace uws
