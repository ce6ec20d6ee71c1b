#include "engine/simulate/write_run.hpp"

#include <algorithm>
#include <filesystem>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/product_header.hpp"
#include "engine/simulate/defect_effects.hpp"
#include "engine/simulate/event_rows.hpp"
#include "engine/simulate/response_hdus.hpp"
#include "engine/simulate/run_header.hpp"

namespace engine {

namespace fs = std::filesystem;

std::string run_file_name(RunPlan const& plan) {
  std::string const digits = std::to_string(plan.obs_id);
  return "data/run_" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + ".fits";
}

namespace {

void start_file(FitsWriter& file, std::vector<FitsKey> const& reference) {
  file.empty_primary();
  file.keys(reference);
}

}  // namespace

void prepare_set(std::string const& folder, Simulator const& simulator, ReferenceOf const& reference) {
  std::error_code trouble;
  fs::create_directories(fs::path(folder) / "data", trouble);
  if (trouble)
    throw Failure(Fault::missing_resource, "cannot make a folder: " + folder + "/data (" + trouble.message() +
                                               ") - is its parent writable?");
  if (simulator.request().responses != ResponsePlace::shared_file) return;
  FitsWriter file = FitsWriter::create((fs::path(folder) / shared_response_name).string());
  if (reference) start_file(file, reference(shared_response_name));
  write_responses(file, simulator.responses(), origin_keys(simulator), simulator.request().defects);
  file.close();
}

namespace {

void write_events(FitsWriter& file, Simulator const& simulator, SimulatedRun const& run,
                  std::vector<FitsKey> const& reference) {
  constexpr std::size_t block = 65536;  // rows in memory a second time
  EventLayout const layout = event_layout(simulator.request());
  file.table("EVENTS", event_columns(layout));
  file.keys(events_keys(simulator, run.plan));
  file.keys(reference);
  if (layout.ids == EventLayout::Ids::unsigned_32) {
    file.key({"TSCAL1", std::int64_t{1}, "not scaled"});
    file.key({"TZERO1", std::int64_t{1} << 31, "unsigned numbers"});
  }
  std::vector<std::byte> bytes;
  for (std::size_t first = 0; first < run.size(); first += block) {
    encode_events(run, {first, std::min(first + block, run.size())}, layout, bytes);
    file.raw_rows(bytes, event_row_bytes(layout), static_cast<std::int64_t>(first));
  }
}

void write_gti(FitsWriter& file, Simulator const& simulator, RunPlan const& plan) {
  std::vector<double> start_s, stop_s;
  for (MetRange const& range : plan.good_times.ranges()) {
    start_s.push_back(range.start_s);
    stop_s.push_back(range.stop_s);
  }
  file.table("GTI", {{"START", "1D", "s"}, {"STOP", "1D", "s"}});
  file.keys(good_times_keys(simulator, plan));
  file.column(1, start_s);
  file.column(2, stop_s);
}

/// The array tracks: two rows say the same.
void write_pointing(FitsWriter& file, Simulator const& simulator, RunPlan const& plan) {
  std::vector<double> const met_s{plan.start_s, plan.stop_s};
  auto const twice = [](double value) { return std::vector<double>(2, value); };
  file.table("POINTING", {{"TIME", "1D", "s"}, {"RA_PNT", "1D", "deg"}, {"DEC_PNT", "1D", "deg"}});
  file.keys(gadf_class_keys("POINTING"));
  file.keys(time_reference_keys(time_of_files(simulator.request().defects)));
  file.column(1, met_s);
  file.column(2, twice(in_degrees(plan.pointing.lon())));
  file.column(3, twice(in_degrees(plan.pointing.lat())));
}

void write_truth(FitsWriter& file, SimulationRequest const& request, SimulatedRun const& run) {
  std::vector<std::int64_t> ids, models;
  std::vector<double> ra_deg, dec_deg, energy_tev;
  for (SimulatedRun::TrueEvent const& e : run.truth) {
    ids.push_back(event_id(run.plan.obs_id, e.event));
    models.push_back(run.mc_id[e.event]);
    ra_deg.push_back(in_degrees(radians(e.ra_rad)));
    dec_deg.push_back(in_degrees(radians(e.dec_rad)));
    energy_tev.push_back(e.energy_tev);
  }
  file.table("MC_TRUTH", {{"EVENT_ID", "1K", ""},
                          {"MC_ID", "1J", ""},
                          {"RA_TRUE", "1D", "deg"},
                          {"DEC_TRUE", "1D", "deg"},
                          {"ENERGY_TRUE", "1D", "TeV"}});
  file.keys(model_keys(request));
  file.column(1, ids);
  file.column(2, models);
  file.column(3, ra_deg);
  file.column(4, dec_deg);
  file.column(5, energy_tev);
}

}  // namespace

void write_run(std::string const& folder, Simulator const& simulator, SimulatedRun run,
               ReferenceOf const& reference) {
  SimulationRequest const& request = simulator.request();
  RunPlace const place = place_in_set(request, run.plan);
  std::string const path = (fs::path(folder) / run_file_name(run.plan)).string();
  spoil_events(request.defects, place, run);
  FitsWriter file = FitsWriter::create(path);
  std::vector<FitsKey> const keys = reference ? reference(file_name_of(path)) : std::vector<FitsKey>{};
  start_file(file, keys);
  write_events(file, simulator, run, keys);
  write_gti(file, simulator, run.plan);
  if (request.pointing_table == SimulationRequest::PointingTable::written)
    write_pointing(file, simulator, run.plan);
  if (request.truth == Truth::written) write_truth(file, request, run);
  if (request.responses == ResponsePlace::each_run)
    write_responses(file, simulator.responses(), origin_keys(simulator), request.defects);
  file.close();
  spoil_file(request.defects, place, path);
}

namespace {

std::int64_t size_of(std::string const& folder, std::string const& name) {
  std::error_code trouble;
  auto const bytes = fs::file_size(fs::path(folder) / name, trouble);
  if (trouble)
    throw Failure(Fault::missing_resource, "cannot index: " + folder + "/" + name + " (" + trouble.message() +
                                               ") - was the run written?");
  return static_cast<std::int64_t>(bytes);
}

IndexedRun indexed_run(std::string const& folder, Simulator const& simulator, RunPlan const& plan,
                       std::uint64_t events) {
  SimulationRequest const& request = simulator.request();
  std::string const file = run_file_name(plan);
  std::int64_t const bytes = size_of(folder, file);
  bool const shared = request.responses == ResponsePlace::shared_file;
  std::string const response_file = shared ? shared_response_name : file;
  std::int64_t const response_bytes = shared ? size_of(folder, response_file) : bytes;

  IndexedRun run{plan.obs_id, time_of_files(request.defects), events_keys(simulator, plan), {}};
  run.facts.push_back({"EVENT_COUNT", static_cast<std::int64_t>(events), ""});
  run.facts.push_back({"SAFE_ENERGY_LO", in_tev(simulator.responses().area.low_threshold), ""});
  run.facts.push_back({"SAFE_ENERGY_HI", in_tev(simulator.responses().area.high_threshold), ""});
  run.hdus.push_back({"events", "events", file, "EVENTS", bytes});
  run.hdus.push_back({"gti", "gti", file, "GTI", bytes});
  for (ResponseHdu const& hdu : response_hdus())
    run.hdus.push_back({hdu.type, hdu.hdu_class, response_file, hdu.extname, response_bytes});
  return run;
}

}  // namespace

void write_set_index(std::string const& folder, Simulator const& simulator, std::vector<RunPlan> const& plans,
                     std::vector<std::uint64_t> const& events) {
  EXPECTS(plans.size() == events.size());
  std::vector<IndexedRun> runs;
  for (std::size_t i = 0; i < plans.size(); ++i)
    runs.push_back(indexed_run(folder, simulator, plans[i], events[i]));
  spoil_index(simulator.request().defects, runs);
  write_index_tables(folder, runs);
}

}  // namespace engine
