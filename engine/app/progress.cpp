#include "engine/app/progress.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr std::int64_t bar_step_ms = 200, line_step_ms = 10000;
constexpr std::chrono::milliseconds heartbeat{400};

/// Shares of the whole as they are for a map of some hundred runs; what a job skips takes no time.
struct StageRow {
  Stage stage;
  std::string_view word;
  double from, to;
};
constexpr std::array<StageRow, 9> stages{{{Stage::headers, "reading headers", 0, 0.03},
                                          {Stage::planning, "planning", 0.03, 0.05},
                                          {Stage::checksums, "checksumming inputs", 0.05, 0.15},
                                          {Stage::counting, "counting events", 0.15, 0.93},
                                          {Stage::selecting, "selecting events", 0.15, 0.93},
                                          {Stage::simulating, "simulating events", 0.05, 0.97},
                                          {Stage::testing, "testing the machines", 0, 0.95},
                                          {Stage::writing, "writing products", 0.93, 0.99},
                                          {Stage::publishing, "publishing", 0.99, 1}}};

StageRow const& stage_row(Stage stage) {
  for (StageRow const& row : stages)
    if (row.stage == stage) return row;
  contract_broken("every stage has a row", __FILE__, __LINE__);
}

std::string duration_text(double seconds) {
  auto const s = static_cast<long>(seconds + 0.5);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{}:{:02} min", s / 60, s % 60);
  return fmt::format("{}:{:02} h", s / 3600, s / 60 % 60);
}

}  // namespace

ProgressStyle progress_style(std::string const& choice) {
  if (same_word(choice, "none")) return ProgressStyle::none;
  if (same_word(choice, "bar")) return ProgressStyle::bar;
  if (same_word(choice, "lines")) return ProgressStyle::lines;
  if (same_word(choice, "json")) return ProgressStyle::json;
  return isatty(STDERR_FILENO) != 0 ? ProgressStyle::bar : ProgressStyle::lines;
}

std::string_view word_of(Stage stage) { return stage_row(stage).word; }

Progress::Progress(ProgressStyle style, int ranks)
    : style_(style), ranks_(static_cast<std::uint64_t>(ranks)), start_(std::chrono::steady_clock::now()) {
  if (style_ == ProgressStyle::json) heartbeat_ = std::thread([this] { keep_saying(); });
}

Progress::~Progress() {
  if (!heartbeat_.joinable()) return;
  {
    std::lock_guard const lock(printing_);
    over_ = true;
  }
  wake_.notify_all();
  heartbeat_.join();
}

void Progress::begin(Stage stage, std::string what, std::uint64_t expected_events) {
  std::lock_guard const lock(printing_);
  stage_ = stage;
  what_ = std::move(what);
  expected_ = expected_events;
  done_ = 0;
  start_ = std::chrono::steady_clock::now();
  next_print_ms_ = style_ == ProgressStyle::bar ? bar_step_ms : line_step_ms;
  if (style_ == ProgressStyle::json) say_json();
}

void Progress::add(std::uint64_t events) {
  std::uint64_t const done = done_.fetch_add(events) + events;
  if (style_ == ProgressStyle::none || style_ == ProgressStyle::json) return;
  auto const elapsed = std::chrono::steady_clock::now() - start_;
  std::int64_t const ms = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
  std::int64_t due = next_print_ms_.load();
  std::int64_t const step = style_ == ProgressStyle::bar ? bar_step_ms : line_step_ms;
  if (ms < due || !next_print_ms_.compare_exchange_strong(due, ms + step)) return;
  std::lock_guard const lock(printing_);
  print(static_cast<double>(ms) / 1000, done);
}

void Progress::keep_saying() {
  std::unique_lock lock(printing_);
  while (!wake_.wait_for(lock, heartbeat, [this] { return over_; })) say_json();
}

/// Called with the lock held. Nothing in the line needs escaping.
void Progress::say_json() {
  StageRow const& row = stage_row(stage_);
  double const share =
      expected_ == 0 ? 0 : std::min(1.0, static_cast<double>(done_) / static_cast<double>(expected_));
  fraction_ = std::max(fraction_, row.from + share * (row.to - row.from));
  std::string const events =
      expected_ == 0 ? "" : fmt::format(",\"events\":{},\"expected\":{}", done_ * ranks_, expected_ * ranks_);
  std::string const line =
      fmt::format("{{\"stage\":\"{}\",\"fraction\":{:.4f}{}}}\n", row.word, fraction_, events);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void Progress::print(double elapsed_s, std::uint64_t done) {
  // The expected number is an estimate for gzip files: never show more than all.
  double const share =
      expected_ == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(expected_));
  double const rate = static_cast<double>(done) / std::max(elapsed_s, 1e-3);
  std::string const left = share > 0 ? duration_text(elapsed_s * (1 - share) / share) : "?";
  std::string const text =
      fmt::format("{} {:3.0f} %  {} events  {:.1f} M/s  {} left", what_, 100 * share, done, rate / 1e6, left);
  if (style_ == ProgressStyle::bar) {
    constexpr int width = 30;
    int const full = static_cast<int>(share * width);
    std::fprintf(stderr, "\r[%s%s] %s\033[K", std::string(static_cast<std::size_t>(full), '#').c_str(),
                 std::string(static_cast<std::size_t>(width - full), '.').c_str(), text.c_str());
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
  std::fflush(stderr);
  printed_ = true;
}

void Progress::finish() {
  if (printed_ && style_ == ProgressStyle::bar) std::fprintf(stderr, "\r\033[K");
}

}  // namespace engine
