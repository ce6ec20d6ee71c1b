#include "jobs/work/run_streams.hpp"

#include <algorithm>
#include <vector>

#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/clean_text.hpp"

namespace jobs {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_statuses{400};
constexpr std::size_t longest_line = 16384, longest_words = 1000, most_lines = 5;

bool is_rule(std::string_view line) { return line.size() >= 20 && line.find_first_not_of("-=") == line.npos; }

}  // namespace

std::string last_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (auto& line : engine::split(text, '\n')) {
    if (is_rule(line) && !lines.empty()) break;  // Open MPI's and MPICH's own comments come behind a rule
    if (!line.empty() && !is_rule(line)) lines.push_back(std::move(line));
  }
  bool const launcher_only = is_rule(text.substr(0, text.find('\n')));
  if (lines.size() > most_lines && launcher_only) lines.resize(most_lines);  // it begins with what matters
  if (lines.size() > most_lines) lines.erase(lines.begin(), lines.end() - most_lines);
  std::string words = engine::joined(lines, "\n");
  if (words.size() > longest_words) words.erase(0, words.size() - longest_words);
  return clean_text(words, longest_words + 3);
}

RunStreams::RunStreams(std::filesystem::path folder, WorkOrder const& order, Descriptor output,
                       Descriptor errors)
    : folder_(std::move(folder)),
      reads_progress_(order.reads_progress),
      output_(std::move(output)),
      errors_(std::move(errors)),
      output_log_(folder_ / output_log, order.log_bytes),
      error_log_(folder_ / error_log, order.log_bytes) {}

bool RunStreams::take() {
  bool const first = take_from(output_, false);
  return take_from(errors_, true) || first;
}

bool RunStreams::take_from(Descriptor& stream, bool is_errors) {
  if (!stream) return false;
  static std::vector<char> buffer(std::size_t{64} << 10);
  auto const got = read(stream.number(), buffer.data(), buffer.size());
  if (got > 0) {
    std::string_view const bytes(buffer.data(), static_cast<std::size_t>(got));
    is_errors&& reads_progress_ ? add_errors(bytes) : (is_errors ? error_log_ : output_log_).add(bytes);
    return true;
  }
  if (got == 0) stream.close();
  return false;
}

/// Lines of progress do not go into the log. A line that is too long to be one is not kept back.
void RunStreams::add_errors(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const end = bytes.find('\n');
    line_ += bytes.substr(0, end == bytes.npos ? end : end + 1);
    bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
    if (end != std::string_view::npos || line_.size() > longest_line) {
      end_of_line(line_);
      line_.clear();
    }
  }
}

void RunStreams::end_of_line(std::string_view line) {
  auto told = told_in(engine::trimmed(line));
  if (!told) return error_log_.add(line);
  if (auto* const info = std::get_if<JobInfo>(&*told)) {
    news_ = std::move(*info);
    return;
  }
  error_ = std::get<ToldError>(std::move(*told));
  error_log_.add(error_->message + "\n");
}

std::optional<SteadyClock::time_point> RunStreams::tell_status() {
  if (!news_) return std::nullopt;
  auto const due = told_ + between_statuses;
  if (SteadyClock::now() < due) return due;
  write_news();
  return std::nullopt;
}

void RunStreams::write_news() {
  told_ = SteadyClock::now();
  try {
    write_status(folder_, *news_);
    has_told_ = true;
  } catch (engine::Failure const&) {
    // A full disk, or a folder that is gone: progress is not worth a failure.
  }
  news_.reset();
}

void RunStreams::close() {
  while (take()) {
  }
  if (!line_.empty()) end_of_line(line_);
  if (news_) write_news();
  output_log_.close();
  error_log_.close();
}

std::string RunStreams::last_words() const { return last_lines(error_log_.last_words()); }

}  // namespace jobs
