#include "catalog/inputs/run_rows.hpp"

#include <chrono>
#include <map>
#include <unordered_map>

#include "catalog/pg/array.hpp"

namespace catalog {

namespace {

/// Facts have the name of their keyword.
constexpr auto runs_sql = R"(
SELECT o.did, o.object, coalesce(p.version, p.ana_ver) AS version, o.event_count,
  o.obs_mode AS "OBS_MODE", o.ra_pnt AS "RA_PNT", o.dec_pnt AS "DEC_PNT", o.alt_pnt AS "ALT_PNT", o.az_pnt AS "AZ_PNT",
  o.zen_pnt AS "ZEN_PNT", o.ontime AS "ONTIME", o.livetime AS "LIVETIME", o.deadc AS "DEADC", o.tstart AS "TSTART",
  o.tstop AS "TSTOP", o.telescop AS "TELESCOP", o.instrume AS "INSTRUME", o.n_tels AS "N_TELS", o.tellist AS "TELLIST",
  o.object AS "OBJECT", o.ra_obj AS "RA_OBJ", o.dec_obj AS "DEC_OBJ", o.event_count AS "EVENT_COUNT",
  o.safe_energy_lo AS "SAFE_ENERGY_LO", o.safe_energy_hi AS "SAFE_ENERGY_HI", o.mjdrefi AS "MJDREFI",
  o.mjdreff AS "MJDREFF", o.timesys AS "TIMESYS", p.ev_class AS "EV_CLASS", a.muoneff AS "MUONEFF",
  a.brokpix AS "BROKPIX", a.airtemp AS "AIRTEMP", a.pressure AS "PRESSURE", a.relhum AS "RELHUM",
  a.nsblevel AS "NSBLEVEL", a.trgrate AS "TRGRATE", a.zttrgrate AS "ZTRGRATE", a.quality AS "QUALITY"
FROM unnest($1::bigint[]) WITH ORDINALITY AS w (id, n) JOIN store.observation o ON o.id = w.id
  LEFT JOIN store.processing p ON p.id = o.processing_id LEFT JOIN store.ambient_conditions a ON a.observation_id = o.id
ORDER BY w.n)";
constexpr std::size_t first_fact = 4;

constexpr auto hdus_sql = R"(
SELECT w.n, x.role, coalesce(u.hdu_class, CASE WHEN x.role IN ('events', 'gti', 'pointing') THEN x.role END, ''), u.name,
  u.file_id, u.datasum, u.n_rows
FROM unnest($1::bigint[]) WITH ORDINALITY AS w (id, n) JOIN store.observation_hdu x ON x.observation_id = w.id
  JOIN store.hdu u ON u.id = x.hdu_id
ORDER BY w.n, array_position(ARRAY['events', 'gti'], x.role), x.role, u.file_id, u.number)";

constexpr auto files_sql = R"(
SELECT f.id, coalesce(c.data_root, ''), f.path, f.url, f.sha256, f.size_bytes,
  (extract(epoch FROM f.mtime) * 1000)::bigint, f.collection_id = ANY (store.readable_collections())
FROM store.file f JOIN store.collection c ON c.id = f.collection_id
WHERE f.id IN (SELECT u.file_id FROM store.observation_hdu x JOIN store.hdu u ON u.id = x.hdu_id
               WHERE x.observation_id = ANY ($1::bigint[])))";

struct KnownFile {
  std::filesystem::path path{};  ///< empty: of no use, because
  std::string trouble{}, name{};
  InputFile facts{};
  bool listed = false;
};
using KnownFiles = std::unordered_map<std::string, KnownFile>;

std::string text_at(pg::Result const& rows, std::size_t row, std::size_t column) {
  return std::string(rows.cell(row, column).value_or(""));
}

