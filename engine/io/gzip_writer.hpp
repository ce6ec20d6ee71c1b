/// Writing a gzip file whose bytes depend on its content alone (no name, no time stamp).
#pragma once

#include <string>

namespace engine {

/// Replaces a small file by its gzipped form under another name; synced to disk.
void gzip_small_file(std::string const& plain, std::string const& gzipped);

}  // namespace engine
