#include "engine/check/check_data_set.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/check/file_check.hpp"
#include "engine/check/file_work.hpp"
#include "engine/check/set_plan.hpp"
#include "engine/check/set_rules.hpp"

namespace engine {

namespace {

/// Leaves the runs that were asked for. Ids of bare files are known only when these are open.
void choose_runs(SetPlan& plan, std::vector<std::int64_t> const& wanted) {
  if (wanted.empty()) return;
  std::set<std::int64_t> const chosen(wanted.begin(), wanted.end());
  std::erase_if(plan.runs,
                [&](PlannedRun const& run) { return !run.obs_id || !chosen.contains(*run.obs_id); });
}

void report_unknown_runs(std::vector<std::int64_t> const& wanted, SetPlan const& plan,
                         std::vector<CheckedRun> const& runs, Findings const& out) {
  std::set<std::int64_t> left(wanted.begin(), wanted.end());
  for (PlannedRun const& run : plan.runs)
    if (run.obs_id) left.erase(*run.obs_id);
  for (CheckedRun const& run : runs)
    if (run.obs_id) left.erase(*run.obs_id);
  for (std::int64_t const id : left)
    out.of_run(id).add({.severity = Severity::error,
                        .code = "run-unknown",
                        .keyword_or_column = "OBS_ID",
                        .message = "the set does not have the run that was asked for",
                        .remedy = "check the run id",
                        .clause = "the request"});
}

void for_each(ParallelFor const& parallel_for, std::size_t n, std::function<void(std::size_t)> const& task) {
  if (parallel_for) return parallel_for(n, task);
  for (std::size_t i = 0; i < n; ++i) task(i);
}

void append(std::vector<Defect>& to, std::vector<Defect> const& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

CheckReport check_data_set(std::vector<std::string> const& inputs, CheckOptions const& options) {
  CheckReport report;
  SetPlan plan = plan_check(inputs, report.defects);
  std::string const first_input = inputs.empty() ? "" : inputs.front();
  Findings const set(report.defects, {.file = first_input, .hdu = ""});
  choose_runs(plan, options.runs);

  // Files that only hold tables for the runs of others come first: every run needs what they say.
  std::vector<FileWork> const work = divide_into_files(plan, options);
  auto const with_events =
      std::find_if(work.begin(), work.end(), [](FileWork const& w) { return w.may_hold_events(); });
  auto const shared_files = static_cast<std::size_t>(with_events - work.begin());
  std::vector<FileResult> results(work.size());
  for_each(options.parallel_for, shared_files, [&](std::size_t i) { results[i] = check_file(work[i], {}); });
  TableFacts shared;
  for (std::size_t i = 0; i < shared_files; ++i) shared.add(results[i].facts);
  for_each(options.parallel_for, work.size() - shared_files,
           [&](std::size_t i) { results[shared_files + i] = check_file(work[shared_files + i], shared); });

  std::vector<CheckedRun> runs;
  for (FileResult const& result : results) {
    append(report.defects, result.defects);
    runs.insert(runs.end(), result.runs.begin(), result.runs.end());
  }
  report_unknown_runs(options.runs, plan, runs, set);
  check_set(plan, runs, set);
  report.files = work.size() + plan.index_files.size();
  report.runs = runs.size();
  for (CheckedRun const& run : runs) report.events += run.rows;
  return report;
}

int exit_status(CheckReport const& report) {
  Severity worst = Severity::note;
  for (Defect const& defect : report.defects) worst = std::max(worst, defect.severity);
  switch (worst) {
    case Severity::note: return 0;
    case Severity::warning: return 1;
    case Severity::error: return row_of(Fault::bad_data).exit_status;
  }
  return 0;
}

}  // namespace engine
