/// What a job will cost, before it starts: `--dry-run`, and the quote of the service.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/app/pass.hpp"

namespace engine {

struct JobPlan {
  std::string command;
  std::size_t runs = 0;
  std::uint64_t events = 0;
  bool events_exact = true;  ///< false where files must be inflated to know
  std::uint64_t bytes_to_read = 0;
  std::uint64_t memory_bytes_per_rank =
      0;               ///< cubes and blocks; inflated files of the size they turn out to have
  double seconds = 0;  ///< estimate for these ranks and threads
  int ranks = 1, threads = 1;
  double cpu_seconds = 0;  ///< estimate for all of them together
  std::vector<std::string> outputs;
  std::vector<std::string> warnings = {};
};

/// `cube_bytes`: memory of the job's accumulators in one thread.
JobPlan job_plan(std::string const& command, DataSet const& set, Survey const& survey,
                 std::uint64_t cube_bytes, int ranks, int threads, std::vector<std::string> outputs);
/// Notes, and the runs that cannot be read.
std::vector<std::string> plan_warnings(std::vector<std::string> notes, DataSet const& set,
                                       Survey const& survey);
std::string text_of(JobPlan const& plan);
std::string plan_json(JobPlan const& plan);

}  // namespace engine
