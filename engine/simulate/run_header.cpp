#include "engine/simulate/run_header.hpp"

#include "engine/io/gadf_keys.hpp"
#include "engine/simulate/defect_effects.hpp"

namespace engine {

namespace {

std::vector<FitsKey> pointing_keys(SimulationRequest const& request, RunPlan const& plan) {
  WobblePlan const& wobble = request.pointing;
  return {{"OBJECT", wobble.target_name, "target"},
          {"RA_OBJ", in_degrees(wobble.target.lon()), "[deg] right ascension of the target"},
          {"DEC_OBJ", in_degrees(wobble.target.lat()), "[deg] declination of the target"},
          {"OBS_MODE", std::string("POINTING"), "one fixed direction; GADF has no word for wobble"},
          {"RA_PNT", in_degrees(plan.pointing.lon()), "[deg] right ascension of the pointing"},
          {"DEC_PNT", in_degrees(plan.pointing.lat()), "[deg] declination of the pointing"},
          {"ALT_PNT", in_degrees(degrees(90) - request.zenith), "[deg] altitude of the pointing"},
          {"AZ_PNT", in_degrees(request.azimuth), "[deg] azimuth of the pointing, from north through east"},
          {"RADECSYS", std::string("ICRS"), "frame of all RA and DEC"},
          {"EQUINOX", 2000.0, "[yr] equinox of the frame"},
          {"FOVALIGN", std::string("RADEC"), "DETX grows with RA, DETY with DEC"}};
}

std::vector<FitsKey> site_keys(ArraySite const& site) {
  return {{"GEOLON", in_degrees(site.longitude), "[deg] longitude of the array, east positive"},
          {"GEOLAT", in_degrees(site.latitude), "[deg] latitude of the array"},
          {"ALTITUDE", site.altitude_m, "[m] altitude of the array"}};
}

/// "MID" and 1 give "MID00001".
std::string numbered(std::string const& stem, std::size_t number) {
  std::string const digits = std::to_string(number);
  return stem + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::vector<FitsKey> origin_keys(Simulator const& simulator) {
  return {{"TELESCOP", simulator.telescope(), "telescope array"},
          {"INSTRUME", simulator.instrument(), "instrument"},
          {"ORIGIN", std::string("Distiller simulation"), "no real data"},
          {"CREATOR", simulator.request().creator, "program that wrote this"}};
}

std::vector<FitsKey> model_keys(SimulationRequest const& request) {
  std::vector<FitsKey> keys{
      {"SEED", static_cast<std::int64_t>(request.seed), "of the simulation's random numbers"},
      {"SIMRESP", std::string(word_of(request.instrument)), "built-in responses that were used"}};
  if (request.truth == Truth::none) return keys;
  keys.push_back({"NMCIDS", static_cast<std::int64_t>(request.sources.size() + 1), "number of MC_ID values"});
  for (std::size_t id = 0; id <= request.sources.size(); ++id) {
    std::string const name = id == 0 ? "background" : request.sources[id - 1].name;
    keys.push_back({numbered("MID", id + 1), static_cast<std::int64_t>(id), "MC_ID of this model"});
    keys.push_back({numbered("MMN", id + 1), name, "name of this model"});
  }
  return keys;
}

std::vector<FitsKey> events_keys(Simulator const& simulator, RunPlan const& plan) {
  SimulationRequest const& request = simulator.request();
  TimeReference const time = time_of_files(request.defects);
  std::vector<FitsKey> keys = gadf_class_keys("EVENTS");
  append(keys, origin_keys(simulator));
  keys.push_back({"OBS_ID", plan.obs_id, "run number"});
  append(keys, time_reference_keys(time));
  append(keys, time_span_keys(time, GoodTimes({{plan.start_s, plan.stop_s}})));
  append(keys, exposure_keys(plan.good_times.ontime_s(), plan.livetime_s));
  append(keys, pointing_keys(request, plan));
  append(keys, site_keys(simulator.site()));
  append(keys, model_keys(request));
  spoil_keys(request.defects, TableKind::events, keys);
  return keys;
}

std::vector<FitsKey> good_times_keys(Simulator const& simulator, RunPlan const& plan) {
  SimulationRequest const& request = simulator.request();
  TimeReference const time = time_of_files(request.defects);
  std::vector<FitsKey> keys = gadf_class_keys("GTI");
  append(keys, time_reference_keys(time));
  append(keys, time_span_keys(time, GoodTimes({{plan.start_s, plan.stop_s}})));
  spoil_keys(request.defects, TableKind::good_times, keys);
  return keys;
}

}  // namespace engine
