#include <algorithm>
#include <chrono>
#include <memory>

#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/selftest_files.hpp"
#include "engine/app/selftest_ranks.hpp"
#include "engine/app/selftest_rules.hpp"
#include "engine/app/watchdog.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"

namespace engine {

namespace {

std::uint64_t bytes_of(ParameterValues const& values) {
  return static_cast<std::uint64_t>(values.integer("size-mb").value_or(0)) * 1'000'000;
}

std::chrono::seconds seconds_of(ParameterValues const& values, char const* name) {
  return std::chrono::seconds(values.integer(name).value_or(0));
}

SelftestReport tested(ParameterValues const& values, Outputs const& outputs, Session const& session,
                      Watchdog& watchdog) {
  Communicator const& ranks = session.ranks;
  std::uint64_t const bytes = bytes_of(values);
  SelftestReport report;
  watchdog.step("gathering facts of all ranks");
  report.expected = expected_ranks(*values.integer("ranks"), *values.integer("nodes"), session);
  report.ranks = shared_rank_facts(session);
  report.clocks = shared_clocks(report.ranks, ranks);
  watchdog.step("summing over all ranks");
  report.collectives = tried_collectives(ranks);
  watchdog.step("measuring the network");
  report.links = measured_links(report.ranks, std::min<std::uint64_t>(bytes, std::uint64_t{1} << 30), ranks);
  watchdog.step("looking for files of other hosts in the output folder");
  report.shared = tried_sharing(outputs.staging().path(), seconds_of(values, "patience"), ranks);
  watchdog.step("writing to the output folder and to TMPDIR");
  // On a host that does not see the folder of the root there is nothing to be measured.
  report.folders = measured_folders(outputs.staging().path(), bytes, report.ranks, ranks);
  watchdog.step("reading the input data");
  report.inputs = measured_inputs(values.repeated("in"), bytes, report.ranks, ranks);
  judge(report);
  return report;
}

/// Waits that are asked for must not look like hanging.
std::chrono::seconds step_time(ParameterValues const& values) {
  return std::max(std::chrono::seconds(1), seconds_of(values, "timeout")) +
         2 * seconds_of(values, "patience");
}

}  // namespace

int run_selftest(ParameterValues const& values, Session const& session) {
  Communicator const& ranks = session.ranks;
  Stopwatch const watch;
  bool const json_lines = same_word(values.text("progress"), "json");
  Watchdog watchdog(step_time(values),
                    json_lines && ranks.is_root() ? Watchdog::Report::json : Watchdog::Report::words,
                    "making the output folder");
  Progress progress(progress_style(values, ranks), ranks.size());
  progress.begin(Stage::testing);
  Outputs outputs(ranks, values, with_report({}, values));
  outputs.open();
  SelftestReport const selftest = tested(values, outputs, session, watchdog);
  watchdog.step("writing the report");
  RunConditions conditions = run_conditions(values, {}, session, session.threads, watch);
  std::string report;
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!ranks.is_root()) return;
                        progress.begin(Stage::writing);
                        ProductSummary summary = summary_of(values, {}, {}, {}, std::make_shared<JobFacts>());
                        summary.warnings = selftest.warnings;
                        conditions.ended = utc_now();
                        report = selftest_json(selftest, report_json(summary, {}, conditions));
                        write_new_file(outputs.staged(outputs.products().front().name), report);
                      }));
  progress.begin(Stage::publishing);
  outputs.commit();
  session.answer(session.json ? report : selftest_text(selftest));
  if (selftest.refusals.empty()) return 0;
  throw Failure(Fault::missing_resource, "this set-up is refused: " + joined(selftest.refusals, "; "));
}

}  // namespace engine
