/// From what the catalogue says of a file to a path that may be opened.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

/// Follows symbolic links; remembers the folders it has seen, for ten thousand files lie in few of them.
class FilePaths {
 public:
  /// `allowed`: files are given from below these only; empty: the catalogue's own word is enough.
  explicit FilePaths(std::vector<std::filesystem::path> const& allowed);

  /// The real path of a regular file below `root` (or of an absolute `path`) and below one of the allowed
  /// folders; nothing if there is none such.
  std::optional<std::filesystem::path> find(std::string const& root, std::string const& path);

 private:
  std::optional<std::filesystem::path> real_folder(std::filesystem::path const& folder);
  bool is_allowed(std::filesystem::path const& file, std::optional<std::filesystem::path> const& root) const;
  std::vector<std::filesystem::path> allowed_;
  std::map<std::filesystem::path, std::optional<std::filesystem::path>> folders_;
};

/// Is `path` in `folder`, at any depth? Both absolute and normal.
bool lies_below(std::filesystem::path const& path, std::filesystem::path const& folder);

}  // namespace catalog
