/// One run of a program under watch: from its start until nothing of it is left.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "jobs/work/control_group.hpp"
#include "jobs/work/launcher.hpp"
#include "jobs/work/process_table.hpp"
#include "jobs/work/program.hpp"
#include "jobs/work/run_streams.hpp"
#include "jobs/work/work.hpp"

namespace jobs {

/// SIGCHLD, SIGTERM, SIGINT and SIGUSR1 as something to wait for; they interrupt nothing from now on.
class Signals {
 public:
  Signals();
  int number() const { return file_.number(); }
  void take();  ///< what has come, without waiting
  bool stop_asked() const { return stop_asked_; }
  bool time_is_up() const { return time_is_up_; }  ///< of the batch: SIGUSR1

 private:
  Descriptor file_;
  bool stop_asked_ = false, time_is_up_ = false;
};

/// Somebody else's run of this order has begun: whatever comes of this one counts for nobody.
bool is_overtaken(std::filesystem::path const& folder, WorkOrder const& order);

/// "200 MB", rounded up.
std::string in_megabytes(std::uint64_t bytes);

class Run {
 public:
  /// Starts it; throws engine::Failure if it cannot be started.
  Run(std::filesystem::path folder, WorkOrder const& order, Program program, LauncherKind launcher,
      Signals& signals, std::function<void()> news);
  /// Until it has ended and all its processes are gone: end, status, reason, and what was used.
  void watch(WorkOutcome& outcome);

 private:
  using Clock = std::chrono::steady_clock;

  void wait_for_news();
  void collect();
  void look();
  void look_at_order();
  void look_at_processes();
  void look_at_disk();
  void check_memory(std::vector<pid_t> const& family, Memory const& used);

  // How it ends (run_end.cpp).
  void ask_to_end(WorkOutcome::End end, std::string reason);
  void press();
  void end_now(WorkOutcome::End end, std::string reason);
  void kill_all();
  void settle(WorkOutcome& outcome);
  void settle_end(WorkOutcome& outcome);
  void settle_usage(WorkOutcome& outcome);

  std::filesystem::path folder_;
  WorkOrder const& order_;
  LauncherKind launcher_;
  Signals& signals_;
  std::function<void()> news_;  ///< to be called when the status has changed
  std::optional<ControlGroup> group_;
  pid_t main_ = 0;
  RunStreams streams_;
  int status_ = 0;
  bool over_ = false;

  std::chrono::seconds time_;                        ///< the limit may be moved while it runs
  std::filesystem::file_time_type order_changed_{};  ///< of the last look; before the first: none
  Clock::time_point const started_ = Clock::now();
  Clock::time_point next_look_ = started_, next_order_look_ = started_ + std::chrono::seconds(1),
                    next_disk_look_ = started_;
  std::optional<Clock::time_point> asked_{}, killed_{};
  std::chrono::milliseconds patience_;
  bool asked_gently_ = false;              ///< the ranks, and not yet their launcher
  std::optional<WorkOutcome::End> end_{};  ///< if it was ended by us
  std::string reason_{};
  std::uint64_t most_memory_ = 0;
  Traffic traffic_{};
  std::uint64_t const memory_kills_before_;  ///< of the control group that we are in
};

}  // namespace jobs
