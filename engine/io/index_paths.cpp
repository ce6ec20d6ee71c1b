#include "engine/io/index_paths.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/base/failure.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

bool is_address(std::string const& name) { return name.find("://") != name.npos; }

bool climbs(fs::path const& path) {
  return std::any_of(path.begin(), path.end(), [](fs::path const& part) { return part == ".."; });
}

/// Both absolute and normal: do they agree in a folder other than the root?
bool share_a_folder(fs::path const& a, fs::path const& b) {
  fs::path const in_a = a.relative_path(), in_b = b.relative_path();
  return !in_a.empty() && !in_b.empty() && *in_a.begin() == *in_b.begin();
}

fs::path real_folder_of(std::string const& file) {
  std::error_code error;
  fs::path const folder = fs::weakly_canonical(fs::absolute(fs::path(file)).parent_path(), error);
  if (error)
    throw Failure(Fault::missing_resource,
                  "cannot find the folder of " + file + " (" + error.message() + ") - check its links");
  return folder;
}

}  // namespace

std::string path_in_index(std::string const& index_file, IndexedPath const& names) {
  std::string const shown = names.file_dir.empty() ? names.file_name : names.file_dir + "/" + names.file_name;
  auto const refuse = [&](std::string const& why) {
    throw Failure(Fault::bad_data, "refused file name '" + shown + "': " + index_file + " (" + why +
                                       ") - correct FILE_DIR and FILE_NAME of the index");
  };
  if (names.file_name.empty()) refuse("FILE_NAME is empty");
  if (is_address(shown) || is_address(names.base_dir)) refuse("an index names local files, not addresses");
  fs::path const dir = names.file_dir, name = names.file_name, base_dir = names.base_dir;
  if (dir.is_absolute() || name.is_absolute()) refuse("it is absolute; it has to be relative to the index");

  fs::path const below = base_dir / dir / name;
  fs::path const index_folder = real_folder_of(index_file);
  fs::path const target = (index_folder / below).lexically_normal();
  if (!share_a_folder(base_dir.is_absolute() ? base_dir.lexically_normal() : index_folder, target))
    refuse("it climbs to the root of the file system, out of the data set");
  // A path that only goes down can stay as the user began it; '..' behind a symbolic link cannot.
  if (climbs(below)) return target.string();
  return (fs::path(index_file).parent_path() / below).lexically_normal().string();
}

}  // namespace engine
