#include "engine/simulate/write_run.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/fits_file.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace engine;
namespace fs = std::filesystem;

SimulationRequest small_request() {
  SimulationRequest request;
  request.runs = 3;
  request.first_obs_id = 20;
  request.run_time = seconds(60);
  request.gaps = {{20, 30}};
  return request;
}

std::vector<std::uint64_t> write_set(std::string const& folder, SimulationRequest const& request) {
  Simulator const simulator(request);
  std::vector<RunPlan> const plans = plan_runs(request);
  prepare_set(folder, simulator);
  std::vector<std::uint64_t> events;
  for (RunPlan const& plan : plans) {
    SimulatedRun run = simulator.simulate(plan);
    events.push_back(run.size());
    write_run(folder, simulator, std::move(run));
  }
  write_set_index(folder, simulator, plans, events);
  return events;
}

std::string bytes_of(fs::path const& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST_CASE("every keyword that GADF 0.3 demands of EVENTS is there") {
  test_support::TemporaryDirectory folder;
  write_set(folder.path().string(), small_request());
  FitsFile file = FitsFile::open(folder.file("data/run_000020.fits"));
  FitsHeader const header = file.header(file.find_hdu("EVENTS").value());
  for (char const* keyword :
       {"HDUCLASS", "HDUDOC",  "HDUVERS",  "HDUCLAS1", "OBS_ID",  "TSTART",  "TSTOP",   "ONTIME",
        "LIVETIME", "DEADC",   "OBS_MODE", "RA_PNT",   "DEC_PNT", "ALT_PNT", "AZ_PNT",  "EQUINOX",
        "RADECSYS", "ORIGIN",  "TELESCOP", "INSTRUME", "CREATOR", "MJDREFI", "MJDREFF", "TIMEUNIT",
        "TIMESYS",  "TIMEREF", "GEOLON",   "GEOLAT",   "ALTITUDE"}) {
    CAPTURE(keyword);
    CHECK(header.has(keyword));
  }
  CHECK(header.text("HDUVERS") == "0.3");
  CHECK(header.text("OBS_MODE") == "POINTING");
  CHECK(header.integer("OBS_ID") == 20);
  CHECK(header.real("ONTIME").value() == doctest::Approx(50));
  CHECK(header.real("LIVETIME").value() == doctest::Approx(47));
  CHECK(header.real("DEADC").value() == doctest::Approx(0.94));
  CHECK(header.real("TELAPSE").value() == doctest::Approx(60));
  CHECK(header.text("DATE-OBS") == "2025-01-01T00:00:00.000");
  CHECK(header.integer("SEED") == 1);
}

TEST_CASE("the set reads back as the runs that were simulated") {
  SimulationRequest const request = small_request();
  test_support::TemporaryDirectory folder;
  std::vector<std::uint64_t> const events = write_set(folder.path().string(), request);
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  REQUIRE(set.observations.size() == 3);
  std::set<std::int64_t> ids;
  for (std::size_t i = 0; i < 3; ++i) {
    RunPlan const plan = plan_runs(request)[i];
    SimulatedRun const run = Simulator(request).simulate(plan);
    Observation const& observation = set.observations[i];
    CHECK(observation.id == 20 + std::int64_t(i));
    CHECK(observation.object == "Crab");
    CHECK(observation.responses.size() == 4);
    std::unique_ptr<EventSource> const source = open_events(observation);
    CHECK(source->rows() == events[i]);
    CHECK(source->good_times() == plan.good_times);
    CHECK(separation(source->header().pointing.value(), plan.pointing) < radians(1e-12));
    EventColumns columns;
    source->read({0, source->rows()},
                 {.time = true, .direction = true, .energy = true, .extra = {"EVENT_ID", "DETX"}}, columns);
    CHECK(columns.met_s == run.met_s);
    auto const& event_ids = std::get<std::vector<std::int64_t>>(columns.extra[0].values);
    ids.insert(event_ids.begin(), event_ids.end());
    for (std::size_t k = 0; k < run.size(); ++k) {
      CHECK(columns.ra_rad[k] == doctest::Approx(run.ra_rad[k]).epsilon(1e-7));
      CHECK(columns.dec_rad[k] == doctest::Approx(run.dec_rad[k]).epsilon(1e-7));
      CHECK(columns.energy_tev[k] == static_cast<float>(run.energy_tev[k]));
    }
  }
  CHECK(ids.size() == events[0] + events[1] + events[2]);
}

TEST_CASE("the same request gives the same bytes, whatever the order of writing") {
  SimulationRequest const request = small_request();
  test_support::TemporaryDirectory forwards, backwards;
  std::vector<std::uint64_t> const events = write_set(forwards.path().string(), request);
  Simulator const simulator(request);
  std::vector<RunPlan> const plans = plan_runs(request);
  prepare_set(backwards.path().string(), simulator);
  for (auto plan = plans.rbegin(); plan != plans.rend(); ++plan)
    write_run(backwards.path().string(), simulator, simulator.simulate(*plan));
  write_set_index(backwards.path().string(), simulator, plans, events);
  int files = 0;
  for (fs::directory_entry const& entry : fs::recursive_directory_iterator(forwards.path())) {
    if (!entry.is_regular_file()) continue;
    fs::path const name = fs::relative(entry.path(), forwards.path());
    CAPTURE(name.string());
    CHECK(bytes_of(entry.path()) == bytes_of(backwards.path() / name));
    ++files;
  }
  CHECK(files == 6);
}

TEST_CASE("rows are 36 bytes, 28 when minimal, and 4 more with MC_ID") {
  auto const row_bytes = [](SimulationRequest const& request) {
    test_support::TemporaryDirectory folder;
    write_set(folder.path().string(), request);
    FitsFile file = FitsFile::open(folder.file("data/run_000020.fits"));
    return file.table(file.find_hdu("EVENTS").value()).row_bytes;
  };
  SimulationRequest request = small_request();
  CHECK(row_bytes(request) == 36);
  request.rows = RowFormat::minimal;
  CHECK(row_bytes(request) == 28);
  request.truth = Truth::written;
  CHECK(row_bytes(request) == 32);
}

TEST_CASE("truth, pointing and responses can lie in the run's own file") {
  SimulationRequest request = small_request();
  request.truth = Truth::written;
  request.responses = ResponsePlace::each_run;
  request.pointing_table = SimulationRequest::PointingTable::written;
  test_support::TemporaryDirectory folder;
  write_set(folder.path().string(), request);
  CHECK_FALSE(fs::exists(folder.path() / shared_response_name));
  FitsFile file = FitsFile::open(folder.file("data/run_000020.fits"));
  for (char const* name : {"EVENTS", "GTI", "POINTING", "MC_TRUTH", "AEFF", "EDISP", "PSF", "BKG"}) {
    CAPTURE(name);
    CHECK(file.find_hdu(name).has_value());
  }
  FitsTable const events = file.table(file.find_hdu("EVENTS").value());
  FitsTable const truth = file.table(file.find_hdu("MC_TRUTH").value());
  std::vector<std::int64_t> const models = file.integers(events, "MC_ID");
  std::vector<std::int64_t> const all_ids = file.integers(events, "EVENT_ID");
  std::vector<std::int64_t> const true_ids = file.integers(truth, "EVENT_ID");
  std::vector<std::int64_t> signal_ids;
  for (std::size_t i = 0; i < models.size(); ++i)
    if (models[i] == 1) signal_ids.push_back(all_ids[i]);
  CHECK(true_ids == signal_ids);
  FitsHeader const header = file.header(file.find_hdu("EVENTS").value());
  CHECK(header.text("MMN00001") == "background");
  CHECK(header.integer("MID00002") == 1);
  CHECK(header.text("MMN00002") == "Crab");
}

TEST_CASE("responses have the shape and the units that readers expect") {
  test_support::TemporaryDirectory folder;
  Simulator const simulator(small_request());
  prepare_set(folder.path().string(), simulator);
  FitsFile file = FitsFile::open(folder.file(shared_response_name));
  auto const column = [&](char const* hdu, char const* name) {
    return *file.table(file.find_hdu(hdu).value()).find(name);
  };
  CHECK(column("AEFF", "EFFAREA").unit == "m2");
  CHECK(column("AEFF", "EFFAREA").dims == std::vector<std::int64_t>{66, 11});
  CHECK(column("EDISP", "MATRIX").dims == std::vector<std::int64_t>{66, 160, 6});
  CHECK(column("PSF", "RPSF").unit == "sr-1");
  CHECK(column("PSF", "RPSF").dims == std::vector<std::int64_t>{33, 6, 150});
  CHECK(column("BKG", "BKG").unit == "s-1 MeV-1 sr-1");
  CHECK(column("BKG", "BKG").dims == std::vector<std::int64_t>{30, 25});
  CHECK(column("AEFF", "THETA_HI").unit == "deg");
  FitsTable const background = file.table(file.find_hdu("BKG").value());
  double const first = file.numbers(background, "BKG").front();
  CHECK(first == doctest::Approx(simulator.responses().background.rate_per_s_tev_sr.front() * 1e-6));
  FitsHeader const area = file.header(file.find_hdu("AEFF").value());
  CHECK(area.real("LO_THRES").value() == doctest::Approx(0.19).epsilon(0.1));
  CHECK(area.real("HI_THRES").value() == doctest::Approx(100));
}

TEST_CASE("fitsverify finds nothing to say") {
  if (std::system("command -v fitsverify > /dev/null 2>&1") != 0) {
    MESSAGE("SKIPPED, NOT PASSED: fitsverify is not installed");
    return;
  }
  SimulationRequest request = small_request();
  request.truth = Truth::written;
  request.pointing_table = SimulationRequest::PointingTable::written;
  test_support::TemporaryDirectory folder;
  write_set(folder.path().string(), request);
  for (char const* name : {"data/run_000020.fits", "irf.fits", "obs-index.fits.gz", "hdu-index.fits.gz"}) {
    CAPTURE(name);
    std::string const command = "fitsverify -q '" + folder.file(name) + "' | grep -q 'verification OK'";
    CHECK(std::system(command.c_str()) == 0);
  }
}

TEST_CASE("a file that is already there is not overwritten") {
  test_support::TemporaryDirectory folder;
  write_set(folder.path().string(), small_request());
  Simulator const simulator(small_request());
  CHECK_THROWS_AS(prepare_set(folder.path().string(), simulator), Failure);
}

}  // namespace
