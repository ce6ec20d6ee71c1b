#include "engine/check/run_check.hpp"

#include "engine/check/attempt.hpp"
#include "engine/check/events_content_rules.hpp"
#include "engine/check/events_header_rules.hpp"
#include "engine/check/obs_index_rules.hpp"

namespace engine {

namespace {

/// The facts of one table: known already, or looked up in its file.
template <class Facts>
std::optional<Facts> facts_for(TableUse const& use, KnownTables const& known,
                               std::map<TableKey, Facts> TableFacts::*member) {
  TableKey const key = key_of(use);
  bool const looked_at = known.own.looked_at.contains(key) || known.shared.looked_at.contains(key);
  TableFacts const elsewhere = looked_at ? TableFacts{} : facts_elsewhere(use);
  for (TableFacts const* facts : {&known.own, &known.shared, &elsewhere})
    if (auto const found = (facts->*member).find(key); found != (facts->*member).end()) return found->second;
  return std::nullopt;
}

/// Where the index is silent or wrong, the GTI table beside the events.
std::optional<GtiFacts> good_times_of(SurveyedFile& file, PlannedRun const& run, KnownTables const& known,
                                      Findings const& out) {
  std::optional<GtiFacts> gti;
  if (run.gti) gti = facts_for(*run.gti, known, &TableFacts::good_times);
  if (gti) return gti;
  TableUse const beside{
      .file = run.events.file, .hdu = "", .number = {}, .type = "gti", .hdu_class = "gti", .named_by = ""};
  SurveyedHdu const* hdu = find_hdu(file, beside);
  bool const tried =
      run.gti && run.gti->file == run.events.file && hdu != nullptr && find_hdu(file, *run.gti) == hdu;
  if (hdu != nullptr && !tried) gti = check_gti(file, *hdu, out.in(hdu->name));
  if (hdu == nullptr)
    out.add({.severity = Severity::error,
             .code = "gti-missing",
             .message = "the run has no good time intervals: readers refuse it or take TSTART to TSTOP",
             .remedy = "add a GTI table",
             .clause = clause(GadfVersion::v0_3, section_events_overview)});
  return gti;
}

std::string layout_of(FitsTable const& table) {
  std::string layout;
  for (FitsColumn const& column : table.columns)
    layout += (layout.empty() ? "" : ", ") + column.name + " " + std::to_string(column.repeat) + column.code;
  return layout;
}

void check_obs_id(PlannedRun const& run, EventsFacts const& facts, Findings const& out) {
  if (run.bare || !run.obs_id || !facts.obs_id || *run.obs_id == *facts.obs_id) return;
  out.add({.severity = Severity::error,
           .code = "obs-id-mismatch",
           .keyword_or_column = "OBS_ID",
           .message = run.events.named_by + " calls the run " + std::to_string(*run.obs_id) +
                      ", its header " + std::to_string(*facts.obs_id) + ": results carry the wrong number",
           .remedy = "correct OBS_ID in the header or in the index",
           .clause = clause(facts.version, section_events_keywords)});
}

EventsLimits limits_of(EventsFacts const& facts, std::optional<GtiFacts> const& gti,
                       std::vector<ResponseFacts> const& responses) {
  EventsLimits limits;
  if (gti) limits.good_times = in_seconds_of(facts, *gti);
  for (ResponseFacts const& response : responses) {
    if (response.type != "aeff") continue;
    limits.lo_thres_tev = response.lo_thres_tev;
    limits.hi_thres_tev = response.hi_thres_tev;
    break;
  }
  return limits;
}

}  // namespace

CheckedRun check_run(SurveyedFile& file, PlannedRun const& run, KnownTables const& known,
                     CheckContent content, Findings const& out) {
  CheckedRun checked{
      .obs_id = run.obs_id, .file = run.events.file, .hdu = run.events.hdu, .rows = 0, .layout = ""};
  SurveyedHdu const* hdu = find_hdu(file, run.events);
  if (hdu == nullptr && file.file) report_missing_hdu(file, run.events, out);
  if (hdu == nullptr) return checked;
  Findings const here = out.in(hdu->name);
  check_hdu_name(*hdu, run.events, here);
  EventsFacts const facts = events_facts(hdu->header);
  if (!checked.obs_id) checked.obs_id = facts.obs_id;
  check_events_header(hdu->header, facts, here);
  check_obs_id(run, facts, here);
  check_is_table(file, *hdu, here);
  EventsColumns const columns = check_events_columns(*hdu, here);

  std::optional<GtiFacts> const gti = good_times_of(file, run, known, out);
  if (gti) check_gti_of_events(facts, *gti, here);
  std::vector<ResponseFacts> responses;
  for (TableUse const& use : run.responses)
    if (std::optional<ResponseFacts> response = facts_for(use, known, &TableFacts::responses))
      responses.push_back(std::move(*response));
  check_responses_of_run(responses, facts.version, out);
  if (!hdu->table) return checked;

  checked.rows = hdu->table->rows;
  checked.layout = layout_of(*hdu->table);
  if (run.indexed) check_index_against_header(*run.indexed, hdu->header, checked.rows, here);
  if (content == CheckContent::yes)
    attempt(here, [&] {
      check_events_content(*file.file, *hdu->table, columns, facts, limits_of(facts, gti, responses), here);
    });
  return checked;
}

}  // namespace engine
