#include "jobs/work/run.hpp"

#include <algorithm>
#include <array>

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "jobs/work/work_environment.hpp"

namespace jobs {
namespace {

using namespace std::chrono_literals;
using End = WorkOutcome::End;

std::uint64_t size_of(std::filesystem::path const& folder) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator i(folder, error), end; i != end; i.increment(error)) {
    struct stat entry {};
    if (lstat(i->path().c_str(), &entry) == 0) sum += static_cast<std::uint64_t>(entry.st_blocks) * 512;
    if (error) break;
  }
  return sum;
}

Started start(Program& program, WorkOrder const& order, std::optional<ControlGroup> const& group,
              pid_t& pid) {
  if (group) program.joining = group->joining();
  auto started = start_program(program, order);
  pid = started.pid;
  return started;
}

}  // namespace

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int const number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&set, number);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  file_ = Descriptor(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

void Signals::take() {
  signalfd_siginfo news{};
  while (read(file_.number(), &news, sizeof news) == static_cast<ssize_t>(sizeof news)) {
    if (news.ssi_signo == SIGTERM || news.ssi_signo == SIGINT) stop_asked_ = true;
    if (news.ssi_signo == SIGUSR1) time_is_up_ = true;
  }
}

bool is_overtaken(std::filesystem::path const& folder, WorkOrder const& order) {
  try {
    WorkOrder const now = read_order(folder);
    return now.attempt != order.attempt || now.run != order.run;
  } catch (engine::Failure const&) {
    return false;  // it cannot be read now; should the folder be gone, others notice
  }
}

Run::Run(std::filesystem::path folder, WorkOrder const& order, Program program, LauncherKind launcher,
         Signals& signals, std::function<void()> news)
    : folder_(std::move(folder)),
      order_(order),
      launcher_(launcher),
      signals_(signals),
      news_(std::move(news)),
      group_(ControlGroup::make(order)),
      streams_([&] {
        auto started = start(program, order, group_, main_);
        return RunStreams(folder_, order, std::move(started.output), std::move(started.errors));
      }()),
      time_(order.time),
      patience_(order.patience),
      memory_kills_before_(memory_kills_here()) {}

void Run::watch(WorkOutcome& outcome) {
  while (!over_) {
    wait_for_news();
    signals_.take();
    collect();
    streams_.take();
    streams_.tell_status();
    if (streams_.has_told() && news_) news_();
    if (!over_) look();
  }
  if (group_) group_->kill();
  end_descendants();
  streams_.close();
  settle(outcome);
}

void Run::wait_for_news() {
  auto due = std::min(next_look_, next_order_look_);
  if (auto const status = streams_.tell_status()) due = std::min(due, *status);
  auto const patience = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
  std::array<pollfd, 3> waiting{pollfd{signals_.number(), POLLIN, 0}, pollfd{streams_.output(), POLLIN, 0},
                                pollfd{streams_.errors(), POLLIN, 0}};
  poll(waiting.data(), waiting.size(), static_cast<int>(std::clamp<long>(patience, 0, 1000)));
}

/// Those who ended, the program and orphans of its; each is asked for its traffic before it vanishes.
void Run::collect() {
  for (;;) {
    siginfo_t ended{};
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0) return;
    Traffic const traffic = traffic_of(ended.si_pid);
    traffic_.read += traffic.read;
    traffic_.written += traffic.written;
    int status = 0;
    if (waitpid(ended.si_pid, &status, 0) == main_) {
      status_ = status;
      over_ = true;
    }
  }
}

void Run::look() {
  auto const now = Clock::now();
  if (signals_.stop_asked()) ask_to_end(End::stopped, "on request");
  if (signals_.time_is_up()) ask_to_end(End::interrupted, "its batch may not run longer");
  if (now >= next_order_look_) look_at_order();
  if (time_.count() > 0 && now - started_ >= time_)
    ask_to_end(End::timed_out, "it ran longer than " + std::to_string(time_.count()) + " s");
  if (now >= next_look_) look_at_processes();
  if (order_.disk_bytes > 0 && now >= next_disk_look_) look_at_disk();
  press();
}

/// The time limit may have been moved; and if the folder is gone, so is the job.
void Run::look_at_order() {
  next_order_look_ = Clock::now() + 1s;
  std::error_code error;
  auto const changed = std::filesystem::last_write_time(folder_ / order_name, error);
  if (error) return end_now(End::stopped, "its folder is gone");
  if (changed == order_changed_) return;
  order_changed_ = changed;
  try {
    WorkOrder const order = read_order(folder_);
    if (order.attempt != order_.attempt || order.run != order_.run)
      return end_now(End::stopped, "another run of it has begun");
    time_ = order.time;
  } catch (engine::Failure const&) {
    // It goes on with the limit it has.
  }
}

void Run::look_at_processes() {
  auto const family = likely_descendants_of(getpid());
  Memory const used = memory_of(family);
  most_memory_ = std::max(most_memory_, used.likely);
  bool const near = order_.memory_bytes > 0 && used.resident > order_.memory_bytes / 2;
  bool const young = Clock::now() - started_ < 500ms;
  next_look_ = Clock::now() + (near || young ? 20ms : 100ms);
  if (order_.tasks > 0 && family.size() > static_cast<std::size_t>(order_.tasks))
    end_now(End::killed, "it had more than " + std::to_string(order_.tasks) + " processes at a time");
  if (order_.memory_bytes > 0 && used.resident > order_.memory_bytes) check_memory(family, used);
}

/// Pages of shared memory (ranks of MPI have much of it) are counted once before anyone is accused.
void Run::check_memory(std::vector<pid_t> const& family, Memory const& used) {
  if (used.own <= order_.memory_bytes && proportional_memory_of(family) <= order_.memory_bytes) return;
  end_now(End::out_of_memory, "it used more than " + in_megabytes(order_.memory_bytes) + " of memory");
}

void Run::look_at_disk() {
  next_disk_look_ = Clock::now() + 2s;
  if (size_of(order_.directory) + size_of(folder_ / scratch_name) > order_.disk_bytes)
    end_now(End::killed, "it wrote more than " + in_megabytes(order_.disk_bytes) + " of files");
}

}  // namespace jobs
