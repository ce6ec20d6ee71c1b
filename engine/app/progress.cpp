#include "engine/app/progress.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr std::int64_t bar_step_ms = 200, line_step_ms = 10000;

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
  return isatty(STDERR_FILENO) != 0 ? ProgressStyle::bar : ProgressStyle::lines;
}

Progress::Progress(ProgressStyle style, std::string what, std::uint64_t expected_events)
    : style_(style),
      what_(std::move(what)),
      expected_(expected_events),
      start_(std::chrono::steady_clock::now()),
      next_print_ms_(style == ProgressStyle::bar ? bar_step_ms : line_step_ms) {}

void Progress::add(std::uint64_t events) {
  std::uint64_t const done = done_.fetch_add(events) + events;
  if (style_ == ProgressStyle::none) return;
  auto const elapsed = std::chrono::steady_clock::now() - start_;
  std::int64_t const ms = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
  std::int64_t due = next_print_ms_.load();
  std::int64_t const step = style_ == ProgressStyle::bar ? bar_step_ms : line_step_ms;
  if (ms < due || !next_print_ms_.compare_exchange_strong(due, ms + step)) return;
  std::lock_guard const lock(printing_);
  print(static_cast<double>(ms) / 1000, done);
}

void Progress::print(double elapsed_s, std::uint64_t done) {
  // The expected number is an estimate for gzip files: never show more than all.
  double const share =
      expected_ == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(expected_));
  double const rate = static_cast<double>(done) / elapsed_s;
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
