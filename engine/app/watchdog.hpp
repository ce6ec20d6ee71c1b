/// Ends the program if a step takes too long: a rank that waits for one that never comes would wait for ever.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace engine {

class Watchdog {
 public:
  enum class Report { words, json };  ///< a line for people, or one for programs as well
  Watchdog(std::chrono::seconds patience, Report report, std::string step);
  Watchdog(Watchdog const&) = delete;
  Watchdog& operator=(Watchdog const&) = delete;
  ~Watchdog();

  /// What is done from now on: the time starts again. "waits for the other ranks"
  void step(std::string what);

 private:
  void watch();
  [[noreturn]] void end_program() const;

  std::chrono::seconds patience_;
  Report report_;
  std::string step_;
  std::chrono::steady_clock::time_point end_;
  bool over_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace engine
