/// A small job service for tests: store, directories, threads, supervisor.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "jobs/ids.hpp"
#include "jobs/memory_store.hpp"
#include "jobs/supervisor.hpp"
#include "jobs/thread_executor.hpp"

namespace test_jobs {

/// Waits until `condition` holds; false if it does not within a long time. Tests assert the condition, never
/// a time.
inline bool eventually(std::function<bool()> const& condition) {
  using namespace std::chrono;
  for (auto const end = steady_clock::now() + seconds(60); steady_clock::now() < end;) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return condition();
}

/// A clock that tests turn by hand.
struct HandClock {
  std::atomic<jobs::Instant> now{jobs::Instant(std::chrono::milliseconds(1'800'000'000'000))};
  jobs::SupervisorOptions options() {
    jobs::SupervisorOptions options;
    options.clock = [this] { return now.load(); };
    return options;
  }
};

/// Holds jobs back until it is opened; a stop request goes through.
class Gate {
 public:
  void open() {
    std::scoped_lock const lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.wait(lock, stop, [this] { return open_; });
    --waiting_;
  }
  int waiting() {
    std::scoped_lock const lock(mutex_);
    return waiting_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool open_ = false;
  int waiting_ = 0;
};

/// Writes the value of the job's parameter TEXT into the result "out".
inline jobs::Outcome write_text(jobs::Job const& job, jobs::RunControl& control) {
  auto const* text = jobs::find_parameter(job, "TEXT");
  std::ofstream(control.results / "out.txt") << (text == nullptr ? "" : text->value);
  return jobs::Completed{{{.id = "out", .path = "out.txt", .mime_type = "text/plain"}}};
}

struct Service {
  Service(jobs::JobStore& store, std::filesystem::path const& folder, jobs::RunFunction run,
          jobs::Lane lane = {}, jobs::ThreadLimits limits = {}, jobs::SupervisorOptions options = {})
      : directories(folder),
        executor(std::move(run), limits),
        supervisor(store, directories, lanes(lane), quick(options)) {}
  ~Service() { stop(); }

  /// As the daemon does it: nothing that ends from now on is recorded.
  void stop() {
    supervisor.stop();
    executor.stop();
  }

  jobs::JobDirectories directories;
  jobs::ThreadExecutor executor;
  jobs::Supervisor supervisor;

 private:
  std::map<std::string, jobs::Lane> lanes(jobs::Lane lane) {
    lane.executor = &executor;
    return {{"tap", lane}};
  }
  static jobs::SupervisorOptions quick(jobs::SupervisorOptions options) {
    options.housekeeping = std::chrono::milliseconds(0);  // at every tick
    return options;
  }
};

inline jobs::Job pending_job(std::string const& text = "hello", std::string const& owner = "") {
  jobs::Job job;
  job.id = jobs::new_job_id();
  job.list = "tap";
  job.owner = owner;
  job.created = jobs::system_now();
  job.parameters = {{.name = "TEXT", .value = text}};
  return job;
}

}  // namespace test_jobs
