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
#include "jobs/work/batch_place.hpp"
#include "jobs/work/host_facts.hpp"
#include "jobs/work/launcher.hpp"
#include "jobs/work/notifier.hpp"
#include "jobs/work/parts.hpp"
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

struct Site {
  fs::path const& folder;
  Signals& signals;
  Notifier& notifier;
};

void run_program(Site const& site, WorkOrder const& order, WorkOutcome& outcome) {
  fs::path const scratch = site.folder / scratch_name;
  try {
    make_reserve(site.folder);
    fs::create_directories(scratch);
    Launch launch = launch_of(order);
    outcome.launcher = launch.launcher;
    Run run(site.folder, order,
            {.argv = std::move(launch.argv),
             .environment = program_environment(order, site.folder),
             .directory = order.directory,
             .scratch = scratch},
            launch.kind, site.signals, [&site] { site.notifier.news(); });
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

WorkOutcome beginning_of(WorkOrder const& order) {
  auto hosts = batch_hosts();
  if (hosts.empty()) hosts.push_back(host_name());
  WorkOutcome outcome{.attempt = order.attempt,
                      .run = order.run,
                      .started = system_now(),
                      .processes = order.processes,
                      .threads = order.threads,
                      .hosts = std::move(hosts),
                      .facts = host_facts()};
  for (auto& fact : batch_facts()) outcome.facts.push_back(std::move(fact));
  return outcome;
}

WorkOutcome outcome_of(Site const& site, WorkOrder const& order) {
  WorkOutcome outcome = beginning_of(order);
  site.signals.take();
  if (order.argv.empty()) {
    outcome.end = End::not_started;
    outcome.reason = "the order names no program";
  } else if (site.signals.stop_asked() || site.signals.time_is_up()) {
    outcome.end = site.signals.stop_asked() ? End::stopped : End::interrupted;
    outcome.reason = "before it began";
  } else {
    run_program(site, order, outcome);
  }
  outcome.ended = system_now();
  // Its batch is about to end: what has no sum yet is named without one.
  bool const hurry = outcome.end == End::interrupted;
  if (outcome.end != End::not_started && !hurry) outcome.inputs = sums_of(order.inputs, site.signals);
  return outcome;
}

/// The order in the folder that the lock is of. False: no outcome is there.
bool work_on(fs::path const& folder, WorkLock const& lock, Signals& signals, Tell const& tell) {
  WorkOrder const order = read_order(folder);
  Notifier notifier(tell, order.notify);
  if (auto const outcome = read_outcome(folder, order.attempt))
    if (outcome->run == order.run || went_well(*outcome, order)) return true;
  auto const myself = identity_of(getpid());
  if (!myself) throw engine::Failure(engine::Fault::missing_resource, "there is no /proc here");
  lock.sign({*myself, order.attempt, order.run});
  if (order.parts > 1) notifier.news();
  WorkOutcome outcome = outcome_of({folder, signals, notifier}, order);
  if (order.parts > 1) add_parts(outcome, parts_outcomes(folder, order));
  return !is_overtaken(folder, order) && leave(folder, outcome);
}

/// Behind a part of an array: the last one to end works on the order above, or tells why nobody will.
void work_above(fs::path const& part, Signals& signals, Tell const& tell) {
  auto const number = part_number(part);
  fs::path const folder = part.parent_path();
  if (!number) return;
  WorkOrder const order = read_order(folder);
  if (order.parts < *number || is_overtaken(part, order)) return;
  auto const own = read_outcome(part, order.attempt);
  bool const last = part_ended(folder, order, *number);
  if (!last && own && went_well(*own, read_order(part))) return;
  // What the others have left on other nodes may take some seconds to be seen here.
  for (int i = 0; last && i < tries && !all_ended(folder, order); ++i) sleep(1);
  auto const failure = parts_failure(folder, order);
  if (!last && !failure) return;
  auto const lock = WorkLock::take(folder);
  auto const done = read_outcome(folder, order.attempt);
  if (!lock || (done && done->run == order.run)) return;  // somebody else is at it, or has done it
  if (!failure) {
    work_on(folder, *lock, signals, tell);
    return;
  }
  Notifier const notifier(tell, order.notify);
  leave(folder, *failure);
}

/// Takes the lock from a run that was given up and does not let go of it: its node is gone, and the file
/// system has not noticed; or it is alive, and sees within a second that the order is no longer its own. Once
/// for each run: nobody takes it from who took it like this.
void break_lock(fs::path const& folder, WorkOrder const& order) {
  auto const aside = folder / (std::string(lock_name) + ".overtaken-" + std::to_string(order.attempt) + "-" +
                               std::to_string(order.run));
  if (link((folder / lock_name).c_str(), aside.c_str()) == 0) unlink((folder / lock_name).c_str());
}

/// A run of this order that was thought to be dead may still be about to end.
std::optional<WorkLock> lock_in_time(fs::path const& folder) {
  auto const order = read_order(folder);
  for (int i = 0; i < tries; ++i) {
    if (auto lock = lock_of(folder)) return lock;
    auto const other = signed_by(folder);
    if (!other || (other->attempt == order.attempt && other->run == order.run)) return std::nullopt;
    sleep(1);
  }
  if (order.run > 1) break_lock(folder, order);
  if (auto lock = lock_of(folder)) return lock;
  throw engine::Failure(engine::Fault::missing_resource,
                        "an earlier run is still at work: " + folder.string() + " - stop it");
}

}  // namespace

int run_order(fs::path const& named, Tell tell) {
  fs::path const folder = fs::absolute(named);
  Signals signals;
  auto lock = lock_in_time(folder);
  if (!lock) return 0;  // another one is at work here
  setsid();             // fails if we lead one already
  umask(077);
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
    throw engine::Failure(engine::Fault::missing_resource, "this kernel knows no subreapers");
  rlimit const none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  bool const there = work_on(folder, *lock, signals, tell);
  lock.reset();
  if (there) work_above(folder, signals, tell);
  return there ? 0 : 1;
}

}  // namespace jobs
