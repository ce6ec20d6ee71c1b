#include "engine/check/file_check.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/check/attempt.hpp"
#include "engine/check/header_rules.hpp"

namespace engine {

namespace {

std::string remedy_if_missing(FileWork const& work) {
  std::string by;
  if (!work.runs.empty()) by = work.runs.front().events.named_by;
  if (by.empty() && !work.tables.empty()) by = work.tables.front().use.named_by;
  return by.empty() ? "check the name" : "restore the file, or take it out of " + by;
}

/// The only run that has to do with the file, or nothing.
std::optional<std::int64_t> only_run_of(FileWork const& work) {
  std::optional<std::int64_t> only;
  auto const differs = [&](std::int64_t id) { return std::exchange(only, id).value_or(id) != id; };
  for (PlannedRun const& run : work.runs)
    if (!run.obs_id || differs(*run.obs_id)) return std::nullopt;
  for (WantedTable const& table : work.tables)
    for (std::int64_t const id : table.obs_ids)
      if (differs(id)) return std::nullopt;
  return only;
}

/// The tables of a file that no index describes.
void plan_bare_file(SurveyedFile const& surveyed, FileWork& work) {
  for (SurveyedHdu const& hdu : surveyed.hdus) {
    ResponseFormat const* format = response_format_of(hdu.header);
    std::string const response_type(format != nullptr ? format->type : "");
    auto const use = [&](std::string type) {
      return TableUse{work.path, hdu.name, hdu.number, std::move(type), "", ""};
    };
    std::optional<std::int64_t> const id = whole_value(hdu.header, "OBS_ID");
    bool const chosen = work.chosen.empty() ||
                        (id && std::find(work.chosen.begin(), work.chosen.end(), *id) != work.chosen.end());
    switch (kind_of(hdu)) {
      case HduKind::events:
        if (chosen) work.runs.push_back({.obs_id = id, .events = use("events"), .bare = true});
        break;
      case HduKind::gti: work.tables.push_back({use("gti"), {}}); break;
      case HduKind::response: work.tables.push_back({use(response_type), {}}); break;
      case HduKind::other: break;
    }
  }
  for (PlannedRun& run : work.runs)
    for (WantedTable const& table : work.tables) {
      if (table.use.type != "gti")
        run.responses.push_back(table.use);
      else if (!run.gti)
        run.gti = table.use;
    }
}

void report_without_dl3(FileWork const& work, SurveyedFile const& surveyed, Findings const& out) {
  if (!surveyed.file || !work.runs.empty() || !work.tables.empty() || !work.chosen.empty()) return;
  out.add({.severity = Severity::note,
           .code = "no-dl3-tables",
           .message = "the file has no EVENTS, GTI or RESPONSE table: there is nothing to check",
           .remedy = "name event files, or a folder with an index",
           .clause = clause(GadfVersion::v0_3, section_hdu_classes)});
}

}  // namespace

FileResult check_file(FileWork work, TableFacts const& shared) {
  FileResult result;
  Findings const plain(result.defects, {.file = work.path, .hdu = ""});
  Findings const out = plain.of_run(only_run_of(work));
  SurveyedFile surveyed = survey(work.path, remedy_if_missing(work), out);
  if (work.bare) {
    plan_bare_file(surveyed, work);
    report_without_dl3(work, surveyed, out);
  }
  for (WantedTable const& table : work.tables) {
    bool const one_run = table.obs_ids.size() == 1;
    Findings const of_table = one_run ? out.of_run(table.obs_ids.front()) : out;
    attempt(of_table, [&] { check_table(surveyed, table.use, of_table, result.facts); });
  }
  KnownTables const known{result.facts, shared};
  for (PlannedRun const& run : work.runs) {
    Findings const of_run = run.obs_id ? plain.of_run(run.obs_id) : out;
    attempt(of_run, [&] { result.runs.push_back(check_run(surveyed, run, known, work.content, of_run)); });
  }
  return result;
}

}  // namespace engine
