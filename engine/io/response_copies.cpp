#include "engine/io/response_copies.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/product_header.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

/// One spelling for one file: an index may say "../data/x.fits" where another says "data/x.fits".
std::string canonical(std::string const& file) {
  std::error_code error;
  fs::path const path = fs::weakly_canonical(file, error);
  return error ? fs::path(file).lexically_normal().string() : path.string();
}

/// "irf.fits.gz" and 2 give "irf-2.fits.gz".
std::string numbered(std::string const& name, int n) {
  std::size_t const dot = std::min(name.find('.'), name.size());
  return name.substr(0, dot) + "-" + std::to_string(n) + name.substr(dot);
}

std::string extname_of(FitsFile& file, int hdu) { return file.header(hdu).text("EXTNAME").value_or(""); }

std::int64_t size_of(std::string const& file) {
  std::error_code error;
  std::uintmax_t const bytes = fs::file_size(file, error);
  return error ? 0 : static_cast<std::int64_t>(bytes);
}

/// A name that no other HDU of the file has.
std::string free_name(std::string const& wanted, std::set<std::string>& taken) {
  std::string name = upper(wanted);
  for (int n = 2; !taken.insert(name).second; ++n) name = upper(wanted) + "-" + std::to_string(n);
  return name;
}

IndexedHdu copy_response(FitsFile& from, ResponseLocation const& response, FitsWriter& to,
                         std::string const& own_name, std::set<std::string>& taken) {
  int const hdu = find_response(from, response);
  std::string const given = extname_of(from, hdu);
  from.copy_hdu(hdu, to);
  std::string const name = free_name(given.empty() ? response.type : given, taken);
  if (!same_word(name, given)) to.key({"EXTNAME", name, "name of this HDU"});
  return {response.type, response.hdu_class, own_name, same_word(name, given) ? given : name, 0};
}

}  // namespace

SharedResponses::SharedResponses(std::vector<Observation> const& runs) {
  std::set<std::string> event_files, response_files, names;
  for (Observation const& run : runs) event_files.insert(canonical(run.events.file));
  for (Observation const& run : runs)
    for (ResponseLocation const& response : run.responses)
      response_files.insert(canonical(response.location.file));
  for (std::string const& file : response_files) {
    if (event_files.contains(file)) continue;
    std::string name = file_name_of(file);
    for (int n = 2; !names.insert(name).second; ++n) name = numbered(file_name_of(file), n);
    name_of_file_[file] = "irf/" + name;
  }
}

std::optional<std::string> SharedResponses::name_of(std::string const& file) const {
  auto const found = name_of_file_.find(canonical(file));
  return found == name_of_file_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> SharedResponses::names() const {
  std::vector<std::string> all;
  for (auto const& [file, name] : name_of_file_) all.push_back(name);
  return all;
}

SharedResponses SharedResponses::of_runs(std::vector<Observation> const& runs) const {
  SharedResponses some;
  for (Observation const& run : runs)
    for (ResponseLocation const& response : run.responses)
      if (auto const found = name_of_file_.find(canonical(response.location.file));
          found != name_of_file_.end())
        some.name_of_file_.insert(*found);
  return some;
}

void SharedResponses::copy_into(StagingDirectory const& staging) const {
  for (auto const& [file, name] : name_of_file_) copy_file_durably(file, staging.file(name));
}

int find_response(FitsFile& file, ResponseLocation const& response) {
  HduLocation const& where = response.location;
  if (where.number) return *where.number;
  if (!where.hdu.empty())
    if (std::optional<int> const hdu = file.find_hdu(where.hdu)) return *hdu;
  for (int hdu = 2; where.hdu.empty() && hdu <= file.hdu_count(); ++hdu)
    if (same_word(file.header(hdu).text("HDUCLAS4").value_or(""), response.hdu_class)) return hdu;
  throw Failure(Fault::bad_data,
                "response " + response.hdu_class + " not found: " + file.path() + " has no HDU " +
                    (where.hdu.empty() ? "of that class (HDUCLAS4)" : "'" + where.hdu + "'") +
                    " - correct the HDU index");
}

std::vector<IndexedHdu> carry_responses(Observation const& run, FitsFile& event_file, FitsWriter& to,
                                        std::string const& own_name, SharedResponses const& shared) {
  std::vector<IndexedHdu> rows;
  std::set<std::string> taken{"EVENTS", "GTI", "PROVENANCE"};
  for (ResponseLocation const& response : run.responses) {
    std::string const& file = response.location.file;
    if (std::optional<std::string> const name = shared.name_of(file)) {
      std::string hdu = response.location.hdu;
      FitsFile other = FitsFile::open(file, response.location.syntax);
      if (response.location.number || hdu.empty()) hdu = extname_of(other, find_response(other, response));
      rows.push_back({response.type, response.hdu_class, *name, hdu, size_of(file)});
    } else if (canonical(file) == canonical(run.events.file)) {
      rows.push_back(copy_response(event_file, response, to, own_name, taken));
    } else {
      FitsFile other = FitsFile::open(file, response.location.syntax);
      rows.push_back(copy_response(other, response, to, own_name, taken));
    }
  }
  return rows;
}

}  // namespace engine
