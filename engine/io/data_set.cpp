#include "engine/io/data_set.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/event_list_file.hpp"
#include "engine/io/folder_scan.hpp"
#include "engine/io/hdu_in_name.hpp"
#include "engine/io/index_tables.hpp"
#include "engine/io/observation_xml.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

void append(DataSet& to, DataSet from) {
  std::move(from.observations.begin(), from.observations.end(), std::back_inserter(to.observations));
  std::move(from.notes.begin(), from.notes.end(), std::back_inserter(to.notes));
  std::move(from.unreadable.begin(), from.unreadable.end(), std::back_inserter(to.unreadable));
}

[[noreturn]] void refuse_without_events(std::string const& path) {
  throw Failure(
      Fault::bad_data,
      "no events: " + path +
          " has no binary table with HDUCLAS1 or EXTNAME EVENTS - is it an event file, and complete?");
}

DataSet runs_in_file(HduLocation const& where) {
  DataSet out{observations_in_file(where), {}};
  if (out.observations.empty()) refuse_without_events(where.file);
  return out;
}

DataSet runs_in_folder(std::string const& folder) {
  FolderContent const content = scan_folder(folder);
  DataSet out;
  for (IndexPair const& pair : content.indices) append(out, read_index(pair));
  if (!content.indices.empty()) return out;
  std::size_t other = 0;
  for (std::string const& file : content.fits_files) {
    try {
      std::vector<Observation> const runs = observations_in_file({file, "", {}, FileNameSyntax::literal});
      other += runs.empty() ? 1U : 0U;
      append(out, {runs, {}});
    } catch (Failure const& failure) {
      out.unreadable.push_back({file, failure.what()});
    }
  }
  if (out.observations.empty() && !out.unreadable.empty())
    throw Failure(Fault::bad_data, "none of the files of " + folder +
                                       " can be read; the first: " + out.unreadable.front().reason);
  if (out.observations.empty())
    throw Failure(Fault::missing_resource,
                  "no DL3 data: " + folder +
                      " has neither hdu-index.fits.gz nor event files, at any depth - "
                      "check the name");
  if (other > 0)
    out.notes.push_back(folder + ": " + std::to_string(other) + " FITS file(s) without events passed over");
  return out;
}

bool looks_like_xml(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::string start(64, ' ');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(in.gcount()));
  std::string_view text = start;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  return trimmed(text).starts_with('<');
}

/// Lists that are being read, outermost first: a list in itself would never end.
using OpenLists = std::vector<fs::path>;

DataSet runs_of_input(std::string const& input, FileNameSyntax syntax, OpenLists& lists);

DataSet runs_of_list(std::string const& path, OpenLists& lists) {
  std::error_code error;
  fs::path const real = fs::canonical(path, error);
  bool const regular = !error && fs::is_regular_file(real, error);  // a pipe would wait for ever
  std::ifstream in;
  if (regular) in.open(real);
  if (!in.is_open())
    throw Failure(Fault::missing_resource, "cannot read the list: " + path + " - check the name behind '@'");
  if (std::find(lists.begin(), lists.end(), real) != lists.end())
    throw Failure(Fault::bad_request, "a list contains itself: " + path + " - take the line out");
  lists.push_back(real);
  DataSet out;
  for (std::string line; std::getline(in, line);) {
    std::string entry(trimmed(line));
    if (entry.empty() || entry.starts_with('#')) continue;
    bool const nested = entry.starts_with('@');
    if (nested) entry.erase(0, 1);
    std::string const file = (fs::path(path).parent_path() / entry).lexically_normal().string();
    append(out, nested ? runs_of_list(file, lists) : runs_of_input(file, FileNameSyntax::literal, lists));
  }
  lists.pop_back();
  if (out.observations.empty())
    throw Failure(Fault::bad_request, "the list names no runs: " + path + " - write one input per line");
  return out;
}

DataSet runs_of_input(std::string const& input, FileNameSyntax syntax, OpenLists& lists) {
  if (syntax == FileNameSyntax::extended && input.starts_with('@'))
    return runs_of_list(input.substr(1), lists);
  std::error_code error;
  if (fs::is_directory(input, error)) return runs_in_folder(input);
  if (fs::exists(input, error) && !fs::is_regular_file(input, error))
    throw Failure(Fault::bad_data, "cannot read: " + input + " (not a regular file) - name a FITS file");
  if (!fs::exists(input, error)) {
    HduLocation const where = hdu_in_name(input);
    if (where.file != input) return runs_in_file(where);
    bool const for_cfitsio = input.find('[') != input.npos || input.find("://") != input.npos;
    if (syntax == FileNameSyntax::extended && for_cfitsio) return runs_in_file({input, "", {}, syntax});
    throw Failure(Fault::missing_resource, "no such file or folder: " + input + " - check the name");
  }
  if (std::optional<IndexPair> const pair = index_pair_of(input)) return read_index(*pair);
  if (looks_like_xml(input)) return read_observation_xml(input);
  return runs_in_file({input, "", {}, FileNameSyntax::literal});
}

std::string spelt(HduLocation const& where) {
  if (where.number) return where.file + "[HDU " + std::to_string(*where.number) + "]";
  return where.hdu.empty() ? where.file : where.file + "[" + where.hdu + "]";
}

/// Missing files are equal only by name.
bool same_events(HduLocation const& a, HduLocation const& b) {
  std::error_code error;
  bool const same_file = a.file == b.file || (fs::equivalent(a.file, b.file, error) && !error);
  bool const both_named = !a.hdu.empty() && !b.hdu.empty();
  return same_file && a.number == b.number && (!both_named || same_word(a.hdu, b.hdu));
}

/// One observation per id: the same events named twice are one run, two different ones are a conflict.
std::vector<Observation> merged(std::vector<Observation> all) {
  std::map<std::int64_t, Observation> by_id;
  for (Observation& run : all) {
    auto const [place, is_new] = by_id.try_emplace(run.id, run);
    if (is_new) continue;
    Observation const& first = place->second;
    if (!same_events(first.events, run.events))
      throw Failure(Fault::bad_data, "OBS_ID " + std::to_string(run.id) +
                                         " stands for two different runs: " + spelt(first.events) + " and " +
                                         spelt(run.events) + " - give the collections one at a time");
  }
  std::vector<Observation> out;
  for (auto& [id, run] : by_id) out.push_back(std::move(run));
  return out;
}

}  // namespace

DataSet open_data_set(std::vector<std::string> const& inputs, FileNameSyntax syntax) {
  DataSet all;
  OpenLists lists;
  for (std::string const& input : inputs) append(all, runs_of_input(input, syntax, lists));
  all.observations = merged(std::move(all.observations));
  if (all.observations.empty())
    throw Failure(Fault::bad_request, "no runs: the inputs name none - name a DL3 folder or event files");
  return all;
}

}  // namespace engine
