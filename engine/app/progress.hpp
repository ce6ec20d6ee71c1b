/// How far a job is: for people a bar on a terminal or plain lines in a log, for programs JSON lines
/// (docs/engine-json.md).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace engine {

enum class ProgressStyle { none, bar, lines, json };
/// `choice` is auto, bar, lines, json or none; auto looks whether stderr is a terminal.
ProgressStyle progress_style(std::string const& choice);

/// In the order in which a job goes through them; each is a share of the whole.
enum class Stage {
  headers,
  planning,
  checksums,
  counting,
  selecting,
  simulating,
  testing,
  writing,
  publishing
};
std::string_view word_of(Stage stage);  ///< "reading headers", ...

/// On stderr. Bars and lines count the events of a stage: whoever of the threads does so first after the next
/// full step prints. JSON lines come at every new stage, and from a thread of its own every few tenths of a
/// second, so that silence means that the program is gone.
class Progress {
 public:
  /// `ranks`: the events of one stand for those of all.
  explicit Progress(ProgressStyle style, int ranks = 1);
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  ~Progress();

  /// `what` is for people; `expected_events` are those of this rank.
  void begin(Stage stage, std::string what = {}, std::uint64_t expected_events = 0);
  void add(std::uint64_t events);
  void finish();  ///< ends the line of the bar

 private:
  void print(double elapsed_s, std::uint64_t done);
  void say_json();
  void keep_saying();

  ProgressStyle style_;
  std::uint64_t ranks_;
  std::string what_;
  Stage stage_ = Stage::headers;
  std::uint64_t expected_ = 0;
  double fraction_ = 0;  ///< never falls
  std::chrono::steady_clock::time_point start_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::int64_t> next_print_ms_{0};
  std::mutex printing_;
  bool printed_ = false;
  bool over_ = false;
  std::condition_variable wake_;
  std::thread heartbeat_;  ///< of style json
};

}  // namespace engine
