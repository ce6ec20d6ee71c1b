/// What a folder of DL3 files holds, at any depth: index pairs, and FITS files.
#pragma once

#include <string>
#include <vector>

#include "engine/io/index_tables.hpp"

namespace engine {

struct FolderContent {
  std::vector<IndexPair> indices;
  std::vector<std::string> fits_files;  ///< by name: .fits, .fit, .fits.gz, .fit.gz; no index among them
};

/// In the order of names, whatever the file system's. Folders behind symbolic links are entered, each once,
/// so that a link to a parent ends nothing; hidden folders are not. Where one folder has an index plain and
/// compressed, the compressed one counts, as the format names it. A folder that cannot be read, or one that
/// is nested deeper than 32, is refused.
FolderContent scan_folder(std::string const& folder);

}  // namespace engine
