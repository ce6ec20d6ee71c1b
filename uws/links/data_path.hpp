/// From what the catalogue says of a file to a path that may be opened.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace uws {

/// The real path of `relative` below `root` with all symbolic links followed; nothing if there is no such
/// regular file, if it lies outside `root` (links included), or `root` outside all of `allowed` (none:
/// anywhere).
std::optional<std::filesystem::path> data_path(std::filesystem::path const& root, std::string const& relative,
                                               std::vector<std::filesystem::path> const& allowed);

}  // namespace uws
