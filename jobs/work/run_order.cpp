// The shepherd: one order from its lock to its outcome.
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/work/host_facts.hpp"
#include "jobs/work/launcher.hpp"
#include "jobs/work/run.hpp"
#include "jobs/work/work_environment.hpp"
#include "jobs/work/work_files.hpp"
#include "jobs/work/work_lock.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;
using End = WorkOutcome::End;

constexpr char const* reserve_name = "outcome.reserve";
constexpr off_t reserve_bytes = 1 << 18;
constexpr int tries = 60;  // to write the outcome, one a second

std::optional<WorkLock> lock_of(fs::path const& folder) {
  char const* const number = std::getenv(lock_variable);
  auto const handed = number == nullptr ? std::nullopt : engine::whole_number(number);
  unsetenv(lock_variable);
  if (handed)
    if (auto lock = WorkLock::inherited(folder, static_cast<int>(*handed))) return lock;
  return WorkLock::take(folder);
}

/// Room for the outcome, should the disk be full by then.
void make_reserve(fs::path const& folder) {
  Descriptor const file(
      open((folder / reserve_name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) throw engine::system_failure("cannot write", folder.string(), errno);
  if (int const error = posix_fallocate(file.number(), 0, reserve_bytes); error == ENOSPC || error == EDQUOT)
    throw engine::system_failure("cannot begin", folder.string(), error);
}

std::vector<FileSum> sums_of(std::vector<fs::path> const& inputs, Signals& signals) {
  std::vector<FileSum> sums;
  for (fs::path const& path : inputs) {
    FileSum sum{.path = path};
    struct stat file {};
    if (stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode)) {
      sum.size = file.st_size;
      sum.changed =
          Instant(std::chrono::milliseconds(file.st_mtim.tv_sec * 1000 + file.st_mtim.tv_nsec / 1'000'000));
      auto const stopped = [&signals] { return signals.take(), signals.stop_asked(); };
      try {
        if (!stopped()) sum.sha256 = engine::sha256_of_file(path.string(), stopped).value_or("");
      } catch (engine::Failure const&) {
        // It could not be read any more: it is named without a sum.
      }
    }
    sums.push_back(std::move(sum));
  }
  return sums;
}

void run_program(fs::path const& folder, WorkOrder const& order, Signals& signals, WorkOutcome& outcome) {
  fs::path const scratch = folder / scratch_name;
  try {
    make_reserve(folder);
    fs::create_directories(scratch);
    Launch launch = launch_of(order);
    outcome.launcher = launch.launcher;
    Run run(folder, order,
            {.argv = std::move(launch.argv),
             .environment = program_environment(order, folder),
             .directory = order.directory,
             .scratch = scratch},
            signals);
    run.watch(outcome);
  } catch (std::exception const& error) {
    end_descendants();
    outcome.end = End::not_started;
    outcome.reason = error.what();
  }
  std::error_code none;
  fs::remove_all(scratch, none);
}

/// The one thing that must not fail. False if the folder is gone, or the disk stays full.
bool leave(fs::path const& folder, WorkOutcome const& outcome) {
  std::error_code none;
  fs::remove(folder / reserve_name, none);
  for (int i = 0; i < tries; ++i) {
    try {
      write_outcome(folder, outcome);
      return true;
    } catch (engine::Failure const& failure) {
      std::fprintf(stderr, "%s\n", failure.what());
    }
    if (!fs::exists(folder, none)) return false;
    sleep(1);
  }
  return false;
}

int work_on(fs::path const& folder, WorkLock const& lock) {
  WorkOrder const order = read_order(folder);
  if (read_outcome(folder, order.attempt)) return 0;
  auto const myself = identity_of(getpid());
  if (!myself) throw engine::Failure(engine::Fault::missing_resource, "there is no /proc here");
  lock.sign({*myself, order.attempt});
  Signals signals;
  WorkOutcome outcome{.attempt = order.attempt,
                      .started = system_now(),
                      .processes = order.processes,
                      .threads = order.threads,
                      .hosts = {host_name()},
                      .facts = host_facts()};
  signals.take();
  if (order.argv.empty()) {
    outcome.end = End::not_started;
    outcome.reason = "the order names no program";
  } else if (signals.stop_asked()) {
    outcome.end = End::stopped;
    outcome.reason = "it was stopped before it began";
  } else {
    run_program(folder, order, signals, outcome);
  }
  outcome.ended = system_now();
  if (outcome.end != End::not_started) outcome.inputs = sums_of(order.inputs, signals);
  return leave(folder, outcome) ? 0 : 1;
}

}  // namespace

int run_order(fs::path const& named) {
  fs::path const folder = fs::absolute(named);
  auto const lock = lock_of(folder);
  if (!lock) return 0;  // another one is at work here
  setsid();             // fails if we lead one already
  umask(077);
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
    throw engine::Failure(engine::Fault::missing_resource, "this kernel knows no subreapers");
  rlimit const none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  return work_on(folder, *lock);
}

}  // namespace jobs
