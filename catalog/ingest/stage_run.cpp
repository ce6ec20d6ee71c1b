#include <map>

#include "catalog/ingest/found_runs.hpp"
#include "catalog/ingest/observation_row.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

void stage_file(FileFacts const& file, RowContext const& context, Staging& staging,
                std::string const& table) {
  std::string const path = path_below(context.root, file.path);
  if (!staging.first(table, path)) return;
  StagedRow row;
  row.set("path", path).set("media_type", "application/fits");
  row.set("size_bytes", file.stamp.bytes).set("sha256", file.sha256);
  row.set("mtime", timestamp_text(file.stamp.changed_us));
  staging.add(table, row);
}

void stage_hdu(RunHdu const& hdu, std::string const& path, std::string const& obs_id, Staging& staging) {
  HduFacts const& facts = hdu.facts;
  staging.add("stage_observation_hdu", StagedRow()
                                           .set("role", hdu.role)
                                           .set("obs_id", obs_id)
                                           .set("path", path)
                                           .set("number", std::int64_t{facts.number}));
  if (!staging.first("stage_hdu", path + "\n" + std::to_string(facts.number))) return;
  StagedRow row;
  row.set("path", path).set("number", std::int64_t{facts.number}).set("name", facts.name);
  row.set("version", facts.version).set("hdu_type", hdu.role);
  row.set("hdu_class", hdu.hdu_class.empty() ? std::nullopt : std::optional(hdu.hdu_class));
  row.set("hduclass", facts.hduclass).set("hdudoc", facts.hdudoc).set("hduvers", facts.hduvers);
  row.set("hduclas1", facts.hduclas1).set("hduclas2", facts.hduclas2);
  row.set("hduclas3", facts.hduclas3).set("hduclas4", facts.hduclas4);
  row.set("n_rows", facts.n_rows).set("size_bytes", facts.size_bytes);
  row.set("datasum", facts.datasum).set("checksum", facts.checksum);
  staging.add("stage_hdu", row);
}

/// The header as it stands in the file, defects and all; mended values are in the typed columns.
void stage_header(RunRecord const& run, std::string const& path, Staging& staging) {
  std::int64_t const number = run.hdus.front().facts.number;
  std::int64_t position = 0;
  for (engine::FitsCard const& card : run.written.cards()) {
    ++position;
    if (card.keyword.empty()) continue;
    std::string const value = card.value;
    bool const blank = engine::trimmed(value).empty();
    auto const as_number = card.is_string || blank ? std::nullopt : engine::number(value);
    StagedRow row;
    row.set("path", path).set("number", number).set("position", position).set("keyword", card.keyword);
    row.set("text_value", blank && !card.is_string ? std::nullopt : std::optional(value));
    row.set("number_value", as_number);
    row.set("comment", card.comment.empty() ? std::nullopt : std::optional(card.comment));
    staging.add("stage_header", row);
  }
}

void stage_good_times(RunRecord const& run, std::string const& obs_id, Staging& staging) {
  if (!run.times.reference) return;
  auto const mjd = [&](double met_s) {
    return engine::mjd_in(run.times.reference->time_of(met_s), engine::TimeScale::utc);
  };
  std::int64_t position = 0;
  for (engine::MetRange const& good : run.good_times) {
    StagedRow row;
    try {
      row.set("t_start", mjd(good.start_s)).set("t_stop", mjd(good.stop_s));
    } catch (engine::Failure const&) {  // out of all years, as the notes of the run say
      continue;
    }
    row.set("position", ++position).set("start_met", good.start_s).set("stop_met", good.stop_s);
    staging.add("stage_gti", row.set("obs_id", obs_id));
  }
}

}  // namespace

void stage_run(RunRead const& run, RowContext const& context, Staging& staging) {
  RunRecord const& record = run.record;
  std::string const obs_id = std::to_string(record.id);
  staging.add("stage_observation", observation_row(run, context.collection));
  StagedRow const processing = processing_row(record.header);
  if (staging.first("stage_processing", *processing.cells().front().second))
    staging.add("stage_processing", processing);
  if (auto const ambient = ambient_row(record)) staging.add("stage_ambient", *ambient);
  stage_good_times(record, obs_id, staging);
  for (FileFacts const& file : run.files) stage_file(file, context, staging, "stage_file");
  for (RunHdu const& hdu : record.hdus) stage_hdu(hdu, path_below(context.root, hdu.file), obs_id, staging);
  stage_header(record, path_below(context.root, record.hdus.front().file), staging);
}

void stage_touched(RunUnchanged const& run, RowContext const& context, KnownState const& known,
                   Staging& staging) {
  for (FileFacts const& file : run.files) {
    auto const before = known.files.find(path_below(context.root, file.path));
    if (before == known.files.end() || before->second.stamp == file.stamp) continue;
    stage_file(file, context, staging, "stage_touched");
  }
}

}  // namespace catalog::ingest
