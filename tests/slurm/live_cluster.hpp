/// A private SLURM of two nodes with accounting, started once for all tests of the program, gone after them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "jobs/process.hpp"
#include "jobs/work/work.hpp"
#include "slurm/slurm_scheduler.hpp"
#include "tests/support/temporary_directory.hpp"

namespace slurm_test {

class LiveCluster {
 public:
  /// The one; nullptr, with a loud message, where SLURM is not installed.
  static LiveCluster* get();
  ~LiveCluster();
  LiveCluster(LiveCluster const&) = delete;
  LiveCluster& operator=(LiveCluster const&) = delete;

  /// `dev-cluster <fault> DIR ...`: stop-munge, start-ctld, ...
  void command(std::vector<std::string> words);
  /// One of SLURM's own commands, as people use them; its output.
  std::string slurm(std::vector<std::string> words);
  /// For a service with this name; polls 20 times a second.
  slurm::Settings settings(std::string const& name) const;

 private:
  LiveCluster();
  test_support::TemporaryDirectory folder_;
  std::string root_;
};

/// A work folder with an order: a line of shell as the program, run by the shepherd that the jobs' own tests
/// use.
struct LiveJob {
  explicit LiveJob(std::string const& shell, std::string const& folder_name = "job");
  test_support::TemporaryDirectory folder{};
  std::filesystem::path work{};
  jobs::WorkOrder order{};
  void write() const { jobs::write_order(work, order); }  ///< again, after a change
  jobs::Submission submission() const { return {order.id, work, order}; }
  std::string said() const;  ///< on the program's standard output
};

/// Asks until the answer is yes, for a minute at most.
bool comes_true(std::function<bool()> const& question);
jobs::BatchStatus status_of(slurm::SlurmScheduler& scheduler, std::string const& id);
/// Waits for that state and answers the status that had it, or the last one.
jobs::BatchStatus wait_for(slurm::SlurmScheduler& scheduler, std::string const& id, jobs::BatchState state);
std::string fact(jobs::BatchStatus const& status, std::string const& name);
std::string all_of(jobs::BatchStatus const& status);  ///< for messages of failed checks
std::string text_of(std::filesystem::path const& path);

}  // namespace slurm_test
