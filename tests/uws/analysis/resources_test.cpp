#include "uws/analysis/resources.hpp"

#include <string_view>

#include <doctest/doctest.h>

using namespace uws;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20, gib = std::uint64_t{1} << 30;

NodeLimits const cluster{.nodes = 8, .cpus = 16, .memory = 64 * gib};

/// So much computing, by an MPI program with one sum.
Workload map_of(double cpu_seconds, std::uint64_t memory_per_thread = 100 * mib) {
  return {.cpu_seconds = cpu_seconds,
          .memory_per_thread = memory_per_thread,
          .runs = 1000,
          .mpi = true,
          .limit = 3600s};
}
Workload select_of(double cpu_seconds, std::size_t runs) {
  Workload work = map_of(cpu_seconds);
  work.parts = true;
  work.runs = runs;
  return work;
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("jobs get what their work is worth") {
  struct Row {
    char const* what;
    Workload work;
    NodeLimits limits;
    int nodes, processes, threads, parts;
    char const* reason;
  };
  NodeLimits one_node = cluster, all = cluster, wide = cluster, huge = cluster;
  one_node.nodes = 1;
  all.node_work = 0s;
  wide.cpus = 128;
  wide.memory = 512 * gib;
  huge.nodes = 5000;
  Workload alone = map_of(1e6);
  alone.mpi = false;
  // Sixteen processors do 960 s of computing in a minute, which is what another node costs.
  Row const rows[] = {
      {"nearly nothing", map_of(0.003), cluster, 1, 1, 1, 1, "less than a second of computing"},
      {"a little", map_of(9), cluster, 1, 1, 5, 1, "one process with 5 threads on one node"},
      {"most of a node", map_of(1900), cluster, 1, 1, 16, 1, "too little to share among nodes"},
      {"two nodes", map_of(1920), cluster, 2, 2, 16, 1, "2 nodes with 1 process of 16 threads each"},
      {"all nodes", map_of(1e5), cluster, 8, 8, 16, 1, "one sum at the end, so it is one MPI job"},
      {"only one allowed", map_of(1e5), one_node, 1, 1, 16, 1, "jobs may have one node only"},
      {"spread at any cost", map_of(0.003), all, 8, 8, 16, 1, "8 nodes"},
      {"two sockets and more", map_of(1e5), wide, 8, 32, 32, 1,
       "8 nodes with 4 processes of 32 threads each"},
      {"no MPI", alone, cluster, 1, 1, 16, 1, "uses one node only"},
      {"runs apart, small", select_of(1000, 100), cluster, 1, 1, 16, 1, "too little"},
      {"runs apart, large", select_of(9600, 100), cluster, 1, 1, 16, 10, "an array of 10 parts"},
      {"no more parts than runs", select_of(1e6, 3), cluster, 1, 1, 16, 3, "a lost node costs one"},
      {"four parts a node", select_of(1e6, 1000), cluster, 1, 1, 16, 32, "run by run"},
      {"no more than SLURM takes", select_of(1e9, 100'000), huge, 1, 1, 16, 1000, "an array of 1000 parts"},
      {"one run is not split", select_of(1e6, 1), cluster, 8, 8, 16, 1, "one MPI job"},
      {"parts at any cost", select_of(0.003, 4), all, 1, 1, 16, 4, "an array of 4 parts"},
  };
  for (Row const& row : rows) {
    CAPTURE(row.what);
    auto const r = resources_for(row.work, row.limits);
    REQUIRE(r);
    CHECK(r->nodes == row.nodes);
    CHECK(r->processes == row.processes);
    CHECK(r->threads == row.threads);
    CHECK(r->parts == row.parts);
    CHECK_MESSAGE(has(r->reason, row.reason), r->reason);
  }
}

TEST_CASE("memory decides how many threads there are, and what is refused") {
  NodeLimits small = cluster;
  small.memory = 4 * gib;
  // 1 GiB a thread and a quarter more: three of them and the program itself are in 4 GiB.
  auto const r = resources_for(map_of(1e5, gib), small);
  REQUIRE(r);
  CHECK(r->threads == 3);
  CHECK(r->memory_per_node <= small.memory);
  CHECK(r->memory_per_node >= 3 * gib);
  CHECK(has(r->reason, "memory is enough for 3 threads on a node with 16 processors"));

  auto const none = resources_for(map_of(1e5, 4 * gib), small);
  REQUIRE_FALSE(none);
  CHECK(has(none.error(), "5376 MiB of memory"));
  CHECK(has(none.error(), "gives 4096 MiB"));
  CHECK(has(none.error(), "ask for less"));
}

TEST_CASE("time is the estimate with a margin, a minute at least, and never more than is allowed") {
  auto const time_of = [](Workload const& work, NodeLimits const& limits) {
    return resources_for(work, limits)->time;
  };
  CHECK(time_of(map_of(0.001), cluster) == 60s);
  CHECK(time_of(map_of(160), cluster) == 260s);  // 10 s on 16 threads, twenty times, and a minute
  CHECK(time_of(map_of(1e9), cluster) == 3600s);
  Workload endless = map_of(1e9);
  endless.limit = 0s;
  NodeLimits day = cluster;
  day.time_max = 86400s;
  CHECK(time_of(endless, day) == 86400s);
  Workload script{.memory = gib, .limit = 7200s};
  CHECK(time_of(script, cluster) == 7200s);
}

TEST_CASE("a program of which only the description is known gets what that says") {
  Workload script{.memory = 2 * gib, .threads = 4, .limit = 3600s};
  auto const r = resources_for(script, cluster);
  REQUIRE(r);
  CHECK(r->nodes == 1);
  CHECK(r->processes == 1);
  CHECK(r->threads == 4);
  CHECK(r->memory_per_node >= 2 * gib);

  Workload mpi{.memory = gib, .mpi = true, .processes = 12, .threads = 4, .limit = 3600s};
  auto const many = resources_for(mpi, cluster);
  REQUIRE(many);
  CHECK(many->nodes == 3);
  CHECK(many->processes == 12);
  CHECK(many->memory_per_node >= 4 * gib);

  NodeLimits tight = cluster;
  tight.memory = 3 * gib;
  auto const spread = resources_for(mpi, tight);
  REQUIRE(spread);
  CHECK(spread->nodes == 6);
  CHECK(spread->memory_per_node == 2 * (gib + gib / 4));

  Workload fat = script;
  fat.memory = 65 * gib;
  CHECK_FALSE(resources_for(fat, cluster));
}

TEST_CASE("whatever the work and the cluster, no node is asked for more than it has") {
  for (int const nodes : {1, 2, 7, 4000})
    for (int const cpus : {1, 2, 48, 96, 256})
      for (std::uint64_t const memory : {gib, 3 * gib, 500 * gib})
        for (double const cpu : {0.0, 0.1, 50.0, 3e3, 1e7, 1e15})
          for (std::uint64_t const thread : {std::uint64_t{0}, mib, 700 * mib, 40 * gib})
            for (std::size_t const runs : {1, 13, 20'000})
              for (int const kind : {0, 1, 2, 3}) {
                Workload const work{.cpu_seconds = cpu,
                                    .memory_per_thread = thread,
                                    .memory = gib / 2,
                                    .runs = runs,
                                    .mpi = (kind & 1) != 0,
                                    .parts = (kind & 2) != 0,
                                    .processes = 5,
                                    .limit = 86400s};
                auto const r = resources_for(work, {.nodes = nodes, .cpus = cpus, .memory = memory});
                if (!r) {
                  CHECK(thread > 0);
                  CHECK(thread + thread / 4 > memory - 260 * mib);
                  continue;
                }
                bool const fits = r->nodes >= 1 && r->nodes <= nodes && r->processes % r->nodes == 0 &&
                                  r->processes / r->nodes * r->threads <= cpus && r->threads >= 1 &&
                                  r->memory_per_node <= memory && r->memory_per_node > 0;
                CHECK(fits);
                CHECK((r->parts == 1 || (work.parts && r->processes == 1)));
                CHECK((r->processes == 1 || work.mpi));
                CHECK(r->parts <= static_cast<int>(runs));
                CHECK(r->time >= 60s);
                CHECK(r->time <= 86400s);
              }
}
