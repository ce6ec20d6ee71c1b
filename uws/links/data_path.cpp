#include "uws/links/data_path.hpp"

#include <algorithm>

namespace uws {

namespace fs = std::filesystem;

namespace {

bool is_below(fs::path const& path, fs::path const& folder) {
  auto const [in_folder, in_path] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  bool const only_slash_left =
      in_folder != folder.end() && in_folder->empty() && std::next(in_folder) == folder.end();
  return in_folder == folder.end() || only_slash_left;
}

std::optional<fs::path> real(fs::path const& path) {
  std::error_code error;
  fs::path found = fs::canonical(path, error);
  return error ? std::nullopt : std::optional(std::move(found));
}

}  // namespace

std::optional<fs::path> data_path(fs::path const& root, std::string const& relative,
                                  std::vector<fs::path> const& allowed) {
  fs::path const below(relative);
  if (relative.empty() || relative.find('\0') != std::string::npos || below.is_absolute() ||
      !root.is_absolute())
    return std::nullopt;
  auto const real_root = real(root);
  auto const path = real(root / below);
  if (!real_root || !path || !is_below(*path, *real_root)) return std::nullopt;
  bool const root_allowed =
      allowed.empty() || std::any_of(allowed.begin(), allowed.end(), [&](fs::path const& one) {
        auto const real_one = real(one);
        return real_one && is_below(*real_root, *real_one);
      });
  std::error_code error;
  if (!root_allowed || !fs::is_regular_file(*path, error)) return std::nullopt;
  return path;
}

}  // namespace uws
