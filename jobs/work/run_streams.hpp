/// What a program writes: into the logs, and where it tells of its progress, to those who want to know.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "jobs/descriptor.hpp"
#include "jobs/work/bounded_log.hpp"
#include "jobs/work/progress_json.hpp"
#include "jobs/work/work.hpp"

namespace jobs {

class RunStreams {
 public:
  RunStreams(std::filesystem::path folder, WorkOrder const& order, Descriptor output, Descriptor errors);

  int output() const { return output_.number(); }  ///< -1: at its end
  int errors() const { return errors_.number(); }
  /// Takes what is there, without waiting; false if there was nothing.
  bool take();
  /// Writes the status if there is news and the last was not just written. When it may write again, if it has
  /// news.
  std::optional<std::chrono::steady_clock::time_point> tell_status();
  bool has_told() { return std::exchange(has_told_, false); }  ///< since it was asked last
  void close();                                                ///< all that is there, then the end

  std::string last_words() const;  ///< on standard error, a few lines
  std::optional<ToldError> const& told_error() const { return error_; }
  bool lost_some() const { return output_log_.lost_some() || error_log_.lost_some(); }

 private:
  bool take_from(Descriptor& stream, bool is_errors);
  void add_errors(std::string_view bytes);
  void end_of_line(std::string_view line);
  void write_news();

  std::filesystem::path folder_;
  bool reads_progress_;
  Descriptor output_, errors_;
  BoundedLog output_log_, error_log_;
  std::string line_{};
  std::optional<JobInfo> news_{};
  std::chrono::steady_clock::time_point told_{};
  bool has_told_ = false;
  std::optional<ToldError> error_{};
};

/// The last lines of a text, for one error message: five at most; what a launcher adds in rules is left out.
std::string last_lines(std::string_view text);

}  // namespace jobs
