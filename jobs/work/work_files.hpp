/// Files of the work folder: written aside and renamed, so that who reads sees the old one or the new one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace jobs {

enum class Sync { no, yes };
/// Failure(missing_resource) where the disk refuses; then the old file is as it was.
void replace_file(std::filesystem::path const& path, std::string_view bytes, Sync sync);
/// Nothing if there is no such file. Failure(bad_data) for one beyond `longest` bytes: it is none of ours.
std::optional<std::string> file_text(std::filesystem::path const& path, std::size_t longest = 64 << 20);

}  // namespace jobs
