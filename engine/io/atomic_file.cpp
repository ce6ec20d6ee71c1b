#include "engine/io/atomic_file.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>
#include <utility>

#include <unistd.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

constexpr char const* replaced_folder = ".replaced";

std::string folder_of(std::string const& path) {
  fs::path const folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

void refuse_target(std::string const& target, Overwrite overwrite) {
  std::error_code error;
  fs::file_status const status = fs::symlink_status(target, error);
  if (status.type() == fs::file_type::none)
    throw system_failure("cannot look at the output", target, error.value());
  if (!fs::exists(status)) return;
  if (!fs::is_regular_file(status))
    throw Failure(Fault::bad_request,
                  "cannot write the output: " + target + " is " +
                      (fs::is_directory(status) ? "a folder"
                       : fs::is_symlink(status) ? "a symbolic link"
                                                : "not a regular file") +
                      " (such things are never replaced) - choose another name, or remove it");
  if (overwrite == Overwrite::no)
    throw Failure(Fault::bad_request,
                  "the output exists: " + target + " - choose another name, or say clobber=yes");
}

void refuse_unwritable_folder(std::string const& target) {
  fs::path folder = folder_of(target);
  std::error_code ignored;
  while (!fs::exists(folder, ignored) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  if (!fs::exists(folder, ignored)) folder = ".";
  if (!fs::is_directory(folder, ignored)) throw system_failure("cannot write the output", target, ENOTDIR);
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    throw system_failure("cannot write the output", target, errno);
}

/// Sub-folders first: the index tables of a data set stand at its top, and should not appear before what they
/// point to.
std::vector<std::string> files_within(std::string const& folder) {
  std::vector<std::string> names;
  for (fs::directory_entry const& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), folder).string());
  auto const depth = [](std::string const& name) { return std::count(name.begin(), name.end(), '/'); };
  std::sort(names.begin(), names.end(), [&](std::string const& a, std::string const& b) {
    return std::pair(-depth(a), a) < std::pair(-depth(b), b);
  });
  return names;
}

struct Move {
  std::string staged, target;
  std::string old;  ///< where the file that was replaced waits; empty if there was none
};

/// Keeps a second name for the old file, so that there is no moment without any file.
void keep_old(Move const& move) {
  make_folders(folder_of(move.old));
  if (::link(move.target.c_str(), move.old.c_str()) == 0) return;
  if (int const error = rename_file(move.target, move.old, Replace::no); error != 0)
    throw system_failure("cannot put the old output aside", move.target, error);
}

/// Publishes one file, or leaves everything as it was and throws.
void publish(Move const& move) {
  bool const replaces = !move.old.empty();
  if (replaces) keep_old(move);
  int const error = rename_file(move.staged, move.target, replaces ? Replace::yes : Replace::no);
  if (error == 0) return;
  if (replaces) rename_file(move.old, move.target, Replace::yes);
  throw system_failure("cannot give the output its name", move.target, error);
}

/// Returns the targets that could not be put back.
std::vector<std::string> undo(std::vector<Move> const& done) {
  std::vector<std::string> left;
  for (auto move = done.rbegin(); move != done.rend(); ++move) {
    int const error = move->old.empty() ? rename_file(move->target, move->staged, Replace::no)
                                        : rename_file(move->old, move->target, Replace::yes);
    if (error != 0) left.push_back(move->target);
  }
  return left;
}

std::string consequence(std::vector<std::string> const& left) {
  if (left.empty()) return "; no output was published, and what was there before is unchanged";
  std::string text = "; and these outputs could not be taken back:";
  for (std::string const& name : left) text += " " + name;
  return text;
}

void publish_all(std::vector<Move> const& moves) {
  std::vector<Move> done;
  try {
    for (Move const& move : moves) {
      publish(move);
      done.push_back(move);
    }
  } catch (Failure const& failure) {
    throw Failure(failure.fault(), failure.what() + consequence(undo(done)));
  }
}

void remove_empty(std::vector<std::string> const& folders) noexcept {
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) ::rmdir(folder->c_str());
}

}  // namespace

