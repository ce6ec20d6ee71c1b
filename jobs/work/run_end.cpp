// How a run ends: the program is asked, then killed; what it was is told.
#include <algorithm>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "jobs/work/asking.hpp"
#include "jobs/work/batch_place.hpp"
#include "jobs/work/run.hpp"

namespace jobs {
namespace {

using namespace std::chrono_literals;
using End = WorkOutcome::End;

/// For the outcome to be written before the batch ends: part of the warning.
constexpr auto for_the_rest = 5s;
constexpr int signal_base = 128;  // added to the number of a signal, in an exit status

double seconds_of(timeval const& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// slurmstepd says so of processes that are not ours, on the standard error of srun.
bool tells_of_memory(std::string const& words) {
  return words.find("oom_kill event") != words.npos || words.find("oom-kill event") != words.npos;
}

}  // namespace

std::string in_megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

/// The first reason is the one that counts.
void Run::ask_to_end(End end, std::string reason) {
  if (end_) return;
  end_ = end;
  reason_ = std::move(reason);
  asked_ = Clock::now();
  if (end == End::interrupted) {
    auto const warning = batch_warning();
    patience_ = std::max<std::chrono::milliseconds>(warning - for_the_rest, warning / 2);
  }
  // Who stops a batch has told SLURM, which tells the ranks itself.
  asked_gently_ = (end != End::stopped || launcher_ == LauncherKind::srun) && ask_ranks(launcher_, main_);
  if (!asked_gently_) kill(-main_, SIGTERM);
}

void Run::end_now(End end, std::string reason) {
  ask_to_end(end, std::move(reason));
  kill_all();
}

void Run::press() {
  if (!asked_) return;
  auto const now = Clock::now();
  if (asked_gently_ && now - *asked_ >= patience_ * 2 / 3) {
    asked_gently_ = false;
    kill(-main_, SIGTERM);
  }
  if (now - *asked_ >= patience_ && (!killed_ || now - *killed_ >= 200ms)) kill_all();
}

void Run::kill_all() {
  if (!killed_) kill_ranks(launcher_);
  killed_ = Clock::now();
  if (group_) group_->kill();
  kill(-main_, SIGKILL);
  kill_descendants();
}

void Run::settle(WorkOutcome& outcome) {
  outcome.end = WIFSIGNALED(status_) ? End::killed : End::exited;
  outcome.status = WIFSIGNALED(status_) ? WTERMSIG(status_) : WEXITSTATUS(status_);
  if (!outcome.launcher.empty() && outcome.end == End::exited && outcome.status > signal_base) {
    outcome.end = End::killed;  // so launchers tell of a rank that a signal ended
    outcome.status -= signal_base;
  }
  outcome.reason = streams_.last_words();
  if (auto const& told = streams_.told_error()) {
    outcome.error_message = told->message;
    outcome.error_fault = told->fault;
  }
  settle_end(outcome);
  settle_usage(outcome);
  if (streams_.lost_some()) outcome.facts.emplace_back("log", "incomplete: the disk was full");
}

void Run::settle_end(WorkOutcome& outcome) {
  bool const in_group = group_ && group_->ran_out_of_memory();
  bool const in_batch = outcome.end == End::killed && memory_kills_here() > memory_kills_before_;
  bool const in_step =
      launcher_ == LauncherKind::srun && !went_well(outcome, order_) && tells_of_memory(outcome.reason);
  if (!end_ && (in_group || in_batch || in_step)) {
    end_ = End::out_of_memory;
    reason_ = order_.memory_bytes == 0
                  ? "it used more memory than its batch may"
                  : "it used more than " + in_megabytes(order_.memory_bytes) + " of memory";
  }
  if (!end_ || (end_ == End::interrupted && went_well(outcome, order_))) return;  // just in time
  if (end_ == End::interrupted && outcome.end == End::killed) outcome.status += signal_base;
  outcome.end = *end_;
  outcome.reason = reason_;
  if (end_ == End::killed) outcome.status = SIGKILL;
}

void Run::settle_usage(WorkOutcome& outcome) {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  outcome.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  outcome.max_rss_bytes = std::max(most_memory_, static_cast<std::uint64_t>(used.ru_maxrss) * 1024);
  if (group_) {
    outcome.cpu_seconds = std::max(outcome.cpu_seconds, group_->cpu_seconds());
    outcome.max_rss_bytes = std::max(outcome.max_rss_bytes, group_->peak_memory());
  }
  outcome.bytes_read = traffic_.read;
  outcome.bytes_written = traffic_.written;
  bool const elsewhere = launcher_ != LauncherKind::none && in_batch() && batch_hosts().size() > 1;
  if (launcher_ != LauncherKind::srun && !elsewhere) return;
  outcome.all_seen = false;
  outcome.facts.emplace_back("seen_cpu_seconds", std::to_string(outcome.cpu_seconds));
  outcome.facts.emplace_back("seen_max_rss_bytes", std::to_string(outcome.max_rss_bytes));
  outcome.cpu_seconds = 0;
  outcome.max_rss_bytes = outcome.bytes_read = outcome.bytes_written = 0;
}

}  // namespace jobs
