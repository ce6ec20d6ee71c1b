/// One digest for all that a run's rows depend on: when it is the same, nothing has to be done.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/ingest/collection.hpp"
#include "engine/model/observation.hpp"

namespace catalog::ingest {

/// Of what the collection file says about the values of runs (overrides, arrays, field of view, names), and
/// of the rules of this program: raised when they change, so that the next ingest reads every run again.
std::string recipe_of(Collection const& collection);

struct FileSum {
  std::string path;    ///< relative to the data root
  std::string sha256;  ///< empty: the file is missing
};

/// `root`: the data root, so that a set can be moved as a whole.
std::string fingerprint_of(engine::Observation const& run, std::string const& root, std::string const& recipe,
                           std::vector<FileSum> const& files);

}  // namespace catalog::ingest
