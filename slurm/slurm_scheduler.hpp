/// Runs work orders as batches of SLURM, with its command line tools, here or on a login node.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "jobs/scheduler.hpp"
#include "slurm/settings.hpp"

namespace slurm {

class Staging;

/// What an operator wants to know of a cluster before the first job, and while it serves.
struct ClusterState {
  std::string version{};     ///< "22.05.8"
  std::string controller{};  ///< "slurmctld answers: UP at head", ...
  bool accounting = false;   ///< sacct answers: ended batches are known for months, not minutes
  std::vector<std::string> partitions{};
  int nodes = 0, nodes_usable = 0;
};

/// Batch ids are SLURM's: "4711", of an array the id of the whole. No call takes longer than
/// Settings::patience (submit: twice, when the answer of sbatch was lost and has to be looked for).
/// Failures: missing_resource: not now, try again; bad_request: SLURM will never take it; both in its words.
class SlurmScheduler : public jobs::Scheduler {
 public:
  using Tell = std::function<void(std::string const&)>;  ///< a line for the log

  /// `staging`: where files are not shared (Settings::stage); it outlives this.
  explicit SlurmScheduler(Settings settings, Tell tell = {}, Staging* staging = nullptr);
  ~SlurmScheduler() override;  ///< what waits or runs goes on
  SlurmScheduler(SlurmScheduler const&) = delete;
  SlurmScheduler& operator=(SlurmScheduler const&) = delete;

  std::string submit(jobs::Submission const& submission) override;
  std::optional<std::string> find(jobs::JobId const& id, std::filesystem::path const& work) override;
  std::vector<jobs::BatchStatus> states(std::span<std::string const> batch_ids) override;
  void cancel(std::string const& batch_id) override;
  bool queues() const override { return true; }
  std::filesystem::path path_there(std::filesystem::path const& local) const override;
  void fetch(std::filesystem::path const& work) override;
  std::vector<std::string> living(std::filesystem::path const& root) override;
  void clean_up(std::filesystem::path const& work) override;

  ClusterState examine();       ///< asks; Failure if the cluster does not answer
  std::uint64_t calls() const;  ///< commands of SLURM run so far

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace slurm
