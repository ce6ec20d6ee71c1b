/// Shepherds for tests: processes of their own, as in the service.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>

#include <signal.h>

#include "jobs/local_scheduler.hpp"
#include "jobs/work/process_table.hpp"
#include "jobs/work/work.hpp"
#include "jobs/work/work_lock.hpp"

namespace test_jobs {

inline std::string text_of(std::filesystem::path const& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The shepherd's program (TEST_SHEPHERD is its path).
inline jobs::LocalOptions shepherd_options() {
  jobs::LocalOptions options;
  options.program = TEST_SHEPHERD;
  return options;
}

inline bool soon(std::function<bool()> const& condition) {
  using namespace std::chrono;
  for (auto const end = steady_clock::now() + seconds(60); steady_clock::now() < end;) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return condition();
}

}  // namespace test_jobs
