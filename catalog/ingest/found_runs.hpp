/// The runs that the inputs name, whatever else is wrong with them.
#pragma once

#include <string>
#include <vector>

#include "catalog/ingest/ingest.hpp"
#include "engine/io/data_set.hpp"

namespace catalog::ingest {

struct FoundRuns {
  std::vector<engine::Observation> runs;  ///< by id, each once
  std::vector<std::string> notes;
  std::vector<IngestProblem> problems;
  bool complete = true;  ///< false: an input could not be opened, so runs may be missing without being gone
};

/// One input that fails does not stop the others. Of two different runs with one id the first stays, and the
/// other is a problem.
FoundRuns find_runs(std::vector<std::string> const& inputs, engine::FileNameSyntax syntax);

/// All files of a run, spelt once: events, good times, responses; each once.
std::vector<std::string> files_of(engine::Observation const& run);

/// The one folder named as input, if everything is in it, else the deepest folder that holds all files.
std::string common_root(std::vector<std::string> const& inputs, std::vector<engine::Observation> const& runs);

/// The deepest folder that both are in.
std::string common_folder(std::string const& a, std::string const& b);

/// Relative to the root where the file is below it, else as it is.
std::string path_below(std::string const& root, std::string const& path);

}  // namespace catalog::ingest
