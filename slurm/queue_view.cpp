#include "slurm/queue_view.hpp"

#include <algorithm>

#include "slurm/batch_name.hpp"
#include "slurm/failures.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;
using SteadyClock = std::chrono::steady_clock;

constexpr int share = 10;  // of the time that SLURM may be busy with us: one in so many
constexpr auto longest_pause = std::chrono::seconds(60);

}  // namespace

std::vector<std::string> QueueView::question() const {
  std::vector<std::string> words{"squeue", "--noheader", "--states=all",
                                 std::string("--format=") + squeue_format};
  if (settings_.as_owner.empty()) words.emplace_back("--me");  // SLURM then looks at these only
  return words;
}

QueuePicture QueueView::ask(Deadline deadline) {
  auto snapshot = std::make_shared<QueueSnapshot>();
  snapshot->asked = SteadyClock::now();
  auto const answer = commands_.run(question(), deadline);
  if (!answer.well)
    throw Failure(Fault::missing_resource,
                  failure_of("cannot ask the cluster how jobs are", answer.errors, answer.lost).what());
  for (auto& row : squeue_rows(answer.output))
    if (is_name_of(settings_.name, row.name)) snapshot->batches[row.id.job].push_back(std::move(row));
  return snapshot;
}

QueuePicture QueueView::picture(Deadline deadline, SteadyClock::time_point after) {
  std::unique_lock lock(mutex_, deadline);
  if (!lock)
    throw Failure(Fault::missing_resource,
                  "the cluster takes too long to say how jobs are - it is tried again");
  bool const fresh = SteadyClock::now() < next_ && asked_ >= after;
  if (fresh && trouble_) std::rethrow_exception(trouble_);
  if (fresh) return last_;
  auto const begun = SteadyClock::now();
  auto const settle = [&] {
    auto const end = SteadyClock::now();
    auto const slow = std::min<SteadyClock::duration>((end - begun) * share, longest_pause);
    asked_ = begun;
    next_ = end + std::max<SteadyClock::duration>(settings_.poll, slow);
  };
  try {
    last_ = ask(deadline);
    trouble_ = nullptr;
    settle();
  } catch (...) {
    trouble_ = std::current_exception();
    settle();
    throw;
  }
  return last_;
}

std::vector<BatchRecord> QueueView::named(std::string const& name, std::string const& owner,
                                          Deadline deadline) {
  auto words = question();
  words.push_back("--name=" + name);
  // Of others' batches with this name, whoever made them, none is ours.
  if (!settings_.as_owner.empty() && !owner.empty()) words.push_back("--user=" + owner);
  auto const answer = commands_.run(words, deadline);
  if (!answer.well)
    throw Failure(Fault::missing_resource,
                  failure_of("cannot ask the cluster for a job", answer.errors, answer.lost).what());
  auto rows = squeue_rows(answer.output);
  std::erase_if(rows, [&name](auto const& row) { return row.name != name; });
  return rows;
}

}  // namespace slurm
