#include "engine/check/hdu_index_rules.hpp"

#include <filesystem>
#include <map>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/check/column_rules.hpp"
#include "engine/check/index_table.hpp"
#include "engine/io/index_paths.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

void check_columns(IndexTable const& index, Findings const& out) {
  std::string const where = clause(index.version, section_hdu_index_columns);
  check_column(index.table(), {.name = "OBS_ID", .good_codes = "KJIB", .lossy_codes = ""}, Severity::error,
               where, out);
  for (std::string_view const name : {"HDU_TYPE", "HDU_CLASS", "FILE_DIR", "FILE_NAME", "HDU_NAME"})
    check_column(index.table(), {.name = name, .good_codes = "A", .lossy_codes = ""}, Severity::warning,
                 where, out);
}

struct Row {
  std::int64_t obs_id = 0;
  std::string type, hdu_class, dir, name, hdu;
};

std::vector<Row> rows_of(IndexTable& index) {
  std::vector<std::int64_t> const ids = index.file.file->integers(index.table(), "OBS_ID");
  auto const types = texts_or_empty(index, "HDU_TYPE"), classes = texts_or_empty(index, "HDU_CLASS");
  auto const dirs = texts_or_empty(index, "FILE_DIR"), names = texts_or_empty(index, "FILE_NAME");
  auto const hdus = texts_or_empty(index, "HDU_NAME");
  std::vector<Row> rows;
  for (std::size_t i = 0; i < ids.size(); ++i)
    rows.push_back({ids[i], types[i], classes[i], dirs[i], names[i], hdus[i]});
  return rows;
}

/// How many rows have some oddity, reported once for the table.
class RowCounts {
 public:
  RowCounts(GadfVersion version, std::size_t rows, Findings const& out)
      : version_(version), rows_(rows), out_(out) {}

  void report(std::uint64_t count, Severity severity, std::string code, std::string column,
              std::string const& message, std::string remedy, std::string_view section) const {
    if (count == 0) return;
    out_.add({.severity = severity,
              .code = std::move(code),
              .keyword_or_column = std::move(column),
              .message = std::to_string(count) + " of " + std::to_string(rows_) + " rows " + message,
              .remedy = std::move(remedy),
              .clause = clause(version_, section),
              .count = count});
  }

 private:
  GadfVersion version_;
  std::size_t rows_;
  Findings const& out_;
};

void check_words(std::vector<Row> const& rows, RowCounts const& counts) {
  std::uint64_t unknown_types = 0, unknown_classes = 0, climbing = 0, without_dir = 0, without_hdu = 0;
  for (Row const& row : rows) {
    unknown_types += is_hdu_type(row.type) ? 0 : 1;
    unknown_classes += is_hdu_class(row.hdu_class) ? 0 : 1;
    without_dir += row.dir.empty() ? 1 : 0;
    without_hdu += row.hdu.empty() ? 1 : 0;
    fs::path const dir = fs::path(row.dir).lexically_normal();
    climbing += !dir.empty() && *dir.begin() == ".." ? 1 : 0;
  }
  counts.report(unknown_types, Severity::warning, "index-type-unknown", "HDU_TYPE",
                "have a type the format does not list: readers do not look for it",
                "write events, gti, aeff, edisp, psf, bkg or rad_max in small letters",
                section_hdu_index_types);
  counts.report(unknown_classes, Severity::warning, "index-class-unknown", "HDU_CLASS",
                "have a class the format does not list: readers cannot tell how to read the table",
                "write the class in small letters, as aeff_2d", section_hdu_index_types);
  counts.report(climbing, Severity::note, "index-path-climbs", "FILE_DIR",
                "lead out of the folder of the index ('..'): the set breaks when the folder is moved alone",
                "keep index and data below one folder", section_hdu_index_paths);
  counts.report(without_dir, Severity::note, "index-file-dir-empty", "FILE_DIR",
                "have an empty FILE_DIR: readers take the folder of the index, or fail", "write './'",
                section_hdu_index_columns);
  counts.report(without_hdu, Severity::warning, "index-hdu-name-empty", "HDU_NAME",
                "name no HDU: it must be guessed", "write the EXTNAME", section_hdu_index_columns);
}

