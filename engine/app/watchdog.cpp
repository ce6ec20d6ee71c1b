#include "engine/app/watchdog.hpp"

#include <cstdio>

#include <unistd.h>

#include "engine/app/failure_json.hpp"
#include "engine/app/run_usage.hpp"

namespace engine {

Watchdog::Watchdog(std::chrono::seconds patience, Report report, std::string step)
    : patience_(patience),
      report_(report),
      step_(std::move(step)),
      end_(std::chrono::steady_clock::now() + patience),
      thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
  {
    std::lock_guard const lock(mutex_);
    over_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watchdog::step(std::string what) {
  std::lock_guard const lock(mutex_);
  step_ = std::move(what);
  end_ = std::chrono::steady_clock::now() + patience_;
}

void Watchdog::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    auto const end = end_;
    if (wake_.wait_until(lock, end, [this] { return over_; })) return;
    if (end_ <= std::chrono::steady_clock::now()) end_program();
  }
}

void Watchdog::end_program() const {
  std::string const message =
      "the self-test does not go on: " + host_name() + ", process " + std::to_string(::getpid()) + " (" +
      step_ + " for " + std::to_string(patience_.count()) +
      " s) - are all ranks there, can the hosts reach each other, does a file system hang? "
      "timeout= waits longer";
  std::fprintf(stderr, "distill: %s\n", message.c_str());
  if (report_ == Report::json) std::fputs(failure_json(Fault::missing_resource, message).c_str(), stderr);
  // Not exit(): that would wait for MPI, which is what hangs.
  ::_exit(row_of(Fault::missing_resource).exit_status);
}

}  // namespace engine
