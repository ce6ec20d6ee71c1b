#include "catalog/inputs/file_paths.hpp"

#include <algorithm>

namespace catalog {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> real(fs::path const& path) {
  std::error_code error;
  fs::path found = fs::canonical(path, error);
  return error ? std::nullopt : std::optional(std::move(found));
}

}  // namespace

bool lies_below(fs::path const& path, fs::path const& folder) {
  auto const [in_folder, in_path] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  bool const only_slash_left =
      in_folder != folder.end() && in_folder->empty() && std::next(in_folder) == folder.end();
  return (in_folder == folder.end() || only_slash_left) && in_path != path.end();
}

FilePaths::FilePaths(std::vector<fs::path> const& allowed) {
  for (fs::path const& folder : allowed)
    if (auto found = real(folder)) allowed_.push_back(std::move(*found));
  if (!allowed.empty() && allowed_.empty())
    allowed_.emplace_back();  // none of them is there: nothing is below
}

std::optional<fs::path> FilePaths::real_folder(fs::path const& folder) {
  auto const known = folders_.find(folder);
  if (known != folders_.end()) return known->second;
  return folders_.emplace(folder, real(folder)).first->second;
}

bool FilePaths::is_allowed(fs::path const& file, std::optional<fs::path> const& root) const {
  if (root && !lies_below(file, *root)) return false;
  if (allowed_.empty()) return true;
  return std::any_of(allowed_.begin(), allowed_.end(),
                     [&](fs::path const& folder) { return !folder.empty() && lies_below(file, folder); });
}

std::optional<fs::path> FilePaths::find(std::string const& root, std::string const& path) {
  if (path.empty() || path.find('\0') != path.npos) return std::nullopt;
  fs::path const named = fs::path(path).is_absolute() ? fs::path(path) : fs::path(root) / path;
  if (!named.is_absolute() || !named.has_filename()) return std::nullopt;
  auto const folder = real_folder(named.parent_path());
  if (!folder) return std::nullopt;
  fs::path file = *folder / named.filename();
  std::error_code error;
  fs::file_status const status = fs::symlink_status(file, error);
  if (fs::is_symlink(status)) {
    auto target = real(file);
    if (!target) return std::nullopt;
    file = std::move(*target);
  }
  if (!fs::is_regular_file(fs::is_symlink(status) ? fs::status(file, error) : status)) return std::nullopt;
  bool const below_root = !fs::path(path).is_absolute();
  return is_allowed(file, below_root ? real_folder(root) : std::nullopt) ? std::optional(std::move(file))
                                                                         : std::nullopt;
}

}  // namespace catalog
