// How batches are: from one squeue for all, and one sacct for those that have ended.
#include <algorithm>
#include <fstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "slurm/batch_name.hpp"
#include "slurm/batch_script.hpp"
#include "slurm/batch_summary.hpp"
#include "slurm/slurm_scheduler_impl.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using jobs::BatchState;
using jobs::BatchStatus;
using End = jobs::WorkOutcome::End;
using SteadyClock = std::chrono::steady_clock;

constexpr auto patience_with_accounting = std::chrono::seconds(10);  // to hear of an end that the queue knows
constexpr auto kept_unasked = std::chrono::minutes(30);
constexpr std::streamoff most_of_log = 8192;

bool same_part(ArrayId const& a, ArrayId const& b) {
  return a.job == b.job && a.task == b.task && a.waiting == b.waiting && a.step == b.step;
}

/// Rows of `later`, with what only `earlier` says of the same parts; of arrays, parts that `later` lacks are
/// added.
std::vector<BatchRecord> joined_rows(std::vector<BatchRecord> earlier,
                                     std::vector<BatchRecord> const& later) {
  for (auto const& row : later) {
    auto const same = std::find_if(earlier.begin(), earlier.end(),
                                   [&](auto const& known) { return same_part(known.id, row.id); });
    if (same == earlier.end())
      earlier.push_back(row);
    else
      *same = merged(*same, row);
  }
  return earlier;
}

/// With what was known of the same parts before.
std::vector<BatchRecord> enriched(std::vector<BatchRecord> rows, std::vector<BatchRecord> const& before) {
  for (auto& row : rows)
    for (auto const& old : before)
      if (same_part(old.id, row.id)) row = merged(old, row);
  return rows;
}

std::string end_of_file(fs::path const& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return {};
  std::streamoff const size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - most_of_log));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<BatchRecord> const* rows_in(Accounting::Rows const& rows, std::string const& id) {
  auto const found = rows.find(id);
  return found == rows.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<BatchStatus> SlurmScheduler::Impl::states(std::span<std::string const> ids) {
  Deadline const deadline = commands_.deadline();
  auto const picture = queue_.picture(deadline);
  std::vector<BatchStatus> told(ids.size());
  std::vector<Asked> ended;
  std::vector<std::size_t> places;
  {
    std::scoped_lock const lock(mutex_);
    forget_old();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      bool has_ended = false;
      told[i] = status_in(ids[i], *picture, has_ended);
      if (!has_ended) continue;
      auto const rows = picture->batches.find(ids[i]);
      ended.push_back(
          {.id = ids[i], .rows = rows == picture->batches.end() ? std::vector<BatchRecord>{} : rows->second});
      places.push_back(i);
    }
  }
  look_up_ends(ended, *picture, deadline);
  for (std::size_t i = 0; i < ended.size(); ++i) told[places[i]] = ended[i].status;
  return told;
}

/// Called with the lock. `has_ended`: the picture says so, or does not have it, and that has not been looked
/// into yet.
BatchStatus SlurmScheduler::Impl::status_in(std::string const& id, QueueSnapshot const& picture,
                                            bool& has_ended) {
  auto& memory = known_[id];
  memory.wanted = SteadyClock::now();
  if (memory.settled) return *memory.last;
  auto const rows = picture.batches.find(id);
  if (rows == picture.batches.end()) {
    if (memory.submitted >= picture.asked)
      return {.state = BatchState::waiting, .reason = "was handed to the cluster"};
  } else {
    memory.work_dir = rows->second.front().work_dir;
    if (!settings_.as_owner.empty()) memory.owner = rows->second.front().user;
    BatchStatus status = summary_of(rows->second);
    if (status.state != BatchState::ended) {
      status.facts = facts_of(rows->second);
      memory.seen_ended = {};
      if (status.state == BatchState::running) memory.seen = enriched(rows->second, memory.seen);
      return status;
    }
  }
  if (memory.last && memory.looked == picture.asked) return *memory.last;
  if (memory.seen_ended == BatchMemory::Time{}) memory.seen_ended = SteadyClock::now();
  has_ended = true;
  return {};
}

