/// A folder for the products of one request, gone with it.
#pragma once

#include <filesystem>

namespace uws {

class SpoolFolder {
 public:
  /// Makes a folder of its own below `root`. engine::Failure(missing_resource) where the disk refuses.
  explicit SpoolFolder(std::filesystem::path const& root);
  ~SpoolFolder();
  SpoolFolder(SpoolFolder const&) = delete;
  SpoolFolder& operator=(SpoolFolder const&) = delete;
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace uws
