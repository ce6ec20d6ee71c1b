/// What the engine says before it runs: how long it will take, and mistakes that no single parameter shows.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "uws/analysis/examine.hpp"

namespace uws {

struct Plan {
  std::vector<std::string> mistakes{};
  std::optional<double> seconds{};  ///< of running; not known: nothing
  std::int64_t events = 0;
  std::uint64_t memory_bytes = 0;  ///< of each process
  double cpu_seconds = 0;          ///< of all processors together; 0: not known
  int threads = 1;                 ///< of each process, for `memory_bytes`
  std::size_t runs = 0;            ///< that are left after the selection; 0: not known
};

/// How far the engine may go to find out.
struct PlanEffort {
  std::chrono::seconds time{20};
  std::size_t runs = 300;  ///< of more the catalogue must do
};

/// The dry run of a type that reports; of any other type, or of too many runs, what the catalogue lets one
/// expect.
Plan plan_of(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
             Examined const& examined, PlanEffort effort);

/// Internal: the plan in the engine's JSON.
std::optional<Plan> read_plan(std::string const& json);

}  // namespace uws
