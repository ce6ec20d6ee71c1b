/// How far a job is, for people: a bar on a terminal, plain lines in a log.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace engine {

enum class ProgressStyle { none, bar, lines };
/// `choice` is auto, bar, lines or none; auto looks whether stderr is a terminal.
ProgressStyle progress_style(std::string const& choice);

/// Threads report events; whoever does so first after the next full step prints. On stderr.
class Progress {
 public:
  Progress(ProgressStyle style, std::string what, std::uint64_t expected_events);
  void add(std::uint64_t events);
  void finish();  ///< ends the line of the bar

 private:
  void print(double elapsed_s, std::uint64_t done);

  ProgressStyle style_;
  std::string what_;
  std::uint64_t expected_;
  std::chrono::steady_clock::time_point start_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::int64_t> next_print_ms_;
  std::mutex printing_;
  bool printed_ = false;
};

}  // namespace engine
