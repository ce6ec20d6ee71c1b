#include "engine/io/folder_scan.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr int deepest = 32;

std::vector<fs::path> sorted_entries(fs::path const& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    entries.push_back(at->path());
  if (error)
    throw Failure(Fault::missing_resource, "cannot read the folder: " + folder.string() + " (" +
                                               error.message() + ") - may you read it?");
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool is_fits_name(fs::path const& path) {
  std::string name = lower(path.filename().string());
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name.ends_with(".fits") || name.ends_with(".fit");
}

bool is_hidden(fs::path const& path) { return path.filename().string().starts_with('.'); }

std::string without_gz(std::string const& name) {
  return name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
}

/// Keeps one pair per HDU index; "hdu-index.fits" sorts right before "hdu-index.fits.gz".
void add_pair(std::vector<IndexPair>& indices, IndexPair pair) {
  if (!indices.empty() && without_gz(indices.back().hdu_index) == without_gz(pair.hdu_index))
    indices.back() = std::move(pair);
  else
    indices.push_back(std::move(pair));
}

void scan(fs::path const& folder, int depth, std::set<fs::path>& entered, FolderContent& out) {
  if (depth > deepest)
    throw Failure(Fault::bad_request,
                  "folders are nested too deep: " + folder.string() + " - name a folder below");
  std::error_code error;
  if (!entered.insert(fs::canonical(folder, error)).second || error) return;
  std::vector<fs::path> folders;
  for (fs::path const& entry : sorted_entries(folder)) {
    if (is_hidden(entry)) continue;
    if (fs::is_directory(entry, error)) {
      folders.push_back(entry);
      continue;
    }
    if (!fs::is_regular_file(entry, error) || !is_fits_name(entry)) continue;
    std::string const name = lower(entry.filename().string());
    if (name.find("hdu-index") != name.npos)
      add_pair(out.indices, *index_pair_of(entry.string()));
    else if (name.find("obs-index") == name.npos)
      out.fits_files.push_back(entry.string());
  }
  for (fs::path const& below : folders) scan(below, depth + 1, entered, out);
}

}  // namespace

FolderContent scan_folder(std::string const& folder) {
  FolderContent out;
  std::set<fs::path> entered;
  scan(folder, 0, entered, out);
  return out;
}

}  // namespace engine
