/// The service's own copy of a published file.
#pragma once

#include <filesystem>
#include <string>

namespace catalog {

/// Puts `file` at `to`: as a hard link where both lie on one file system (the job may be deleted later), else
/// as a copy; at once for everybody who looks, and safe on disk. What is there is replaced.
void keep_file(std::filesystem::path const& file, std::filesystem::path const& to);

/// Takes it away, with the folders up to `folder` that become empty; no matter if it is gone.
void drop_file(std::filesystem::path const& file, std::filesystem::path const& folder) noexcept;

}  // namespace catalog
