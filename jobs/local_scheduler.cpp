#include "jobs/local_scheduler.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
extern "C" {  // which glibc 2.36 has forgotten in this header
#include <sys/pidfd.h>
}
#include <sys/wait.h>

#include "engine/base/failure.hpp"
#include "jobs/work/process_table.hpp"
#include "jobs/work/work_environment.hpp"
#include "jobs/work/work_lock.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::Failure;
using engine::Fault;

constexpr auto patience_for_signature = 10s;

/// Everything that posix_spawn wants to know, freed at the end.
class SpawnPlan {
 public:
  SpawnPlan(fs::path const& work, int lock) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    std::string const log = work / "shepherd.log";
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions_, 1, 2);
    posix_spawn_file_actions_adddup2(&actions_, lock, inherited_lock);
    posix_spawn_file_actions_addclosefrom_np(&actions_, inherited_lock + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(SpawnPlan const&) = delete;
  SpawnPlan& operator=(SpawnPlan const&) = delete;

  pid_t spawn(std::vector<std::string> argv, std::vector<std::string> environment) const {
    auto const words = pointers(argv), variables = pointers(environment);
    pid_t pid = 0;
    int const error =
        posix_spawn(&pid, words.front(), &actions_, &attributes_, words.data(), variables.data());
    if (error != 0)
      throw Failure(Fault::missing_resource, "cannot start the process that watches a job: " + argv.front() +
                                                 " (" + std::strerror(error) + ") - try again");
    return pid;
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (auto& text : texts) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
  }
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::string why_gone(ProcessIdentity const& process) {
  return process.boot == boot_id() ? "the process that watched it is gone"
                                   : "the machine was restarted while it ran";
}

Descriptor handle_of(pid_t pid) { return Descriptor(pidfd_open(pid, 0)); }

}  // namespace

LocalScheduler::LocalScheduler(LocalOptions options)
    : options_(std::move(options)),
      poke_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      collector_([this](std::stop_token const& stop) { collect(stop); }) {}

LocalScheduler::~LocalScheduler() {
  collector_.request_stop();
  eventfd_write(poke_.number(), 1);
}

std::string LocalScheduler::submit(Submission const& submission) {
  fs::path const work = fs::absolute(submission.work);
  auto const lock = WorkLock::take(work);
  if (!lock)
    throw Failure(Fault::missing_resource,
                  "an earlier run is still at work: " + work.string() + " - try again");
  lock->blank();
  auto environment = harmless_variables();
  environment.push_back(std::string(lock_variable) + "=" + std::to_string(inherited_lock));
  if (!options_.launcher.empty()) {
    std::erase_if(environment, [](auto const& text) { return text.starts_with("DISTILL_LAUNCHER="); });
    environment.push_back("DISTILL_LAUNCHER=" + options_.launcher);
  }
  SpawnPlan const plan(work, lock->number());
  pid_t const pid = plan.spawn({options_.program, "work", work}, std::move(environment));
  auto const identity = identity_of_child(pid);
  {
    std::scoped_lock const guard(mutex_);
    children_[pid] = handle_of(pid);
  }
  eventfd_write(poke_.number(), 1);
  if (!identity) throw Failure(Fault::internal, "there is no /proc on this machine");
  return local_id(*identity);
}

std::optional<std::string> LocalScheduler::find(JobId const&, fs::path const& work) {
  int const attempt = ordered_attempt(work);
  for (auto const end = std::chrono::steady_clock::now() + patience_for_signature;;) {
    bool const locked = is_locked(work);
    auto const shepherd = signed_by(work);
    if (shepherd && shepherd->attempt == attempt) return local_id(shepherd->process);
    if (!locked) return std::nullopt;
    if (std::chrono::steady_clock::now() > end)
      throw Failure(Fault::missing_resource, "somebody is at work and does not say who: " + work.string());
    std::this_thread::sleep_for(5ms);  // it is just beginning
  }
}

std::vector<BatchStatus> LocalScheduler::states(std::span<std::string const> batch_ids) {
  std::vector<BatchStatus> found;
  for (auto const& id : batch_ids) {
    auto const process = local_process(id);
    if (process && is_alive(*process))
      found.push_back({.state = BatchState::running});
    else
      found.push_back({.state = BatchState::ended, .reason = process ? why_gone(*process) : "no such run"});
  }
  return found;
}

void LocalScheduler::cancel(std::string const& batch_id) {
  auto const process = local_process(batch_id);
  if (!process) return;
  Descriptor const handle = handle_of(process->pid);
  // Asked after it was opened: the signal reaches this process or nobody.
  if (handle && is_alive(*process)) pidfd_send_signal(handle.number(), SIGTERM, nullptr, 0);
}

std::vector<std::string> LocalScheduler::living(fs::path const& root) {
  std::vector<std::string> found;
  std::string const start = fs::absolute(root).lexically_normal().string() + "/";
  for (auto const& [pid, words] : commands_with("work")) {
    if (words.size() != 3 || !words[2].starts_with(start)) continue;
    auto const identity = identity_of(pid);
    auto const shepherd = signed_by(words[2]);
    if (identity && (!shepherd || shepherd->process == *identity)) found.push_back(local_id(*identity));
  }
  return found;
}

void LocalScheduler::clean_up(fs::path const& work) {
  std::string const mark = std::string(run_variable) + "=" + fs::absolute(work).string();
  for (int i = 0; i < 100; ++i) {
    auto const left = carriers_of(mark);
    if (left.empty()) return;
    for (pid_t const pid : left) kill(pid, SIGKILL);
    std::this_thread::sleep_for(2ms);
  }
}

void LocalScheduler::collect(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    std::vector<pollfd> waiting{{poke_.number(), POLLIN, 0}};
    std::vector<pid_t> pids{0};
    {
      std::scoped_lock const guard(mutex_);
      for (auto const& [pid, handle] : children_) {
        waiting.push_back({handle.number(), POLLIN, 0});
        pids.push_back(pid);
      }
    }
    poll(waiting.data(), waiting.size(), -1);
    eventfd_t ignored = 0;
    eventfd_read(poke_.number(), &ignored);
    for (std::size_t i = 1; i < waiting.size(); ++i) {
      if (waiting[i].fd >= 0 && waiting[i].revents == 0) continue;
      if (waitpid(pids[i], nullptr, WNOHANG) == 0) continue;
      std::scoped_lock const guard(mutex_);
      children_.erase(pids[i]);
    }
  }
}

}  // namespace jobs
