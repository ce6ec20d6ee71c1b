/// From runs of the catalogue to rows of index tables.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "catalog/inputs/inputs.hpp"
#include "engine/io/index_writer.hpp"

namespace catalog {

/// Where the files of a data set lie, and under which hidden link of the index folder they are found: index
/// tables name files relative to themselves, and gammapy takes no other word for it.
struct DataLink {
  std::filesystem::path folder{};
  std::string name{};  ///< ".data-1"
};
/// One link for each folder right below the root of the file system that has files of these runs: the deepest
/// folder that all of them share.
std::vector<DataLink> data_links(std::vector<InputRun const*> const& runs);

/// `sizes`: of the files, for the column SIZE.
engine::IndexedRun indexed_run(InputRun const& run, std::vector<DataLink> const& links,
                               std::map<std::filesystem::path, std::int64_t> const& sizes);

}  // namespace catalog
