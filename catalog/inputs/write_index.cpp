#include "catalog/inputs/write_index.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/inputs/documents.hpp"
#include "catalog/inputs/event_lists.hpp"
#include "catalog/inputs/index_runs.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/index_writer.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

constexpr auto documents_folder = "files";

void link(fs::path const& target, fs::path const& name) {
  engine::make_folders(name.parent_path().string());
  std::error_code error;
  fs::create_symlink(target, name, error);
  if (error) throw engine::system_failure("cannot prepare the inputs of a job", name.string(), error.value());
}

/// What an earlier attempt left: everything of ours, and nothing else (inputs.json stays).
void clear(fs::path const& folder, std::vector<std::string> const& names) {
  for (std::string const& name : names) {
    std::error_code error;
    fs::remove_all(folder / name, error);
    if (error)
      throw engine::system_failure("cannot clear the inputs of a job", (folder / name).string(),
                                   error.value());
  }
}

using RunsByCollection = std::map<std::string, std::vector<InputRun const*>>;

RunsByCollection by_collection(InputSet const& set) {
  RunsByCollection runs;
  for (InputRun const& run : set.runs) runs[run.collection].push_back(&run);
  return runs;
}

void write_data_set(fs::path const& folder, std::vector<InputRun const*> const& runs,
                    std::map<fs::path, std::int64_t> const& sizes) {
  engine::make_folders(folder.string());
  std::vector<DataLink> const links = data_links(runs);
  for (DataLink const& data : links) link(data.folder, folder / data.name);
  std::vector<engine::IndexedRun> rows;
  for (InputRun const* run : runs) rows.push_back(indexed_run(*run, links, sizes));
  engine::write_index_tables(folder.string(), rows);
}

/// The folder of the results of the job that a document comes from, if it does: its name is relative to that.
fs::path results_of(InputDocument const& document) {
  std::string const path = document.file.path.string(), end = "/" + document.name;
  bool const of_a_job = !document.entity_id.empty() && path.ends_with(end);
  return of_a_job ? fs::path(path.substr(0, path.size() - end.size())) : fs::path();
}

std::string job_folder(fs::path const& results) {
  // "<root>/<list>/<id>/results"
  return "job-" + results.parent_path().filename().string();
}

/// A name that no program takes for an index, a list or a filter, whatever the upload was called.
std::string plain_name(InputDocument const& document, std::size_t number) {
  std::string name = "input-" + std::to_string(number);
  if (document.role == "events" || is_fits_name(document.name))
    return name + (is_gzipped(document.file.path) ? ".fits.gz" : ".fits");
  std::string end = fs::path(document.name).extension().string();
  bool const harmless =
      end.size() <= 10 && std::all_of(end.begin(), end.end(), [](char c) {
        return c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
  return name + (harmless ? end : "");
}

class DocumentLinks {
 public:
  DocumentLinks(fs::path const& folder, std::vector<InputDocument> const& documents) : folder_(folder) {
    for (InputDocument const& document : documents)
      if (document.role == index_role) indexed_.insert(results_of(document));
    for (InputDocument const& document : documents) add(document);
  }
  std::vector<InputWord> words{};

 private:
  void add(InputDocument const& document) {
    fs::path const results = results_of(document);
    bool const whole_set = !results.empty() && indexed_.contains(results) &&
                           (document.role == index_role || wants_events({document.parameter, document.role}));
    if (!whole_set) {
      fs::path const name = folder_ / documents_folder / plain_name(document, ++number_);
      link(document.file.path, name);
      words.push_back({document.parameter, name.string()});
      return;
    }
    fs::path const set = folder_ / job_folder(results);
    if (!linked_.insert(set / document.name).second) return;
    link(document.file.path, set / document.name);
    InputWord const word{document.parameter, set.string()};
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }

  fs::path const& folder_;
  std::set<fs::path> indexed_, linked_;
  std::size_t number_ = 0;
};

void write_selection(fs::path const& folder, std::string const& selection) {
  if (selection.empty()) return;
  std::string const name = fs::path(selection_name).filename().string();
  clear(folder, {name});
  engine::write_new_file((folder / name).string(), selection);
}

}  // namespace

std::vector<InputWord> write_input_folder(fs::path const& folder, InputSet const& set,
                                          std::string const& selection) {
  engine::make_folders(folder.string());
  RunsByCollection const runs = by_collection(set);
  std::vector<std::string> ours{documents_folder};
  for (auto const& [collection, unused] : runs) ours.push_back(collection);
  for (InputDocument const& document : set.documents)
    if (fs::path const results = results_of(document); !results.empty()) ours.push_back(job_folder(results));
  clear(folder, ours);

  std::map<fs::path, std::int64_t> sizes;
  for (InputFile const& file : set.files) sizes.emplace(file.path, file.size);
  std::vector<InputWord> words;
  for (auto const& [collection, of_collection] : runs) {
    write_data_set(folder / collection, of_collection, sizes);
    words.push_back({"in", (folder / collection).string()});
  }
  DocumentLinks documents(folder, set.documents);
  words.insert(words.end(), documents.words.begin(), documents.words.end());
  write_selection(folder, selection);
  return words;
}

}  // namespace catalog
