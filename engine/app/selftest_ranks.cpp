#include "engine/app/selftest_ranks.hpp"

#include <algorithm>
#include <fstream>

#include <unistd.h>

#include "engine/app/build_facts.hpp"
#include "engine/app/memory_limit.hpp"
#include "engine/app/run_usage.hpp"
#include "engine/app/wire.hpp"
#include "engine/io/sha256.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

namespace {

/// What the processor can: the words of the kernel, sorted, as a sum.
std::string features_sum() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("flags") || line.starts_with("Features")) return sha256_of(line);
  return sha256_of("");
}

RankFacts own_facts(Session const& session) {
  SoftwareFacts const software = software_facts();
  RankFacts facts;
  facts.rank = session.ranks.rank();
  facts.host = host_name();
  facts.pid = ::getpid();
  facts.processors = usable_processor_list();
  facts.host_processors = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  facts.threads = session.threads;
  facts.threads_bound = session.threads > 1;
  for (std::vector<int> const& list : processors_of_threads(session.threads))
    facts.threads_bound = facts.threads_bound && list.size() < facts.processors.size();
  MemoryLimit const memory = memory_limit();
  facts.memory_bytes = memory.bytes;
  facts.memory_set_by = memory.set_by;
  facts.mpi = mpi_library();
  facts.program =
      creator() + " " + software.revision.substr(0, 12) + (software.dirty.value_or(false) ? "+" : "");
  facts.program_sha256 = sha256_of_file("/proc/self/exe");
  for (auto const& [name, version] : software.libraries)
    facts.libraries += (facts.libraries.empty() ? "" : ", ") + name + " " + version;
  facts.cpu_model = cpu_model();
  facts.cpu_features = features_sum();
  facts.launcher = launcher_variables();
  return facts;
}

void write(WireWriter& out, RankFacts const& f) {
  for (int const n : {f.rank, f.pid, f.host_processors, f.threads, f.threads_bound ? 1 : 0}) out.number(n);
  out.number(static_cast<std::int64_t>(f.memory_bytes));
  for (std::string const* text : {&f.host, &f.memory_set_by, &f.mpi, &f.program, &f.program_sha256,
                                  &f.libraries, &f.cpu_model, &f.cpu_features})
    out.text(*text);
  out.number(static_cast<std::int64_t>(f.processors.size()));
  for (int const processor : f.processors) out.number(processor);
  for (auto const& [name, value] : f.launcher) {
    out.text(name);
    out.text(value);
  }
}

RankFacts read(std::string const& bytes) {
  WireReader in(bytes);
  RankFacts f;
  for (int* n : {&f.rank, &f.pid, &f.host_processors, &f.threads}) *n = static_cast<int>(in.number());
  f.threads_bound = in.number() != 0;
  f.memory_bytes = static_cast<std::uint64_t>(in.number());
  for (std::string* text : {&f.host, &f.memory_set_by, &f.mpi, &f.program, &f.program_sha256, &f.libraries,
                            &f.cpu_model, &f.cpu_features})
    *text = in.text();
  for (std::int64_t left = in.number(); left > 0; --left)
    f.processors.push_back(static_cast<int>(in.number()));
  while (!in.at_end()) {
    std::string name = in.text();
    f.launcher.emplace_back(std::move(name), in.text());
  }
  return f;
}

}  // namespace

std::vector<RankFacts> shared_rank_facts(Session const& session) {
  WireWriter mine;
  auto const trouble = trouble_in([&] { write(mine, own_facts(session)); });
  throw_if_any_failed(session.ranks, trouble);
  std::vector<RankFacts> all;
  for (std::string const& bytes : session.ranks.gather(mine.bytes())) all.push_back(read(bytes));
  return all;
}

ExpectedRanks expected_ranks(std::int64_t ranks, std::int64_t nodes, Session const& session) {
  // The root's environment counts: under mpirun those on other hosts have variables of their daemon.
  BatchSize const batch = batch_size();
  std::optional<int> const launched = launched_processes();
  ExpectedRanks expected;
  expected.ranks = ranks > 0 ? static_cast<int>(ranks) : launched.value_or(batch.ranks.value_or(0));
  expected.nodes = nodes > 0 ? static_cast<int>(nodes) : batch.nodes.value_or(0);
  WireWriter mine;
  mine.number(expected.ranks);
  mine.number(expected.nodes);
  std::string text = mine.bytes();
  session.ranks.broadcast(text);
  WireReader in(text);
  expected.ranks = static_cast<int>(in.number());
  expected.nodes = static_cast<int>(in.number());
  expected.nodes_asked = nodes > 0;
  return expected;
}

std::vector<ClockFacts> shared_clocks(std::vector<RankFacts> const& ranks, Communicator const& communicator) {
  std::vector<ClockFacts> clocks;
  for (int const leader : leaders_of(ranks))
    clocks.push_back({ranks[static_cast<std::size_t>(leader)].host, communicator.clock_of(leader)});
  return clocks;
}

}  // namespace engine
