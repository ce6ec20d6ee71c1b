#include "catalog/ingest/found_runs.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "catalog/ingest/file_facts.hpp"
#include "engine/base/failure.hpp"

namespace catalog::ingest {

namespace fs = std::filesystem;

namespace {

std::string events_of(engine::Observation const& run) {
  return spelt_once(run.events.file) + "\n" + (run.events.number ? std::to_string(*run.events.number) : "");
}

void add(engine::DataSet from, std::map<std::int64_t, engine::Observation>& runs, FoundRuns& out) {
  for (engine::UnreadableFile const& file : from.unreadable)
    out.problems.push_back({std::nullopt, file.reason});
  out.complete = out.complete && from.unreadable.empty();
  for (std::string& note : from.notes) out.notes.push_back(std::move(note));
  for (engine::Observation& run : from.observations) {
    std::int64_t const id = run.id;
    auto const [place, is_new] = runs.try_emplace(id, run);
    if (is_new || events_of(place->second) == events_of(run)) continue;
    out.problems.push_back({id, "OBS_ID " + std::to_string(id) + " stands for two different runs: " +
                                    place->second.events.file + " and " + run.events.file +
                                    " (the first is in the catalogue) - put them into two collections"});
  }
}

}  // namespace

FoundRuns find_runs(std::vector<std::string> const& inputs, engine::FileNameSyntax syntax) {
  FoundRuns out;
  std::map<std::int64_t, engine::Observation> runs;
  for (std::string const& input : inputs) {
    try {
      add(engine::open_data_set({input}, syntax), runs, out);
    } catch (engine::Failure const& failure) {
      out.problems.push_back({std::nullopt, failure.what()});
      out.complete = false;
    }
  }
  for (auto& [id, run] : runs) out.runs.push_back(std::move(run));
  return out;
}

std::vector<std::string> files_of(engine::Observation const& run) {
  std::vector<std::string> files{spelt_once(run.events.file)};
  auto const add_file = [&](std::string const& file) {
    std::string const spelt = spelt_once(file);
    if (!file.empty() && std::find(files.begin(), files.end(), spelt) == files.end()) files.push_back(spelt);
  };
  if (run.gti) add_file(run.gti->file);
  for (engine::ResponseLocation const& response : run.responses) add_file(response.location.file);
  return files;
}

std::string common_folder(std::string const& a, std::string const& b) {
  fs::path const first = a, second = b;
  fs::path out;
  for (auto i = first.begin(), j = second.begin(); i != first.end() && j != second.end() && *i == *j;
       ++i, ++j)
    out /= *i;
  return out.string();
}

std::string common_root(std::vector<std::string> const& inputs,
                        std::vector<engine::Observation> const& runs) {
  std::optional<std::string> root;
  for (engine::Observation const& run : runs)
    for (std::string const& file : files_of(run)) {
      std::string const folder = fs::path(file).parent_path().string();
      root = root ? common_folder(*root, folder) : folder;
    }
  if (!root) return "/";
  std::error_code error;
  if (inputs.size() == 1 && fs::is_directory(inputs.front(), error)) {
    fs::path given = spelt_once(inputs.front());
    if (!given.has_filename()) given = given.parent_path();  // "data/"
    if (common_folder(given.string(), *root) == given.string()) return given.string();
  }
  return *root;
}

std::string path_below(std::string const& root, std::string const& path) {
  fs::path const relative = fs::path(path).lexically_relative(root);
  bool const below = !relative.empty() && *relative.begin() != ".." && relative != ".";
  return below ? relative.string() : path;
}

}  // namespace catalog::ingest
