#include "uws/analysis/resources.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"

namespace uws {
namespace {

/// The program itself, its libraries and those of MPI: 50 MB measured for a rank under mpirun; networks with
/// registered memory take more.
constexpr std::uint64_t memory_of_process = std::uint64_t{256} << 20;
/// Plans know what is laid out, not what allocators and file caches of cgroups add.
constexpr double memory_margin = 1.25;
constexpr std::uint64_t memory_step = std::uint64_t{64} << 20;

/// Beyond the processors of a usual socket, threads would write their cubes through the other socket's
/// memory.
constexpr int most_threads = 32;

/// A thread is worth asking for, if it has so much to do: fewer processors are found sooner on a busy
/// cluster.
constexpr double seconds_per_thread = 2;

/// Parts for each node: those that are done early leave room for the others, and a lost node costs little.
constexpr int parts_per_node = 4;
constexpr int most_parts = 1000;  ///< SLURM's MaxArraySize is 1001 as shipped

/// Plans count on files in the memory of the machine; file systems of clusters read twenty times slower.
constexpr double time_margin = 20;
constexpr std::chrono::seconds shortest_time{60};  ///< and what start and end take

/// Counts of people: "1 thread", "3 threads".
std::string counted(std::int64_t n, std::string const& thing) {
  std::string const plural = thing.ends_with("ss") ? "es" : "s";
  return std::to_string(n) + " " + thing + (n == 1 ? "" : plural);
}

std::string memory_text(double bytes) {
  auto const mib = static_cast<std::int64_t>(std::ceil(bytes / (1 << 20)));
  return mib < 10240 ? std::to_string(mib) + " MiB" : std::to_string((mib + 1023) / 1024) + " GiB";
}

std::string time_text(double seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 600) return "about " + std::to_string(std::llround(seconds)) + " s";
  if (seconds < 36000) return "about " + std::to_string(std::llround(seconds / 60)) + " min";
  return "about " + std::to_string(std::llround(seconds / 3600)) + " h";
}

double of_process(Workload const& work, int threads) {
  double const bytes = work.memory_per_thread == 0 ? static_cast<double>(work.memory)
                                                   : static_cast<double>(work.memory_per_thread) * threads;
  return memory_margin * bytes + (work.memory_per_thread == 0 ? 0.0 : double{memory_of_process});
}

/// Threads of a node that fit into its processors and its memory; 0: not even one.
int threads_of_node(Workload const& work, NodeLimits const& limits) {
  int threads = limits.cpus;
  if (work.threads > 0) threads = std::min(threads, work.threads);
  auto const fits = [&](int n) {
    int const processes = (n + most_threads - 1) / most_threads;
    return processes * of_process(work, (n + processes - 1) / processes) <=
           static_cast<double>(limits.memory);
  };
  while (threads > 0 && !fits(threads)) --threads;
  return threads;
}

/// How many full nodes this is work for, at least one.
int nodes_worth(Workload const& work, NodeLimits const& limits, int threads, int most) {
  if (limits.node_work.count() <= 0) return most;
  double const node = static_cast<double>(threads) * static_cast<double>(limits.node_work.count());
  return static_cast<int>(std::clamp(std::floor(work.cpu_seconds / node), 1.0, double(most)));
}

void settle_time(Resources& r, Workload const& work, NodeLimits const& limits) {
  double const share = static_cast<double>(r.processes) * r.threads * r.parts;
  auto const wanted = std::chrono::seconds(
      std::llround(std::min(time_margin * work.cpu_seconds / share, 1e9)) + shortest_time.count());
  r.time = work.cpu_seconds > 0 || work.limit.count() == 0 ? wanted : work.limit;
  if (work.limit.count() > 0) r.time = std::min(r.time, work.limit);
  if (limits.time_max.count() > 0) r.time = std::min(r.time, limits.time_max);
}

void settle_memory(Resources& r, Workload const& work, NodeLimits const& limits) {
  double const bytes = of_process(work, r.threads) * (r.processes / r.nodes);
  auto const steps = static_cast<std::uint64_t>(std::ceil(bytes / static_cast<double>(memory_step)));
  r.memory_per_node = std::min(std::max<std::uint64_t>(steps, 1) * memory_step, limits.memory);
}

std::string shape(Resources const& r) {
  std::string const each = counted(r.threads, "thread");
  if (r.parts > 1) return "an array of " + std::to_string(r.parts) + " parts with " + each + " each";
  if (r.processes == 1) return "one process with " + each + " on one node";
  return counted(r.nodes, "node") + " with " + counted(r.processes / r.nodes, "process") + " of " + each +
         " each";
}

std::string why(Resources const& r, Workload const& work, NodeLimits const& limits) {
  std::string const amount = time_text(work.cpu_seconds) + " of computing";
  if (r.parts > 1)
    return amount +
           " run by run - parts begin wherever a node has room, need no MPI, and a lost node costs one of "
           "them";
  if (r.nodes > 1) return amount + " with one sum at the end, so it is one MPI job";
  if (work.cpu_seconds <= 0) return "its description says no more";
  if (!work.mpi && !work.parts) return amount + ", and the program uses one node only";
  if (limits.nodes == 1) return amount + ", and jobs may have one node only";
  return amount + " is too little to share among nodes";
}

std::string refusal(Workload const& work, NodeLimits const& limits) {
  return "the job needs " + memory_text(of_process(work, 1)) +
         " of memory at least, and a node of the cluster "
         "gives " +
         memory_text(static_cast<double>(limits.memory)) + " - ask for less at once (fewer or smaller maps)";
}

/// A program of which only its description is known: as that says, or not at all.
Resources described(Workload const& work, NodeLimits const& limits) {
  Resources r;
  int const most = work.mpi ? limits.nodes * limits.cpus : 1;
  r.processes = std::clamp(work.processes, 1, most);
  r.threads = std::clamp(work.threads, 1, limits.cpus);
  double const room = static_cast<double>(limits.memory) / std::max(1.0, of_process(work, r.threads));
  int const per_node = static_cast<int>(std::clamp(room, 1.0, double(limits.cpus / r.threads)));
  r.nodes = std::min((r.processes + per_node - 1) / per_node, limits.nodes);
  r.processes = std::min(r.processes, r.nodes * per_node);
  // Evenly: every node has as many.
  r.processes = std::max(r.nodes, r.processes / r.nodes * r.nodes);
  return r;
}

Resources spread(Workload const& work, NodeLimits const& limits, int threads) {
  Resources r;
  int const most = static_cast<int>(std::min<std::size_t>(
      work.runs, static_cast<std::size_t>(std::min(most_parts, parts_per_node * limits.nodes))));
  int const nodes = work.mpi || work.parts ? nodes_worth(work, limits, threads, limits.nodes) : 1;
  if (work.parts && nodes > 1 && work.runs > 1) {
    r.parts = std::max(2, nodes_worth(work, limits, threads, most));
    r.threads = std::min(threads, most_threads);
    return r;
  }
  r.nodes = work.mpi ? nodes : 1;
  int const per_node = work.mpi ? (threads + most_threads - 1) / most_threads : 1;
  r.threads = std::min(threads / per_node, work.mpi ? most_threads : threads);
  r.processes = r.nodes * per_node;
  if (r.nodes == 1 && limits.node_work.count() > 0) {
    double const useful = std::ceil(work.cpu_seconds / seconds_per_thread / per_node);
    r.threads = static_cast<int>(std::clamp(useful, 1.0, double(r.threads)));
    if (r.threads == 1 && useful <= 1) r.processes = 1;
  }
  return r;
}

}  // namespace

engine::Result<Resources, std::string> resources_for(Workload const& work, NodeLimits const& limits) {
  EXPECTS(limits.nodes >= 1 && limits.cpus >= 1 && limits.memory > 0);
  int const threads = threads_of_node(work, limits);
  if (threads == 0) return refusal(work, limits);
  bool const known = work.cpu_seconds > 0;
  Resources r = known ? spread(work, limits, threads) : described(work, limits);
  settle_memory(r, work, limits);
  settle_time(r, work, limits);
  r.reason = shape(r) + ": " + why(r, work, limits);
  int const wanted = work.threads > 0 ? std::min(work.threads, limits.cpus) : limits.cpus;
  if (known && threads < wanted)
    r.reason += "; memory is enough for " + counted(threads, "thread") + " on a node with " +
                counted(limits.cpus, "processor");
  return r;
}

}  // namespace uws