void refuse_existing(std::span<std::string const> targets, Overwrite overwrite) {
  std::set<fs::path> seen;
  for (std::string const& target : targets) {
    if (!seen.insert(fs::path(target).lexically_normal()).second)
      throw Failure(Fault::bad_request,
                    "two outputs have the same name: " + target + " - give one another name");
    refuse_target(target, overwrite);
    refuse_unwritable_folder(target);
  }
}

void write_file(std::string const& path, std::string_view bytes, Overwrite overwrite) {
  refuse_existing(std::span(&path, 1), overwrite);
  std::string const folder = folder_of(path);
  std::string const aside = folder + "/.distill-" + random_name() + ".partial";
  write_new_file(aside, bytes);
  int const error = rename_file(aside, path, overwrite == Overwrite::yes ? Replace::yes : Replace::no);
  if (error != 0) {
    ::unlink(aside.c_str());
    throw system_failure("cannot give the output its name", path, error);
  }
  sync_folder(folder);
}

StagingDirectory StagingDirectory::create(std::string const& target_folder) {
  StagingDirectory staging;
  staging.target_folder_ = target_folder.empty() ? "." : target_folder;
  staging.creator_ = true;
  staging.made_folders_ = make_folders(staging.target_folder_);
  std::string const path = staging.target_folder_ + "/.distill-" + random_name() + ".partial";
  try {
    make_folders(path);
  } catch (...) {
    remove_empty(staging.made_folders_);
    throw;
  }
  staging.path_ = path;
  return staging;
}

StagingDirectory StagingDirectory::join(std::string const& path) {
  StagingDirectory staging;
  staging.path_ = path;
  staging.target_folder_ = folder_of(path);
  return staging;
}

StagingDirectory::StagingDirectory(StagingDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      target_folder_(std::exchange(other.target_folder_, {})),
      creator_(std::exchange(other.creator_, false)),
      made_folders_(std::exchange(other.made_folders_, {})) {}

StagingDirectory& StagingDirectory::operator=(StagingDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(target_folder_, other.target_folder_);
  std::swap(creator_, other.creator_);
  std::swap(made_folders_, other.made_folders_);
  return *this;
}

StagingDirectory::~StagingDirectory() { remove(); }

void StagingDirectory::remove() noexcept {
  if (!creator_ || path_.empty()) return;
  // Other ranks may be deleting their own unfinished files in it: an entry that vanishes in between stops
  // remove_all.
  constexpr int tries = 20;
  std::error_code trouble;
  for (int i = 0; i < tries; ++i) {
    fs::remove_all(path_, trouble);
    if (!trouble) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  remove_empty(made_folders_);
  path_.clear();
}

std::string StagingDirectory::file(std::string const& name) const {
  fs::path const relative = fs::path(name).lexically_normal();
  EXPECTS(!path_.empty() && !relative.empty() && relative.is_relative() && *relative.begin() != "..");
  fs::path const full = fs::path(path_) / relative;
  make_folders(full.parent_path().string());
  return full.string();
}

void StagingDirectory::commit(Overwrite overwrite) {
  EXPECTS(creator_ && !path_.empty());
  std::vector<Move> moves;
  std::vector<std::string> targets;
  for (std::string const& name : files_within(path_)) {
    moves.push_back({path_ + "/" + name, target_folder_ + "/" + name, {}});
    targets.push_back(moves.back().target);
  }
  refuse_existing(targets, overwrite);

  std::vector<std::string> sub_folders;
  try {
    for (Move& move : moves) {
      sync_file(move.staged);
      for (std::string& made : make_folders(folder_of(move.target))) sub_folders.push_back(std::move(made));
      if (fs::exists(move.target))
        move.old = path_ + "/" + replaced_folder + move.target.substr(target_folder_.size());
    }
    publish_all(moves);
  } catch (...) {
    remove_empty(sub_folders);
    throw;
  }
  std::set<std::string> folders{target_folder_};
  for (Move const& move : moves) folders.insert(folder_of(move.target));
  for (std::string const& folder : folders) sync_folder(folder);
  made_folders_.clear();
  remove();
}

}  // namespace engine
