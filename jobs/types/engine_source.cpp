#include "jobs/types/engine_source.hpp"

#include <cstdlib>
#include <system_error>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "jobs/types/job_type_json.hpp"

namespace jobs {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20s, again_after = 10s;
constexpr std::size_t longest_answer = 4 << 20;

fs::path found_in_path(std::string const& program) {
  if (program.find('/') != std::string::npos) return program;
  char const* const path = std::getenv("PATH");
  for (std::string const& folder : engine::split(path == nullptr ? "" : path, ':')) {
    std::error_code ignored;
    if (fs::path const file = fs::path(folder) / program; fs::is_regular_file(file, ignored)) return file;
  }
  return program;
}

std::string last_words(std::string const& errors) {
  std::string const text(engine::trimmed(errors));
  return text.size() <= 300 ? text : "..." + text.substr(text.size() - 300);
}

}  // namespace

void EngineSource::ask(fs::path const& file) {
  problems_.clear();
  try {
    ProcessResult const answer =
        run_process({.argv = {file.string(), "describe"}, .time = patience, .kept_output = longest_answer});
    if (answer.end != ProcessResult::End::exited || answer.status != 0) {
      problems_.push_back("'" + program_ + " describe' failed: " + last_words(answer.errors));
      return;
    }
    ReadJobTypes found = read_job_types(answer.output, Dialect::engine, engine_origin);
    problems_ = std::move(found.problems);
    for (JobType& type : found.types)
      // The name of the program is the configuration's to say.
      if (!type.command.argv.empty()) type.command.argv.front() = program_;
    if (!found.types.empty()) good_ = std::move(found.types);
  } catch (engine::Failure const& failure) {
    problems_.push_back(failure.what());
  }
}

std::vector<JobType> EngineSource::types(std::vector<std::string>& complaints) {
  if (program_.empty()) return {};
  fs::path const file = found_in_path(program_);
  std::error_code missing;
  Stamp const stamp{fs::last_write_time(file, missing), fs::file_size(file, missing)};
  auto const now = std::chrono::steady_clock::now();
  bool const first = asked_ == std::chrono::steady_clock::time_point{};
  bool const changed = !missing && stamp != stamp_;
  bool const try_again = !problems_.empty() && now - asked_ > again_after;
  if (first || changed || try_again) {
    stamp_ = stamp;
    asked_ = now;
    ask(file);
  }
  complaints.insert(complaints.end(), problems_.begin(), problems_.end());
  return good_;
}

}  // namespace jobs
