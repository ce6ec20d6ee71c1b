#include "catalog/ingest/take_runs.hpp"

#include <algorithm>
#include <set>

#include "catalog/ingest/intake.hpp"
#include "catalog/ingest/observation_row.hpp"
#include "catalog/ingest/report_notes.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

class Intake {
 public:
  explicit Intake(IngestSetting const& setting)
      : request_(setting.request), found_(setting.found), known_(setting.known), root_(setting.root) {}

  /// `staging`: nothing in a dry run.
  void run(Staging* staging, IngestReport& report) {
    FileCheck files(known_, root_);
    SharedResponses responses;
    RunWork const work{request_.collection, known_, root_, recipe_of(request_.collection), files, responses};
    std::size_t done = 0;
    look_at_all(found_.runs, work, request_.threads, request_.stop, [&](RunOutcome&& outcome) {
      std::visit([&](auto const& what) { take(outcome.id, what, staging, report); }, outcome.what);
      say(request_, "reading", ++done, found_.runs.size());
    });
    for (std::string const& note : found_.notes) notes_.add(note);
    report.notes = notes_.notes();
    sort(report);
  }

 private:
  void take(std::int64_t, RunUnchanged const& run, Staging* staging, IngestReport& report) {
    ++report.unchanged;
    if (staging != nullptr) stage_touched(run, {request_.collection, root_}, known_, *staging);
  }
  void take(std::int64_t id, RunRead const& run, Staging* staging, IngestReport& report) {
    bool const known = known_.fingerprints.contains(std::to_string(id));
    (known ? report.changed : report.added).push_back(id);
    report.events += run.record.event_count;
    notes_.add(id, run.record.notes, run.record.hdus.front().file);
    if (staging == nullptr) return;
    stage_run(run, {request_.collection, root_}, *staging);
    staging->flush_if_full();
  }
  void take(std::int64_t id, RunFailed const& run, Staging*, IngestReport& report) {
    report.problems.push_back({id, run.message});
  }

  /// Threads finish in any order; a report has one.
  static void sort(IngestReport& report) {
    std::sort(report.added.begin(), report.added.end());
    std::sort(report.changed.begin(), report.changed.end());
    std::stable_sort(report.problems.begin(), report.problems.end(),
                     [](IngestProblem const& a, IngestProblem const& b) { return a.run < b.run; });
  }

  IngestRequest const& request_;
  FoundRuns const& found_;
  KnownState const& known_;
  std::string root_;
  NoteFolder notes_;
};

std::vector<std::int64_t> gone_runs(KnownState const& known, FoundRuns const& found) {
  std::set<std::string> named;
  for (engine::Observation const& run : found.runs) named.insert(std::to_string(run.id));
  std::vector<std::int64_t> gone;
  for (auto const& [obs_id, fingerprint] : known.fingerprints)
    if (auto const id = engine::whole_number(obs_id); id && !named.contains(obs_id)) gone.push_back(*id);
  std::sort(gone.begin(), gone.end());
  return gone;
}

}  // namespace

void say(IngestRequest const& request, std::string const& step, std::size_t done, std::size_t of) {
  if (request.progress) request.progress({step, done, of});
}

void take_runs(IngestSetting const& setting, Staging* staging, IngestReport& report) {
  Intake(setting).run(staging, report);
}

void decide_on_gone_runs(IngestSetting const& setting, IngestReport& report) {
  std::vector<std::int64_t> gone = gone_runs(setting.known, setting.found);
  bool const wanted = setting.request.missing == IngestRequest::Missing::remove && !gone.empty();
  bool const complete = setting.found.complete;
  if (wanted && !complete)
    report.problems.push_back(
        {std::nullopt, std::to_string(gone.size()) +
                           " runs that are gone were not removed: not all inputs could be "
                           "read, so they may be there after all - mend the inputs first"});
  (wanted && complete ? report.removed : report.gone) = std::move(gone);
}

}  // namespace catalog::ingest
