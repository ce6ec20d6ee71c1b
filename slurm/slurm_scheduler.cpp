#include "slurm/slurm_scheduler.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "slurm/batch_name.hpp"
#include "slurm/batch_summary.hpp"
#include "slurm/failures.hpp"
#include "slurm/slurm_scheduler_impl.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

/// A job that has ended, or is ending, need not be cancelled.
bool only_too_late(std::string const& errors) {
  for (auto const& line : engine::split(engine::lower(errors), '\n'))
    if (!line.empty() && line.find("invalid job id") == line.npos && line.find("already comple") == line.npos)
      return false;
  return true;
}

bool is_batch_id(std::string const& text) {
  return !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == text.npos;
}

}  // namespace

/// Those who come while one command runs go into the next one together.
void SlurmScheduler::Impl::cancel(std::string const& id) {
  if (!is_batch_id(id)) return;  // none of ours
  Deadline const deadline = commands_.deadline();
  {
    std::scoped_lock const lock(mutex_);
    to_cancel_.insert(id);
  }
  std::unique_lock const turn(cancelling_, deadline);
  if (!turn)
    throw Failure(Fault::missing_resource,
                  "cannot cancel the job: the cluster takes too long - it is tried again");
  std::map<std::string, std::vector<std::string>> by_owner;
  {
    std::scoped_lock const lock(mutex_);
    if (!to_cancel_.contains(id)) return;  // whose turn it was before has done it
    for (auto const& each : to_cancel_) {
      auto const memory = known_.find(each);
      by_owner[memory == known_.end() ? "" : memory->second.owner].push_back(each);
    }
  }
  std::optional<Failure> failed;
  for (auto& [owner, ids] : by_owner) try {
      std::vector<std::string> words{"scancel"};
      words.insert(words.end(), ids.begin(), ids.end());
      auto const answer = commands_.run(words, deadline, {}, owner);
      if (!answer.well && !only_too_late(answer.errors))
        throw failure_of("cannot cancel the job", answer.errors, answer.lost);
      std::scoped_lock const lock(mutex_);
      for (auto const& each : ids) to_cancel_.erase(each);
    } catch (Failure const& failure) {  // of one owner: the others' are cancelled all the same
      if (std::ranges::find(ids, id) != ids.end()) failed = failure;
    }
  if (failed) throw *failed;
}

std::vector<std::string> SlurmScheduler::Impl::living(fs::path const& root) {
  std::string const start = path_there(fs::absolute(root).lexically_normal()).string() + "/";
  auto const picture = queue_.picture(commands_.deadline(), std::chrono::steady_clock::now());
  std::vector<std::string> found;
  for (auto const& [id, rows] : picture->batches)
    if (rows.front().work_dir.starts_with(start) && summary_of(rows).state != jobs::BatchState::ended) {
      found.push_back(id);
      if (!settings_.as_owner.empty()) remember(id, rows.front().user, picture->asked);
    }
  return found;
}

ClusterState SlurmScheduler::Impl::examine() {
  Deadline const deadline = commands_.deadline();
  ClusterState state;
  state.version = version_from(commands_.run({"sinfo", "--version"}, deadline).output);
  auto const ping = commands_.run({"scontrol", "ping"}, deadline);
  if (!some_controller_is_up(ping.output))
    throw Failure(
        Fault::missing_resource,
        failure_of("the cluster does not answer", ping.output + "\n" + ping.errors, ping.lost).what());
  state.controller = engine::split(ping.output, '\n').front();
  auto const nodes =
      commands_.run({"sinfo", "--noheader", "--Node", std::string("--format=") + sinfo_format}, deadline);
  if (!nodes.well)
    throw Failure(Fault::missing_resource,
                  failure_of("cannot ask the cluster for its nodes", nodes.errors, nodes.lost).what());
  std::set<std::string> names, usable, partitions;
  for (auto const& row : sinfo_rows(nodes.output)) {
    names.insert(row.node);
    if (row.usable()) usable.insert(row.node);
    partitions.insert(row.partition);
  }
  state.nodes = static_cast<int>(names.size());
  state.nodes_usable = static_cast<int>(usable.size());
  state.partitions.assign(partitions.begin(), partitions.end());
  state.accounting = accounting_.ended({"1"}, deadline).has_value() && accounting_.exists() == true;
  return state;
}

SlurmScheduler::SlurmScheduler(Settings settings, Tell tell, Staging* staging)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(tell), staging)) {
  EXPECTS(impl_->settings_.stage.empty() || staging != nullptr);
}

SlurmScheduler::~SlurmScheduler() = default;

std::string SlurmScheduler::submit(jobs::Submission const& submission) { return impl_->submit(submission); }

std::optional<std::string> SlurmScheduler::find(jobs::JobId const&, fs::path const& work) {
  return impl_->find(work);
}

std::vector<jobs::BatchStatus> SlurmScheduler::states(std::span<std::string const> batch_ids) {
  return impl_->states(batch_ids);
}

void SlurmScheduler::cancel(std::string const& batch_id) { impl_->cancel(batch_id); }

fs::path SlurmScheduler::path_there(fs::path const& local) const { return impl_->path_there(local); }

void SlurmScheduler::fetch(fs::path const& work) {
  if (impl_->staging_) impl_->staging_->fetch(work);
}

std::vector<std::string> SlurmScheduler::living(fs::path const& root) { return impl_->living(root); }

void SlurmScheduler::clean_up(fs::path const& work) {
  if (impl_->staging_) impl_->staging_->clean(work);
  std::error_code none;
  fs::remove(work / submission_name, none);  // what may still come of it does not begin
}

ClusterState SlurmScheduler::examine() { return impl_->examine(); }

std::uint64_t SlurmScheduler::calls() const { return impl_->commands_.calls(); }

}  // namespace slurm