KnownFile file_at(pg::Result const& rows, std::size_t row, FilePaths& paths) {
  KnownFile file{.name = rows.text(row, 2)};
  if (rows.cell(row, 3)) {
    file.trouble = "the file lies elsewhere, not with this service";
    file.name = text_at(rows, row, 3);
    return file;
  }
  if (!rows.boolean(row, 7)) {
    file.trouble = "the file is not open to you";
    return file;
  }
  auto path = paths.find(rows.text(row, 1), file.name);
  if (!path) {
    file.trouble = "the file is in the catalogue but not on disk below a data folder";
    return file;
  }
  file.path = *path;
  file.facts = {std::move(*path), text_at(rows, row, 4), 0, {}};
  if (rows.cell(row, 5)) file.facts.size = rows.integer(row, 5);
  if (rows.cell(row, 6)) file.facts.changed = jobs::Instant(std::chrono::milliseconds(rows.integer(row, 6)));
  return file;
}

KnownFiles load_files(pg::Connection& connection, std::string const& ids, FilePaths& paths) {
  pg::Result const rows = connection.run(files_sql, {ids});
  KnownFiles files;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    files.emplace(rows.text(row, 0), file_at(rows, row, paths));
  return files;
}

InputRun run_at(pg::Result const& rows, std::size_t row, FoundRun const& found) {
  InputRun run{found.collection, found.obs_id, rows.text(row, 0), text_at(rows, row, 1),
               text_at(rows, row, 2)};
  if (rows.cell(row, 3)) run.events = rows.integer(row, 3);
  for (std::size_t column = first_fact; column < rows.columns(); ++column)
    if (auto const value = rows.cell(row, column)) run.facts.emplace_back(rows.column_name(column), *value);
  return run;
}

/// Runs with the same trouble are one mistake.
using Troubles = std::map<std::string, std::vector<std::string>>;

void add_hdus(pg::Result const& rows, KnownFiles& files, InputSet& set, Troubles& troubles) {
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    InputRun& run = set.runs[static_cast<std::size_t>(rows.integer(row, 0)) - 1];
    KnownFile& file = files.at(rows.text(row, 4));
    if (file.path.empty()) {
      auto& names = troubles[file.trouble];
      std::string name = run.collection + ":" + run.obs_id + " (" + file.name + ")";
      if (names.empty() || names.back() != name) names.push_back(std::move(name));
      continue;
    }
    if (!file.listed) set.files.push_back(file.facts);
    file.listed = true;
    std::int64_t const n = rows.cell(row, 6) ? rows.integer(row, 6) : 0;
    run.hdus.push_back(
        {rows.text(row, 1), rows.text(row, 2), rows.text(row, 3), file.path, text_at(rows, row, 5), n});
  }
}

std::string ids_of(std::vector<FoundRun> const& runs) {
  std::string ids = "{";
  for (FoundRun const& run : runs) ids += (ids.size() > 1 ? "," : "") + std::to_string(run.id);
  return ids + "}";
}

}  // namespace

std::string some_of(std::vector<std::string> const& names) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) text += (i > 0 ? ", " : "") + names[i];
  return names.size() <= most ? text : text + " and " + std::to_string(names.size() - most) + " more";
}

void load_runs(pg::Connection& as_the_user, std::vector<FoundRun> const& runs, FilePaths& paths,
               InputSet& set, std::vector<std::string>& mistakes) {
  if (runs.empty()) return;
  std::string const ids = ids_of(runs);
  pg::Result const facts = as_the_user.run(runs_sql, {ids});
  for (std::size_t row = 0; row < facts.rows(); ++row) set.runs.push_back(run_at(facts, row, runs[row]));
  KnownFiles files = load_files(as_the_user, ids, paths);
  Troubles troubles;
  add_hdus(as_the_user.run(hdus_sql, {ids}), files, set, troubles);
  for (auto const& [trouble, names] : troubles) mistakes.push_back(some_of(names) + ": " + trouble);
  std::vector<std::string> without;
  if (troubles.empty())
    for (InputRun const& run : set.runs)
      if (run.hdus.empty() || run.hdus.front().type != "events")
        without.push_back(run.collection + ":" + run.obs_id);
  if (!without.empty()) mistakes.push_back(some_of(without) + ": the catalogue knows no event list of it");
}

}  // namespace catalog
