#include "catalog/ingest/observation_row.hpp"

#include <limits>

#include "catalog/ingest/time_moc.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

constexpr double ev_per_tev = 1e12;

std::optional<std::string> text_of(engine::FitsHeader const& header,
                                   std::initializer_list<char const*> keywords) {
  for (char const* keyword : keywords)
    if (auto const value = header.text(keyword)) return value;
  return std::nullopt;
}

std::optional<double> real_of(engine::FitsHeader const& header, char const* keyword) {
  Notes ignored;
  return real_or_note(header, keyword, ignored);
}

std::optional<std::int64_t> int_of(engine::FitsHeader const& header, char const* keyword) {
  Notes ignored;
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return integer_or_note(header, keyword, -most, most, ignored);
}

std::optional<std::string> non_empty(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void set_header_texts(engine::FitsHeader const& header, Collection const& collection, StagedRow& row) {
  auto const or_of_collection = [](std::optional<std::string> value, std::string const& otherwise) {
    return value ? value : non_empty(otherwise);
  };
  std::string const object = header.text("OBJECT").value_or("");
  row.set("telescop", or_of_collection(header.text("TELESCOP"), collection.facility));
  row.set("instrume", or_of_collection(header.text("INSTRUME"), collection.instrument));
  row.set("observer", header.text("OBSERVER"));
  row.set("proposal_id",
          or_of_collection(text_of(header, {"PROP_ID", "PROPOSAL", "PROPID"}), collection.proposal_id));
  row.set("object", non_empty(object)).set("target_key", non_empty(target_key(object)));
  row.set("obs_mode", header.text("OBS_MODE"));
  row.set("radecsys", text_of(header, {"RADECSYS", "RADESYS"})).set("equinox", real_of(header, "EQUINOX"));
  row.set("timeref", header.text("TIMEREF"));
  row.set("date_obs", text_of(header, {"DATE-OBS", "DATE_OBS"}));
  row.set("time_obs", text_of(header, {"TIME-OBS", "TIME_OBS"}));
  row.set("date_end", text_of(header, {"DATE-END", "DATE_END"}));
  row.set("time_end", text_of(header, {"TIME-END", "TIME_END"}));
  row.set("n_tels", int_of(header, "N_TELS")).set("tellist", header.text("TELLIST"));
  row.set("conv_dep", real_of(header, "CONV_DEP"));
  row.set("geolon", real_of(header, "GEOLON")).set("geolat", real_of(header, "GEOLAT"));
  row.set("altitude", real_of(header, "ALTITUDE"));
}

void set_sky(RunRecord const& run, StagedRow& row) {
  SkyValues const& sky = run.sky;
  auto const& point = sky.pointing;
  row.set("ra_obj", sky.ra_obj).set("dec_obj", sky.dec_obj);
  row.set("ra_pnt", sky.ra_pnt).set("dec_pnt", sky.dec_pnt);
  row.set("glon_pnt", sky.glon_deg).set("glat_pnt", sky.glat_deg);
  row.set("alt_pnt", sky.alt_deg).set("az_pnt", sky.az_deg).set("zen_pnt", sky.zen_deg);
  row.set("s_ra", point ? std::optional(point->ra_deg) : std::nullopt);
  row.set("s_dec", point ? std::optional(point->dec_deg) : std::nullopt);
  row.set("s_fov", run.fov_deg).set_array("s_region", run.footprint);
}

std::optional<std::string> time_coverage(RunRecord const& run) {
  if (!run.times.reference) return std::nullopt;
  std::vector<TtRange> ranges;
  for (engine::MetRange const& good : run.good_times)
    ranges.push_back({run.times.reference->time_of(good.start_s), run.times.reference->time_of(good.stop_s)});
  return non_empty(time_moc_ascii(ranges));
}

void set_times(RunRecord const& run, StagedRow& row) {
  TimeValues const& times = run.times;
  auto const& reference = times.reference;
  row.set("mjdrefi", reference ? std::optional<std::int64_t>(reference->mjdrefi) : std::nullopt);
  row.set("mjdreff", reference ? std::optional(reference->mjdreff) : std::nullopt);
  row.set("timesys",
          reference ? std::optional(std::string(engine::word_of(reference->scale))) : std::nullopt);
  row.set("tstart", times.tstart_s).set("tstop", times.tstop_s);
  row.set("t_min", times.t_min).set("t_max", times.t_max);
  row.set("t_resolution", real_of(run.header, "TIMEDEL")).set("t_intervals", time_coverage(run));
  row.set("telapse", times.telapse_s).set("ontime", times.ontime_s);
  row.set("livetime", times.livetime_s).set("deadc", times.deadc);
}

void set_response_values(RunRecord const& run, StagedRow& row) {
  auto const set = [&](auto const& found, char const* value, char const* energy, char const* angle) {
    row.set(value, found ? std::optional(found->value) : std::nullopt);
    row.set(energy, found ? std::optional(found->energy_tev * ev_per_tev) : std::nullopt);
    row.set(angle, found ? std::optional(found->theta_deg) : std::nullopt);
  };
  set(run.psf_fwhm_arcsec, "s_resolution", "s_ref_energy", "s_ref_oaa");
  set(run.energy_resolving_power, "em_res_power", "em_ref_energy", "em_ref_oaa");
  row.set("energy_min", run.energies.min_tev).set("energy_max", run.energies.max_tev);
  row.set("safe_energy_lo", run.safe.lo_tev).set("safe_energy_hi", run.safe.hi_tev);
  row.set("analysis_mode", non_empty(run.analysis_mode));
}

/// The words of the high-energy extension, where OBS_MODE and CONV_DEP say so much.
void set_modes(RunRecord const& run, StagedRow& row) {
  std::string const mode = engine::upper(run.header.text("OBS_MODE").value_or(""));
  bool const tracks =
      mode == "POINTING" || mode == "WOBBLE" || mode == "ON" || mode == "OFF" || mode == "RASTER";
  row.set("tracking_mode", tracks            ? std::optional<std::string>("sidereal")
                           : mode == "DRIFT" ? std::optional<std::string>("fixed-az-el-transit")
                                             : std::nullopt);
  row.set("scan_mode", mode == "RASTER" ? std::optional<std::string>("raster-map") : std::nullopt);
  auto const depth = real_of(run.header, "CONV_DEP");
  std::string pointing = run.array != nullptr ? run.array->pointing_mode : "";
  if (pointing.empty() && depth)
    pointing = *depth == 0 ? "parallel" : *depth > 0 ? "convergent" : "divergent";
  row.set("pointing_mode", non_empty(pointing));
}

std::string project_of(RunRecord const& run, Collection const& collection) {
  std::string const key = target_key(run.header.text("OBJECT").value_or(""));
  for (Project const& project : collection.projects) {
    for (std::int64_t const id : project.members.ids)
      if (id == run.id) return project.id;
    for (std::string const& target : project.members.targets)
      if (!key.empty() && target_key(target) == key) return project.id;
  }
  return text_of(run.header, {"PROP_ID", "PROPOSAL", "PROPID"}).value_or(collection.proposal_id);
}

constexpr char const* processing_keywords[][2] = {
    {"creator", "CREATOR"},       {"version", "VERSION"}, {"origin", "ORIGIN"},   {"ev_class", "EV_CLASS"},
    {"event_type", "EVENT_TYPE"}, {"dst_ver", "DST_VER"}, {"cal_ver", "CAL_VER"}, {"ana_ver", "ANA_VER"},
    {"config", "CONFIG"},         {"caldb", "CALDB"}};
constexpr char const* ambient_keywords[][2] = {
    {"muoneff", "MUONEFF"},   {"brokpix", "BROKPIX"},     {"airtemp", "AIRTEMP"},
    {"pressure", "PRESSURE"}, {"relhum", "RELHUM"},       {"nsblevel", "NSBLEVEL"},
    {"trgrate", "TRGRATE"},   {"zttrgrate", "ZTTRGRATE"}, {"transparency", "TRANSPARENCY"}};

}  // namespace

