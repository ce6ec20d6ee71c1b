/// Job types in the files of one folder. Internal to the registry.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

/// One thread at a time.
class FolderSource {
 public:
  explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// What the *.json files say now, in order of their names; only those that changed are read. Of a file that
  /// is broken: what it said before. Hidden files are passed over: editors and copies in progress write such.
  std::vector<JobType> types(std::vector<std::string>& complaints);
  /// Did this folder, in this round, give a type of that name already?
  bool is_second(JobType const& type);

 private:
  struct Stamp {
    std::filesystem::file_time_type changed{};
    std::uintmax_t size = 0;
    bool operator==(Stamp const&) const = default;
  };
  struct File {
    Stamp stamp{};
    std::vector<JobType> good{};
    std::vector<std::string> problems{};
  };
  void read(std::filesystem::path const& path, File& file) const;

  std::filesystem::path folder_;
  std::map<std::filesystem::path, File> files_;
  std::map<std::string, int> seen_;
};

}  // namespace jobs
