#include <set>

#include <fmt/format.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/run_facts.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

namespace {

RunFacts facts_of(Observation const& run) {
  RunFacts facts;
  facts.observation = run;
  try {
    std::unique_ptr<EventSource> const source = open_events(run);
    facts.header = source->header();
    facts.events = source->rows();
    facts.columns = source->column_names();
    facts.ontime_s = source->good_times().ontime_s();
  } catch (Failure const& failure) {
    facts.trouble = failure.what();
  }
  return facts;
}

std::string degrees_text(std::optional<Direction<Icrs>> const& d) {
  if (!d) return fmt::format("{:>9} {:>9}", "-", "-");
  return fmt::format("{:9.4f} {:+9.4f}", in_degrees(d->lon()), in_degrees(d->lat()));
}

std::string line_of(RunFacts const& run) {
  std::string const id = fmt::format("{:>10}", run.observation.id);
  if (!run.trouble.empty()) return id + "  cannot be read: " + run.trouble + "\n";
  ObservationHeader const& h = run.header;
  std::string const start = h.tstart_s ? iso_text(h.time.time_of(*h.tstart_s), TimeScale::utc, 0) : "-";
  std::set<std::string> responses;
  for (ResponseLocation const& r : run.observation.responses) responses.insert(r.type);
  return fmt::format("{}  {:<20} {}  {:<19} {:8.1f} {:10}  {}\n", id, h.object, degrees_text(h.pointing),
                     start, run.ontime_s, run.events, fmt::join(responses, " "));
}

}  // namespace

std::string run_facts_text(std::vector<RunFacts> const& runs) {
  std::string out = fmt::format("{:>10}  {:<20} {:>9} {:>9}  {:<19} {:>8} {:>10}  {}\n", "run", "target",
                                "RA_PNT", "DEC_PNT", "start (UTC)", "ontime/s", "events", "responses");
  double ontime_s = 0;
  std::uint64_t events = 0;
  std::size_t unreadable = 0;
  for (RunFacts const& run : runs) {
    out += line_of(run);
    ontime_s += run.ontime_s;
    events += run.events;
    unreadable += run.trouble.empty() ? 0 : 1;
  }
  out += fmt::format("{} runs, {:.2f} h, {} events{}\n", runs.size(), ontime_s / 3600, events,
                     unreadable == 0 ? "" : fmt::format(", {} cannot be read", unreadable));
  return out;
}

int run_info(ParameterValues const& values, Session const& session) {
  DataSet const set = agreed<DataSet>(session.ranks, [&] { return chosen_runs(values); });
  if (!session.ranks.is_root()) return 0;
  for (std::string const& note : set.notes) session.say("note: " + note);
  for (UnreadableFile const& file : set.unreadable) session.say("cannot be read: " + file.reason);
  std::vector<RunFacts> runs(set.observations.size());
  for_each_item(runs.size(), session.threads, [&](std::size_t run, int) {
    stop_if_interrupted();
    runs[run] = facts_of(set.observations[run]);
  });
  session.answer(session.json ? run_facts_json(runs) : run_facts_text(runs));
  return 0;
}

}  // namespace engine