void check_sizes(IndexTable& index, std::vector<std::optional<std::string>> const& paths,
                 RowCounts const& counts) {
  FitsColumn const* size = index.table().find("SIZE");
  if (size == nullptr || !is_numeric(*size) || size->repeat != 1) return;
  std::vector<double> const bytes = index.file.file->numbers(index.table(), "SIZE");
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!paths[i]) continue;
    std::error_code trouble;
    std::uintmax_t const real = fs::file_size(*paths[i], trouble);
    wrong += !trouble && static_cast<double>(real) != bytes[i] ? 1 : 0;
  }
  counts.report(wrong, Severity::warning, "index-size-wrong", "SIZE",
                "have a SIZE that is not the size of the file: completeness cannot be checked by it",
                "write the size of the file in bytes", section_hdu_index_columns);
}

/// Rows of one type within a run that the plan holds already.
void check_repeated(std::vector<Row> const& rows, IndexTable const& index, Findings const& out) {
  std::map<std::pair<std::int64_t, std::string>, std::uint64_t> times;
  for (Row const& row : rows) ++times[{row.obs_id, lower(row.type)}];
  for (auto const& [key, count] : times) {
    if (count < 2 || key.second.empty()) continue;
    bool const vital = key.second == "events" || key.second == "gti";
    out.of_run(key.first).add({.severity = vital ? Severity::error : Severity::warning,
                               .code = "index-type-repeated",
                               .keyword_or_column = "HDU_TYPE",
                               .message = "the run has " + std::to_string(count) + " rows of type " +
                                          key.second + ": which one is used depends on the reader",
                               .remedy = "give different runs different OBS_ID, or keep one row",
                               .clause = clause(index.version, section_hdu_index_columns),
                               .count = count});
  }
}

std::optional<std::string> path_of(std::string const& index_path, std::string const& base_dir, Row const& row,
                                   IndexTable const& index, Findings const& out) {
  try {
    return path_in_index(index_path, {base_dir, row.dir, row.name});
  } catch (Failure const& failure) {
    out.of_run(row.obs_id)
        .add({.severity = Severity::error,
              .code = "index-path-refused",
              .keyword_or_column = row.name.empty() ? "FILE_NAME" : "FILE_DIR",
              .message = failure.what(),
              .remedy = "name files by a path relative to the index",
              .clause = clause(index.version, section_hdu_index_paths)});
    return std::nullopt;
  }
}

void add_row(std::vector<PlannedRun>& runs, std::map<std::int64_t, std::size_t>& place, Row const& row,
             TableUse use) {
  auto const [found, is_new] = place.try_emplace(row.obs_id, runs.size());
  if (is_new) runs.push_back({.obs_id = row.obs_id});
  PlannedRun& run = runs[found->second];
  if (use.type == "events") {
    if (run.events.file.empty()) run.events = std::move(use);
  } else if (use.type == "gti") {
    if (!run.gti) run.gti = std::move(use);
  } else {
    run.responses.push_back(std::move(use));
  }
}

}  // namespace

std::vector<PlannedRun> check_hdu_index(std::string const& path, Findings const& out) {
  IndexTable index = open_index_table(path, {"OBS_ID", "FILE_NAME"}, "HDU", out);
  if (index.hdu == nullptr) return {};
  Findings const here = out.in(index.hdu->name);
  check_columns(index, here);
  std::vector<Row> const rows = rows_of(index);
  RowCounts const counts(index.version, rows.size(), here);
  check_words(rows, counts);
  check_repeated(rows, index, here);
  std::string const base_dir = index.hdu->header.text("BASE_DIR").value_or("");
  std::vector<std::optional<std::string>> paths;
  std::vector<PlannedRun> runs;
  std::map<std::int64_t, std::size_t> place;
  for (Row const& row : rows) {
    paths.push_back(path_of(path, base_dir, row, index, here));
    if (paths.back())
      add_row(runs, place, row, {*paths.back(), row.hdu, {}, lower(row.type), lower(row.hdu_class), path});
  }
  check_sizes(index, paths, counts);
  return runs;
}

}  // namespace engine
