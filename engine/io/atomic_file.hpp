/// Products appear whole or not at all: they are written aside, synced to disk, and renamed to their names.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

enum class Overwrite { no, yes };

/// To be called before any work is done. Throws Failure(bad_request) for a target that exists (unless it may
/// be overwritten), for one that is not a regular file (a folder, a symbolic link, a device: never replaced),
/// and for two targets with one name; Failure(missing_resource) where the folder cannot be written.
void refuse_existing(std::span<std::string const> targets, Overwrite overwrite);

/// Writes one small file aside, syncs it and renames it to `path`.
void write_file(std::string const& path, std::string_view bytes, Overwrite overwrite);

/// A hidden folder beside the products, in which they are written until all of them are complete. The process
/// that created it publishes or removes it; other ranks join it by its path and only write into it.
class StagingDirectory {
 public:
  /// Makes "<target folder>/.distill-<random>.partial", and the target folder too where it does not exist.
  static StagingDirectory create(std::string const& target_folder);
  static StagingDirectory join(std::string const& path);
  StagingDirectory(StagingDirectory&& other) noexcept;
  StagingDirectory& operator=(StagingDirectory&& other) noexcept;
  ~StagingDirectory();  ///< removes what was not committed, and the folders that create() made for it

  std::string const& path() const { return path_; }
  /// Where the product that will be called `name` is written now. `name` is relative to the target folder and
  /// may lie in a sub-folder, which is made.
  std::string file(std::string const& name) const;

  /// Syncs every file, then renames each to its name: sub-folders first, then by name. If one rename fails,
  /// those already done are undone, old files come back, and Failure says so. Only for the creator, once.
  void commit(Overwrite overwrite);

 private:
  StagingDirectory() = default;
  void remove() noexcept;
  std::string path_, target_folder_;
  bool creator_ = false;
  std::vector<std::string> made_folders_;  ///< outermost first
};

}  // namespace engine
