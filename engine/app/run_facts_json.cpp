#include <nlohmann/json.hpp>

#include "engine/app/run_facts.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::optional<double> const& value) { return value ? Json(*value) : Json(nullptr); }

Json responses_of(Observation const& run) {
  Json out = Json::array();
  for (ResponseLocation const& r : run.responses)
    out.push_back(
        {{"type", r.type}, {"class", r.hdu_class}, {"file", r.location.file}, {"hdu", r.location.hdu}});
  return out;
}

Json described(RunFacts const& run) {
  Json out{{"obs_id", run.observation.id}, {"file", run.observation.events.file}};
  if (!run.trouble.empty()) {
    out["error"] = run.trouble;
    return out;
  }
  ObservationHeader const& h = run.header;
  out["object"] = h.object;
  out["telescope"] = h.telescope;
  out["instrument"] = h.instrument;
  out["ra_pnt_deg"] = h.pointing ? Json(in_degrees(h.pointing->lon())) : Json(nullptr);
  out["dec_pnt_deg"] = h.pointing ? Json(in_degrees(h.pointing->lat())) : Json(nullptr);
  out["start"] =
      h.tstart_s ? Json(iso_text(h.time.time_of(*h.tstart_s), TimeScale::utc, 3) + "Z") : Json(nullptr);
  out["stop"] =
      h.tstop_s ? Json(iso_text(h.time.time_of(*h.tstop_s), TimeScale::utc, 3) + "Z") : Json(nullptr);
  out["ontime_s"] = run.ontime_s;
  out["livetime_s"] = or_null(h.livetime_s);
  out["events"] = run.events;
  out["columns"] = run.columns;
  out["responses"] = responses_of(run.observation);
  return out;
}

}  // namespace

std::string run_facts_json(std::vector<RunFacts> const& runs) {
  Json list = Json::array();
  for (RunFacts const& run : runs) list.push_back(described(run));
  Json const out{{"command", "info"}, {"runs", list}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
