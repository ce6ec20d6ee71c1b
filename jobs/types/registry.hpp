/// The job types of the service, from all their sources, as they are now.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

struct JobTypeSources {
  std::string engine{};  ///< the program distill; empty: no types of the engine
  std::vector<std::filesystem::path>
      folders{};  ///< of *.json; a type in a later folder replaces an earlier one's
  std::function<std::vector<JobType>()> proposals{};  ///< those an administrator has validated
  std::chrono::milliseconds interval{1000};           ///< between looks for changes; 0: only refresh()
  std::function<void(std::string const&)> log{};
};

/// Names are unique: the engine's types go before files, files before proposals. A file that is broken is
/// logged once, and what was good of it before stays in use; so does the last good word of an engine that is
/// silent. Thread-safe; find() and all() never wait for a source.
class JobTypes {
 public:
  /// Looks at all sources once.
  explicit JobTypes(JobTypeSources sources);
  ~JobTypes();
  JobTypes(JobTypes const&) = delete;
  JobTypes& operator=(JobTypes const&) = delete;

  /// By name, case not mattering; nullptr: there is none.
  std::shared_ptr<JobType const> find(std::string_view name) const;
  /// In order of name.
  std::vector<std::shared_ptr<JobType const>> all() const;
  /// Looks for changes now; returns when what it found is in use.
  void refresh();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobs
