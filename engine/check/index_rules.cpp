#include "engine/check/index_rules.hpp"

#include <set>

#include "engine/check/attempt.hpp"
#include "engine/check/gadf_format.hpp"
#include "engine/check/hdu_index_rules.hpp"
#include "engine/check/obs_index_rules.hpp"

namespace engine {

namespace {

Findings in_file(std::string const& path, std::vector<Defect>& defects) {
  return {defects, {.file = path, .hdu = ""}};
}

void compare(std::vector<PlannedRun>& runs, std::map<std::int64_t, ObsIndexRow> const& listed,
             Findings const& hdu_index, Findings const& obs_index) {
  std::set<std::int64_t> with_files;
  for (PlannedRun& run : runs) {
    if (!run.obs_id) continue;
    with_files.insert(*run.obs_id);
    auto const row = listed.find(*run.obs_id);
    if (row != listed.end()) {
      run.indexed = row->second;
      continue;
    }
    hdu_index.of_run(run.obs_id)
        .add({.severity = Severity::warning,
              .code = "index-run-unlisted",
              .keyword_or_column = "OBS_ID",
              .message = "the run has files but no row in the observation index: nobody can choose it",
              .remedy = "add it to the observation index",
              .clause = clause(GadfVersion::v0_3, section_obs_index_columns)});
  }
  for (auto const& [id, row] : listed) {
    if (with_files.contains(id)) continue;
    obs_index.of_run(id).add({.severity = Severity::error,
                              .code = "index-run-without-files",
                              .keyword_or_column = "OBS_ID",
                              .message = "the HDU index names no files for the run: it cannot be read",
                              .remedy = "add its rows to the HDU index, or take it out here",
                              .clause = clause(GadfVersion::v0_3, section_hdu_index_columns)});
  }
}

}  // namespace

void check_index(IndexPair const& files, SetPlan& plan, std::vector<Defect>& defects) {
  Findings const hdu_index = in_file(files.hdu_index, defects);
  std::vector<PlannedRun> runs;
  plan.index_files.push_back(files.hdu_index);
  attempt(hdu_index, [&] { runs = check_hdu_index(files.hdu_index, hdu_index); });
  if (files.obs_index) {
    Findings const obs_index = in_file(*files.obs_index, defects);
    plan.index_files.push_back(*files.obs_index);
    attempt(obs_index, [&] {
      auto const listed = check_obs_index(*files.obs_index, obs_index);
      compare(runs, listed, hdu_index, obs_index);
    });
  } else {
    hdu_index.add({.severity = Severity::warning,
                   .code = "obs-index-missing",
                   .message = "there is no observation index beside the HDU index: runs cannot be chosen by "
                              "target, pointing or time",
                   .remedy = "make obs-index.fits.gz",
                   .clause = clause(GadfVersion::v0_3, section_obs_index_columns)});
  }
  for (PlannedRun& run : runs) plan.runs.push_back(std::move(run));
}

}  // namespace engine
