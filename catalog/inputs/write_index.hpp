/// The chosen runs as data sets of their own, for the engine and for gammapy's DataStore.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalog/inputs/resolve.hpp"

namespace catalog {

/// "in" and a word for it: a folder, a file, or "@<list>".
struct InputWord {
  std::string parameter{}, value{};
  bool operator==(InputWord const&) const = default;
};

/// Writes into `folder` (<job>/inputs, made if missing, what an earlier attempt left is replaced): one folder
/// per collection with obs-index.fits.gz and hdu-index.fits.gz for exactly the runs of the set and all their
/// HDUs, a list for runs whose OBS_ID is no number, links to products and uploads, and the answer to the
/// query
/// (`selection`, empty: there is none). Gives what to pass to the program, in the order of the set.
std::vector<InputWord> write_input_folder(std::filesystem::path const& folder, InputSet const& set,
                                          std::string const& selection = {});

}  // namespace catalog
