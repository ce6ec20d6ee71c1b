#include "engine/io/index_tables.hpp"

#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/index_paths.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

/// The first binary table with these columns: MAGIC's HDU index bears the name OBS_INDEX.
int table_with(FitsFile& file, std::vector<std::string> const& columns) {
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu) {
    if (!file.is_binary_table(hdu)) continue;
    FitsTable const table = file.table(hdu);
    bool all = true;
    for (std::string const& column : columns) all = all && table.find(column) != nullptr;
    if (all) return hdu;
  }
  std::string wanted;
  for (std::string const& column : columns) wanted += (wanted.empty() ? "" : ", ") + column;
  throw Failure(Fault::bad_data, "not an index: " + file.path() + " has no table with the columns " + wanted +
                                     " - name the data store's folder or an event file");
}

std::vector<std::string> texts_or_empty(FitsFile& file, FitsTable const& table, std::string_view column) {
  if (table.find(column) == nullptr) return std::vector<std::string>(table.rows);
  return file.texts(table, column);
}

/// The column in canonical units, NaN throughout where there is none.
std::vector<double> numbers_or_nan(FitsFile& file, FitsTable const& table, std::string_view name,
                                   Dimension dimension) {
  FitsColumn const* column = table.find(name);
  if (column == nullptr || column->repeat != 1) return std::vector<double>(table.rows, std::nan(""));
  UnitConversion const unit = canonical_from(table, *column, dimension);
  std::vector<double> values = file.numbers(table, name);
  for (double& value : values) value = unit(value);
  return values;
}

struct HduRow {
  std::int64_t id;
  std::string type, hdu_class;
  HduLocation location;
};

std::vector<HduRow> hdu_rows(std::string const& path) {
  FitsFile file = FitsFile::open(path);
  int const hdu = table_with(file, {"OBS_ID", "HDU_TYPE", "FILE_NAME"});
  FitsTable const table = file.table(hdu);
  std::string const base_dir = file.header(hdu).text("BASE_DIR").value_or("");
  auto const ids = file.integers(table, "OBS_ID");
  auto const types = file.texts(table, "HDU_TYPE"), classes = texts_or_empty(file, table, "HDU_CLASS");
  auto const dirs = texts_or_empty(file, table, "FILE_DIR"), names = file.texts(table, "FILE_NAME");
  auto const hdus = texts_or_empty(file, table, "HDU_NAME");
  std::vector<HduRow> rows;
  for (std::size_t i = 0; i < table.rows; ++i)
    rows.push_back(
        {ids[i],
         lower(types[i]),
         lower(classes[i]),
         {path_in_index(path, {base_dir, dirs[i], names[i]}), hdus[i], {}, FileNameSyntax::literal}});
  return rows;
}

bool same_place(HduLocation const& a, HduLocation const& b) {
  return a.file == b.file && same_word(a.hdu, b.hdu);
}

/// Runs by id; those without an events row are left out.
std::map<std::int64_t, Observation> runs_of(std::string const& path, std::vector<HduRow> const& rows,
                                            std::vector<std::string>& notes) {
  std::map<std::int64_t, Observation> runs;
  for (HduRow const& row : rows) {
    Observation& run = runs[row.id];
    run.id = row.id;
    run.index_file = path;
    if (row.type == "events") {
      if (!run.events.file.empty() && !same_place(run.events, row.location))
        throw Failure(Fault::bad_data, "run " + std::to_string(row.id) + " has two event lists: " + path +
                                           " names " + run.events.file + " and " + row.location.file +
                                           " - give them different OBS_ID");
      run.events = row.location;
    } else if (row.type == "gti") {
      run.gti = row.location;
    } else {
      run.responses.push_back({row.type, row.hdu_class, row.location});
    }
  }
  std::size_t const without_events =
      std::erase_if(runs, [](auto const& entry) { return entry.second.events.file.empty(); });
  if (without_events > 0)
    notes.push_back(path + ": " + std::to_string(without_events) + " run(s) without an events row left out");
  return runs;
}

/// Half the steps of single precision at this many seconds, doubled to be safe, and a second at least.
Duration rounding_of(double met_s) { return seconds(std::max(1.0, std::abs(met_s) * 1.2e-7)); }

