/// Who reads what: files and ranks to a work plan. A pure function of its arguments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/events.hpp"

namespace engine {

struct PlanInput {
  std::size_t rows = 0;
  std::uint64_t bytes = 0;  ///< of the table in the file, compressed if it is
  bool splittable = true;   ///< any range of rows can be read at its own cost: not so with gzip
};

struct WorkUnit {
  std::size_t file;  ///< index of the input
  Rows rows;
  friend bool operator==(WorkUnit const&, WorkUnit const&) = default;
};

struct PlanLimits {
  int ranks = 1;
  std::size_t rows_per_unit = 1 << 20;  ///< of splittable inputs; small enough to share among threads
};

struct WorkPlan {
  std::vector<std::vector<WorkUnit>> by_rank;  ///< each in the order of files and rows
  std::span<WorkUnit const> of_rank(int rank) const { return by_rank[static_cast<std::size_t>(rank)]; }
};

/// Every row of every input stands in exactly one unit; an input without rows stands in one empty unit, so
/// that somebody looks at its header. The whole inputs go to the ranks first, the costliest to the least
/// loaded; the splittable ones then fill all ranks to one level, each rank a run of consecutive rows.
WorkPlan plan_work(std::span<PlanInput const> inputs, PlanLimits limits);

/// What an input costs, in units of a plain byte read and binned. Measured (performance.md): a gzip file
/// takes about as long as one 12 times its size that is not compressed.
double cost_of(PlanInput const& input);

}  // namespace engine
