#include "engine/check/set_rules.hpp"

#include <filesystem>
#include <map>
#include <set>

#include "engine/check/gadf_format.hpp"

namespace engine {

namespace {

bool same_file(std::string const& a, std::string const& b) {
  std::error_code trouble;
  return a == b || (std::filesystem::equivalent(a, b, trouble) && !trouble);
}

void check_ids(std::vector<CheckedRun> const& runs, Findings const& out) {
  std::map<std::int64_t, CheckedRun const*> first;
  for (CheckedRun const& run : runs) {
    if (!run.obs_id) continue;
    auto const [found, is_new] = first.try_emplace(*run.obs_id, &run);
    if (is_new) continue;
    CheckedRun const& other = *found->second;
    bool const same_table = same_file(other.file, run.file) && other.hdu == run.hdu;
    out.of_run(run.obs_id)
        .add({.severity = same_table ? Severity::warning : Severity::error,
              .code = same_table ? "run-named-twice" : "obs-id-repeated",
              .keyword_or_column = "OBS_ID",
              .message = (same_table ? "the same events are named twice: "
                                     : "one OBS_ID stands for two event lists: ") +
                         other.file + " and " + run.file +
                         (same_table ? "" : "; merged, one of them is lost or both are counted"),
              .remedy = "give the collections one at a time, or number the runs apart",
              .clause = clause(GadfVersion::v0_3, section_obs_index_columns)});
  }
}

void check_layouts(std::vector<CheckedRun> const& runs, Findings const& out) {
  std::map<std::string, std::uint64_t> layouts;
  for (CheckedRun const& run : runs)
    if (!run.layout.empty()) ++layouts[run.layout];
  if (layouts.size() < 2) return;
  auto const& [first, first_count] = *layouts.begin();
  auto const& [second, second_count] = *std::next(layouts.begin());
  out.add({.severity = Severity::note,
           .code = "layouts-differ",
           .message = "the event tables have " + std::to_string(layouts.size()) +
                      " different sets of columns (" + std::to_string(first_count) + " runs: " + first +
                      "; " + std::to_string(second_count) + " runs: " + second +
                      "): columns must be read by name",
           .remedy = "nothing to correct",
           .clause = clause(GadfVersion::v0_3, section_events_columns),
           .count = layouts.size()});
}

void check_events_rows(SetPlan const& plan, Findings const& out) {
  for (PlannedRun const& run : plan.runs)
    if (run.events.file.empty())
      out.of_run(run.obs_id)
          .add({.severity = Severity::error,
                .code = "index-run-without-events",
                .keyword_or_column = "HDU_TYPE",
                .message = "the HDU index has no usable row of type events for the run: it cannot be read",
                .remedy = "add the row",
                .clause = clause(GadfVersion::v0_3, section_hdu_index_types)});
}

}  // namespace

void check_set(SetPlan const& plan, std::vector<CheckedRun> const& runs, Findings const& out) {
  check_events_rows(plan, out);
  check_ids(runs, out);
  check_layouts(runs, out);
}

}  // namespace engine
