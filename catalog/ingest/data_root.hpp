/// The folder that the paths of a collection's files are relative to, from ingest to ingest.
#pragma once

#include <string>
#include <vector>

#include "catalog/ingest/found_runs.hpp"
#include "catalog/ingest/known_state.hpp"

namespace catalog::ingest {

struct DataRoot {
  std::string path;
  /// To be put before the stored paths, because the root moves up: "dr1/" when /data/dr1 becomes /data.
  std::string prefix;
};

/// The stored root, if all files are below it. If they are elsewhere under the names that are known, the set
/// has been moved, and so is the root. Else the root moves up until it holds old and new files. `asked` wins.
DataRoot choose_root(std::string const& asked, std::vector<std::string> const& inputs,
                     std::vector<engine::Observation> const& runs, KnownState const& known);

}  // namespace catalog::ingest
