/// Data files on the cluster, each kept once for all jobs that read it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace slurm {

/// Of one service, which uses it by one call at a time. Files are named by what is in them, so one that is
/// there is never out of date, and are not changed any more. Its time of change says when it was last wanted.
class StageStore {
 public:
  explicit StageStore(std::filesystem::path base);

  std::filesystem::path path_of(std::string const& key) const;
  bool has(std::string const& key) const;

  /// Those that are not there; those that are have been wanted now.
  std::vector<std::string> missing(std::vector<std::pair<std::string, std::uint64_t>> const& keys) const;
  /// Makes room for `bytes` more: what was not wanted for longest goes, but nothing of `used`, until all
  /// together are no more than `most` and fit on the disk. Failure(missing_resource): they do not.
  void make_room(std::uint64_t bytes, std::uint64_t most, std::set<std::string> const& used) const;
  /// Takes a file with this sum in, if the key says the same; if not, removes it. False: it did not.
  bool take(std::filesystem::path const& file, std::string const& key, std::string const& sha256) const;

 private:
  std::filesystem::path base_;
};

}  // namespace slurm
