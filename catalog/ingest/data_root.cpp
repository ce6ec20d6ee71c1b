#include "catalog/ingest/data_root.hpp"

#include <algorithm>
#include <filesystem>

namespace catalog::ingest {

namespace fs = std::filesystem;

namespace {

bool all_below(std::string const& root, std::vector<engine::Observation> const& runs) {
  for (engine::Observation const& run : runs)
    for (std::string const& file : files_of(run))
      if (path_below(root, file) == file) return false;
  return true;
}

bool knows_one(KnownState const& known, std::string const& root,
               std::vector<engine::Observation> const& runs) {
  return std::any_of(runs.begin(), runs.end(), [&](engine::Observation const& run) {
    return known.files.contains(path_below(root, spelt_once(run.events.file)));
  });
}

}  // namespace

DataRoot choose_root(std::string const& asked, std::vector<std::string> const& inputs,
                     std::vector<engine::Observation> const& runs, KnownState const& known) {
  if (!asked.empty()) return {spelt_once(asked), ""};
  if (runs.empty()) return {known.data_root.empty() ? "/" : known.data_root, ""};
  std::string const here = common_root(inputs, runs);
  if (known.data_root.empty()) return {here, ""};
  if (all_below(known.data_root, runs)) return {known.data_root, ""};
  if (knows_one(known, here, runs)) return {here, ""};
  std::string const root = common_folder(known.data_root, here);
  std::string const prefix = fs::path(known.data_root).lexically_relative(root).string();
  return {root, prefix == "." ? "" : prefix + "/"};
}

}  // namespace catalog::ingest
