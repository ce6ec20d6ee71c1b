/// The parts of SlurmScheduler.
#pragma once

#include <condition_variable>
#include <set>

#include "slurm/accounting.hpp"
#include "slurm/queue_view.hpp"
#include "slurm/slurm_scheduler.hpp"
#include "slurm/staging.hpp"

namespace slurm {

/// What we remember of a batch between two questions.
struct BatchMemory {
  using Time = std::chrono::steady_clock::time_point;
  std::string owner{};     ///< with Settings::as_owner
  std::string work_dir{};  ///< where its log is
  Time submitted{}, wanted{},
      seen_ended{};  ///< by us; when somebody last asked; seen first without accounting
  Time looked{};     ///< the picture after which its end was looked up
  std::optional<jobs::BatchStatus> last{};  ///< what was answered then
  std::vector<BatchRecord> seen{};          ///< when it ran, as the queue said it
  bool settled = false;                     ///< it has ended, and nothing will be known better
};

class SlurmScheduler::Impl {
 public:
  Impl(Settings settings, Tell tell, Staging* staging)
      : settings_(std::move(settings)), tell_(std::move(tell)), staging_(staging) {}

  std::string submit(jobs::Submission const& submission);
  std::optional<std::string> find(std::filesystem::path const& work);
  std::vector<jobs::BatchStatus> states(std::span<std::string const> ids);
  void cancel(std::string const& id);
  std::vector<std::string> living(std::filesystem::path const& root);
  ClusterState examine();

  std::filesystem::path path_there(std::filesystem::path const& local) const {
    return staging_ ? staging_->path_there(local) : local;
  }

  Settings const settings_;
  Tell const tell_;
  Staging* const staging_;
  Commands commands_{settings_};

 private:
  /// Those of one question.
  struct Asked {
    std::string id;
    std::vector<BatchRecord> rows{};
    jobs::BatchStatus status{};
  };

  std::optional<std::string> found(jobs::WorkOrder const& order, std::filesystem::path const& work,
                                   Deadline deadline);
  std::optional<std::string> found_in_log(jobs::WorkOrder const& order, std::filesystem::path const& work,
                                          std::string const& submission, Deadline deadline);
  std::string hand_in(jobs::Submission const& submission, std::string const& script, Deadline deadline);
  std::string owner_of(jobs::WorkOrder const& order) const;
  void remember(std::string const& id, std::string const& owner, BatchMemory::Time submitted);
  jobs::BatchStatus status_in(std::string const& id, QueueSnapshot const& picture, bool& has_ended);
  void look_up_ends(std::vector<Asked>& asked, QueueSnapshot const& picture, Deadline deadline);
  void settle(Asked& asked, bool accounting_answered, std::vector<BatchRecord> const* accounted,
              std::vector<BatchRecord> const* remembered);
  void explain_from_log(jobs::BatchStatus& status, std::filesystem::path const& work_dir) const;
  void forget_old();
  void say(std::string const& text) const {
    if (tell_) tell_(text);
  }

  QueueView queue_{settings_, commands_};
  Accounting accounting_{commands_};
  std::mutex mutex_;
  std::map<std::string, BatchMemory> known_{};
  std::set<std::string> uncertain_{};  ///< names of batches of which the answer to sbatch was lost

  std::timed_mutex cancelling_;
  std::set<std::string> to_cancel_{};  ///< guarded by mutex_
};

}  // namespace slurm