/// Facts of the observation index, copied into the runs; returns the ids it lists.
std::set<std::int64_t> add_facts(std::string const& path, std::map<std::int64_t, Observation>& runs) {
  FitsFile file = FitsFile::open(path);
  int const hdu = table_with(file, {"OBS_ID"});
  FitsTable const table = file.table(hdu);
  FitsHeader const header = file.header(hdu);
  // Times without a reference mean nothing: MAGIC's index and that of the whole CTA 1DC have none.
  bool const has_reference = header.text("MJDREFI") || header.text("MJDREF");
  TimeReference const reference = has_reference ? time_reference(header) : TimeReference{};
  auto const ids = file.integers(table, "OBS_ID");
  auto const ra_rad = numbers_or_nan(file, table, "RA_PNT", Dimension::angle);
  auto const dec_rad = numbers_or_nan(file, table, "DEC_PNT", Dimension::angle);
  auto const start_s = numbers_or_nan(file, table, "TSTART", Dimension::time);
  auto const stop_s = numbers_or_nan(file, table, "TSTOP", Dimension::time);
  auto const objects = texts_or_empty(file, table, "OBJECT");
  std::set<std::int64_t> listed;
  for (std::size_t i = 0; i < table.rows; ++i) {
    auto const run = runs.find(ids[i]);
    if (!listed.insert(ids[i]).second || run == runs.end()) continue;
    run->second.object = objects[i];
    if (std::isfinite(ra_rad[i]) && std::abs(dec_rad[i]) <= std::numbers::pi / 2)
      run->second.pointing = Direction<Icrs>::at(radians(ra_rad[i]), radians(dec_rad[i]));
    if (has_reference && start_s[i] < stop_s[i] && std::isfinite(stop_s[i] - start_s[i]))
      run->second.times = {reference.time_of(start_s[i]), reference.time_of(stop_s[i]),
                           rounding_of(stop_s[i])};
  }
  return listed;
}

/// "hdu-index" or "obs-index" in a file name, in any case; npos if it is neither.
std::size_t index_word_in(std::string const& name, std::string_view word) { return lower(name).find(word); }

/// The file with the other word, with or without .gz.
std::optional<std::string> companion(fs::path const& file, std::size_t at, std::string_view word) {
  std::string name = file.filename().string();
  name.replace(at, word.size(), word);
  std::string const plain = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
  for (std::string const& candidate : {name, plain + ".gz", plain}) {
    fs::path const path = file.parent_path() / candidate;
    std::error_code error;
    if (fs::exists(path, error)) return path.string();
  }
  return std::nullopt;
}

}  // namespace

std::optional<IndexPair> index_pair_of(std::string const& file) {
  fs::path const path = file;
  std::string const name = path.filename().string();
  if (std::size_t const at = index_word_in(name, "hdu-index"); at != name.npos)
    return IndexPair{file, companion(path, at, "obs-index")};
  std::size_t const at = index_word_in(name, "obs-index");
  if (at == name.npos) return std::nullopt;
  if (std::optional<std::string> const hdu_index = companion(path, at, "hdu-index"))
    return IndexPair{*hdu_index, file};
  throw Failure(Fault::missing_resource, "an observation index without an HDU index: " + file +
                                             " (the HDU index says which files its runs are in) - put "
                                             "hdu-index.fits.gz beside it");
}

DataSet read_index(IndexPair const& files) {
  DataSet out;
  auto runs = runs_of(files.hdu_index, hdu_rows(files.hdu_index), out.notes);
  if (files.obs_index) {
    std::set<std::int64_t> const listed = add_facts(*files.obs_index, runs);
    std::size_t missing = 0;
    for (std::int64_t const id : listed) missing += runs.count(id) == 0 ? 1U : 0U;
    if (missing > 0)
      out.notes.push_back(*files.obs_index + ": " + std::to_string(missing) +
                          " run(s) that the HDU index does not have left out");
    std::size_t const unlisted =
        std::erase_if(runs, [&](auto const& entry) { return listed.count(entry.first) == 0; });
    if (unlisted > 0)
      out.notes.push_back(files.hdu_index + ": " + std::to_string(unlisted) +
                          " run(s) that the observation index does not have left out");
  }
  for (auto& [id, run] : runs) out.observations.push_back(std::move(run));
  return out;
}

}  // namespace engine
