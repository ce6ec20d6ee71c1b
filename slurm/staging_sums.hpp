/// Sums of data files here, made once as long as a file stays as it is.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <tuple>

#include "jobs/work/work.hpp"

namespace slurm {

/// Thread-safe.
class KnownSums {
 public:
  /// The file as it is now. `believed`: what the catalogue says; its sum is taken if size and time of change
  /// are those of the file. Failures: missing_resource: it cannot be read; bad_data: what is believed was
  /// doubted, and is wrong; interrupted: `stop` was asked for.
  jobs::FileSum of(jobs::FileSum const& believed, std::stop_token const& stop);
  /// Perhaps this file is not what it is believed to be: the next sum is made from its bytes.
  void doubt(std::filesystem::path const& path);

 private:
  struct Known {
    std::tuple<std::int64_t, std::int64_t, std::uint64_t> stamp{};  ///< size, time of change (ns), inode
    std::string sha256{};  ///< empty: nothing is known, nothing believed
  };
  std::mutex mutex_;
  std::map<std::filesystem::path, Known> known_;
};

}  // namespace slurm
