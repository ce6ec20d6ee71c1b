/// Where the files named in an index table are, and which names are refused.
#pragma once

#include <string>

namespace engine {

/// BASE_DIR of the header (may be empty), FILE_DIR and FILE_NAME of a row (the directory may be empty).
struct IndexedPath {
  std::string base_dir, file_dir, file_name;
};

/// The path of a file named in an index table; it need not exist.
///
/// An index comes with the data, from somebody else, so its names are opened literally and:
/// - they are relative to BASE_DIR, and that to the index file's folder; BASE_DIR may be absolute, FILE_DIR
///   and FILE_NAME may not;
/// - they may climb ('../../data', as CTA 1DC does) as long as file and index have a folder in common below
///   the root of the file system: '../../../../etc/passwd' is refused;
/// - addresses ('http://...') are refused.
/// Symbolic links are followed: they are made by whoever owns the folder.
std::string path_in_index(std::string const& index_file, IndexedPath const& names);

}  // namespace engine