std::string publisher_did(Collection const& collection, std::string const& obs_id) {
  return "ivo://" + collection.authority + "/" + collection.name + "?" + obs_id;
}

std::string target_key(std::string const& object) {
  std::string out;
  for (char const c : engine::lower(object))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-') out += c;
  return out;
}

std::string array_key(ArrayConfiguration const& array) {
  return array.array + "\n" + array.name + "\n" + array.valid_from_text;
}

StagedRow observation_row(RunRead const& run, Collection const& collection) {
  RunRecord const& record = run.record;
  std::string const obs_id = std::to_string(record.id);
  StagedRow row;
  row.set("obs_id", obs_id).set("did", publisher_did(collection, obs_id)).set("fingerprint", run.fingerprint);
  set_header_texts(record.header, collection, row);
  set_sky(record, row);
  set_times(record, row);
  set_response_values(record, row);
  set_modes(record, row);
  row.set("event_count", static_cast<std::int64_t>(record.event_count));
  row.set("processing_key", processing_row(record.header).cells().front().second);
  row.set("project_name", non_empty(project_of(record, collection)));
  row.set("array_key", record.array != nullptr ? std::optional(array_key(*record.array)) : std::nullopt);
  return row;
}

StagedRow processing_row(engine::FitsHeader const& header) {
  std::string all;
  std::vector<std::optional<std::string>> values;
  for (auto const& [column, keyword] : processing_keywords) {
    values.push_back(header.text(keyword));
    all += keyword + ("=" + values.back().value_or("") + "\n");
  }
  bool const simulated = header.has("NMCIDS") || header.has("MID00001");
  StagedRow row;
  row.set("fingerprint", engine::sha256_of(all + (simulated ? "simulated" : "")));
  for (std::size_t i = 0; i < values.size(); ++i) row.set(processing_keywords[i][0], values[i]);
  row.set("simulated", simulated ? std::optional<std::string>("true") : std::nullopt);
  return row;
}

std::optional<StagedRow> ambient_row(RunRecord const& run) {
  StagedRow row;
  row.set("obs_id", std::to_string(run.id));
  bool any = false;
  for (auto const& [column, keyword] : ambient_keywords) {
    auto const value = real_of(run.header, keyword);
    any = any || value.has_value();
    row.set(column, value);
  }
  auto const quality = int_of(run.header, "QUALITY");
  auto const weather = run.header.text("WEATHER");
  row.set("quality", quality).set("weather", weather);
  return any || quality || weather ? std::optional(row) : std::nullopt;
}

}  // namespace catalog::ingest
