/// The few POSIX calls that make a file durable, with failures a person can act on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/failure.hpp"

namespace engine {

/// "<what>: <path> (<reason of errno>) - <remedy>" as missing_resource: disk full, not writable, ...
Failure system_failure(std::string const& what, std::string const& path, int error_number);

void sync_file(std::string const& path);
void sync_folder(std::string const& path);
/// Makes the missing folders down to `path`; returns those it made, outermost first.
std::vector<std::string> make_folders(std::string const& path);
/// Makes a new file of these bytes and syncs it. It must not exist.
void write_new_file(std::string const& path, std::string_view bytes);
/// Copies a file byte for byte into a new one and syncs it.
void copy_file_durably(std::string const& from, std::string const& to);
enum class Replace { no, yes };
/// rename(2); with Replace::no an existing target makes it fail, without a moment in between where it could
/// be lost. Returns errno, or 0.
int rename_file(std::string const& from, std::string const& to, Replace replace);
std::string random_name();  ///< 16 hexadecimal digits, for names aside only

}  // namespace engine
