/// How batches ended, from SLURM's accounting, or where there is none from what its controller still has in
/// mind.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "slurm/commands.hpp"
#include "slurm/slurm_output.hpp"

namespace slurm {

/// Thread-safe.
class Accounting {
 public:
  explicit Accounting(Commands& commands) : commands_(commands) {}

  /// Rows, with those of steps, of each of these batches that accounting knows, by the id of the whole: one
  /// sacct for all. Nothing: accounting does not answer now. Not asked, and empty, where the cluster has none
  /// (that is asked again every ten minutes).
  using Rows = std::map<std::string, std::vector<BatchRecord>>;
  std::optional<Rows> ended(std::vector<std::string> const& ids, Deadline deadline);

  /// Of these batches what slurmctld has in mind: one scontrol for all. Those that it forgot are missing.
  Rows remembered(std::vector<std::string> const& ids, Deadline deadline);

  /// The newest batch of this name since then, if accounting knows; nothing if it does not, or does not
  /// answer.
  std::optional<std::string> newest(std::string const& name, std::string const& owner, jobs::Instant since,
                                    Deadline deadline);

  /// Has the cluster accounting? Nothing: never asked, or it did not answer.
  std::optional<bool> exists() const;

 private:
  std::optional<std::string> ask(std::vector<std::string> const& words, Deadline deadline);

  Commands& commands_;
  mutable std::mutex mutex_;
  std::optional<bool> exists_{};
  std::chrono::steady_clock::time_point asked_{};
};

}  // namespace slurm
