/// Wakes a thread when a file is renamed into one of many folders (inotify).
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "jobs/descriptor.hpp"

namespace jobs {

/// Thread-safe, but for wait(). Where the kernel cannot watch (too many watches, files of another machine)
/// nothing is told: look now and then all the same.
class FolderWatch {
 public:
  FolderWatch();
  void add(std::string const& name, std::filesystem::path const& folder);
  void remove(std::string const& name);
  void poke();                         ///< wait() returns
  void poke(std::string const& name);  ///< as if its folder had changed
  /// Names of the folders in which something has changed since the last call, at once if there are any. No
  /// `patience`: waits for ever.
  std::set<std::string> wait(std::optional<std::chrono::milliseconds> patience);

 private:
  void read_changes();

  Descriptor changes_, poke_;
  std::mutex mutex_;
  std::map<int, std::string> names_{};
  std::map<std::string, int> numbers_{};
  std::set<std::string> changed_{};
};

}  // namespace jobs
