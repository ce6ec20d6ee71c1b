/// All batches of ours that SLURM has in mind, from one squeue now and then.
#pragma once

#include <chrono>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "slurm/commands.hpp"
#include "slurm/slurm_output.hpp"

namespace slurm {

/// What one squeue said.
struct QueueSnapshot {
  std::map<std::string, std::vector<BatchRecord>> batches{};  ///< by the id of the whole
  std::chrono::steady_clock::time_point asked{};  ///< before: what was submitted later may be missing
};
using QueuePicture = std::shared_ptr<QueueSnapshot const>;

/// Thread-safe. Asks at most once in Settings::poll, and less often if SLURM takes long to answer: so that
/// the service keeps it busy for a tenth of the time at most. While SLURM is out of reach it is not asked
/// more often either.
class QueueView {
 public:
  QueueView(Settings const& settings, Commands& commands) : settings_(settings), commands_(commands) {}

  /// Not older than the pause between two questions; one that began after `after` if that is given, whatever
  /// the pause. Failure(missing_resource) if SLURM cannot be reached, as of the last question.
  QueuePicture picture(Deadline deadline, std::chrono::steady_clock::time_point after = {});

  /// The batches with this name alone, asked now.
  std::vector<BatchRecord> named(std::string const& name, std::string const& owner, Deadline deadline);

 private:
  QueuePicture ask(Deadline deadline);
  std::vector<std::string> question() const;

  Settings const& settings_;
  Commands& commands_;
  std::timed_mutex mutex_;
  QueuePicture last_{};
  std::exception_ptr trouble_{};
  std::chrono::steady_clock::time_point next_{}, asked_{};
};

}  // namespace slurm