void SlurmScheduler::Impl::look_up_ends(std::vector<Asked>& asked, QueueSnapshot const& picture,
                                        Deadline deadline) {
  if (asked.empty()) return;
  std::vector<std::string> all, in_queue;
  for (auto const& one : asked) {
    // sacct refuses all of them for one that is no number: the name of a run on another ground.
    if (one.id.find_first_not_of("0123456789") == one.id.npos) all.push_back(one.id);
    if (!one.rows.empty()) in_queue.push_back(one.id);
  }
  std::optional<Accounting::Rows> accounted;
  Accounting::Rows remembered;
  try {
    accounted = accounting_.ended(all, deadline);
    if (accounted)  // what it has in full need not be asked of the controller
      std::erase_if(in_queue, [&](auto const& id) {
        auto const* const rows = rows_in(*accounted, id);
        return rows && summary_of(*rows).state == BatchState::ended;
      });
    remembered = accounting_.remembered(in_queue, deadline);
  } catch (engine::Failure const& failure) {
    say(std::string("accounting of ended jobs has to wait: ") + failure.what());
  }
  std::scoped_lock const lock(mutex_);
  for (auto& one : asked) {
    settle(one, accounted.has_value(), accounted ? rows_in(*accounted, one.id) : nullptr,
           rows_in(remembered, one.id));
    auto& memory = known_[one.id];
    memory.looked = picture.asked;
    memory.last = one.status;
  }
}

/// Called with the lock.
void SlurmScheduler::Impl::settle(Asked& asked, bool accounting_answered,
                                  std::vector<BatchRecord> const* accounted,
                                  std::vector<BatchRecord> const* remembered) {
  auto& memory = known_[asked.id];
  bool const in_accounting = accounted && summary_of(*accounted).state == BatchState::ended;
  if (asked.rows.empty() && !in_accounting) {
    asked.status = {.state = BatchState::unknown, .reason = "the cluster does not know the job any more"};
    if (!accounting_answered) asked.status.reason += ", and its accounting does not answer";
    if (accounted) asked.status.facts = facts_of(*accounted);
    return;
  }
  std::vector<BatchRecord> rows = asked.rows;
  if (remembered) rows = joined_rows(std::move(rows), *remembered);
  if (in_accounting) {
    rows = joined_rows(std::move(rows), *accounted);
    // Parts that waited together in the queue are told one by one there.
    std::erase_if(rows, [](auto const& row) {
      return row.id.step.empty() && jobs::BatchState::ended != summary_of({row}).state;
    });
  }
  bool const may_come = !in_accounting && accounting_.exists() != false &&
                        SteadyClock::now() < memory.seen_ended + patience_with_accounting;
  if (may_come) {
    asked.status = {.state = BatchState::running, .reason = "is ending", .facts = facts_of(rows)};
    return;
  }
  asked.status = summary_of(rows);
  asked.status.facts = facts_of(enriched(std::move(rows), memory.seen));
  memory.seen.clear();
  explain_from_log(asked.status, memory.work_dir);
  memory.settled = true;
}

/// What the script itself said, or those who watch its memory without control groups.
void SlurmScheduler::Impl::explain_from_log(BatchStatus& status, fs::path const& work_dir) const {
  if (staging_ || work_dir.empty() || (status.end != End::lost && status.end != End::killed)) return;
  for (auto const& line : engine::split(end_of_file(work_dir / log_name), '\n')) {
    if (line.starts_with(failure_mark)) {
      status.reason = line.substr(failure_mark.size(), 300);
      status.end = End::not_started;
    }
    if (line.find("xceeded job memory limit") != line.npos ||
        line.find("exceeded memory limit") != line.npos) {
      status.reason = "used more memory than it asked for";
      status.end = End::out_of_memory;
      status.again = false;
    }
  }
}

/// Called with the lock.
void SlurmScheduler::Impl::forget_old() {
  auto const now = SteadyClock::now();
  std::erase_if(known_, [&](auto const& entry) {
    return entry.second.wanted + kept_unasked < now && entry.second.submitted + kept_unasked < now;
  });
}

}  // namespace slurm
