#include "engine/simulate/defects.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <set>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/simulate/write_run.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace engine;
using enum PlantedDefect;

/// A set of two short runs with these defects.
class SpoiltSet {
 public:
  explicit SpoiltSet(PlantedDefects defects) {
    request_.runs = 2;
    request_.run_time = seconds(30);
    request_.defects = std::move(defects);
    std::string const folder = folder_.path().string();
    Simulator const simulator(request_);
    std::vector<RunPlan> const plans = plan_runs(request_);
    prepare_set(folder, simulator);
    std::vector<std::uint64_t> events;
    for (RunPlan const& plan : plans) {
      SimulatedRun run = simulator.simulate(plan);
      events.push_back(run.size());
      write_run(folder, simulator, std::move(run));
    }
    write_set_index(folder, simulator, plans, events);
  }

  std::string path() const { return folder_.path().string(); }
  FitsFile run(int number) const {
    return FitsFile::open(folder_.file("data/run_00000" + std::to_string(number) + ".fits"));
  }
  FitsFile open(std::string const& name) const { return FitsFile::open(folder_.file(name)); }
  FitsHeader events_header(int number = 1) const { return header_of(run(number), "EVENTS"); }
  static FitsHeader header_of(FitsFile file, char const* hdu) {
    return file.header(file.find_hdu(hdu).value());
  }
  std::vector<double> numbers(int run_number, char const* column) const {
    FitsFile file = run(run_number);
    return file.numbers(file.table(file.find_hdu("EVENTS").value()), column);
  }
  GoodTimes good_times() const { return plan_runs(request_)[0].good_times; }

 private:
  test_support::TemporaryDirectory folder_;
  SimulationRequest request_;
};

struct ReadEvent {
  double time_s, ra_rad, dec_rad, energy_tev;
};

/// All events by the project's own reader, with times on TT, in the order of time.
std::vector<ReadEvent> events_of(SpoiltSet const& set) {
  std::vector<ReadEvent> events;
  for (Observation const& observation : open_data_set({set.path()}, FileNameSyntax::literal).observations) {
    std::unique_ptr<EventSource> const source = open_events(observation);
    EventColumns c;
    source->read({0, source->rows()}, {.time = true, .direction = true, .energy = true, .extra = {}}, c);
    TimeReference const& time = source->header().time;
    for (std::size_t i = 0; i < c.count; ++i)
      events.push_back(
          {in_seconds(time.time_of(c.met_s[i]).tt()), c.ra_rad[i], c.dec_rad[i], c.energy_tev[i]});
  }
  std::sort(events.begin(), events.end(), [](auto const& a, auto const& b) { return a.time_s < b.time_s; });
  return events;
}

TEST_CASE("every defect has one name, by which it is found") {
  std::set<std::string_view> names;
  std::set<PlantedDefect> defects;
  for (PlantedDefectRow const& row : plantable_defects()) {
    CHECK(plantable_defect(row.name) == row.defect);
    CHECK_FALSE(row.description.empty());
    names.insert(row.name);
    defects.insert(row.defect);
  }
  CHECK(names.size() == plantable_defects().size());
  CHECK(defects.size() == plantable_defects().size());
  CHECK_THROWS_WITH_AS(plantable_defect("unsorted-tim"), doctest::Contains("unsorted-time"), Failure);
}

TEST_CASE("a set with harmless defects holds the events of the set without") {
  std::vector<ReadEvent> const clean = events_of(SpoiltSet({}));
  REQUIRE(clean.size() > 100);
  for (PlantedDefectRow const& row : plantable_defects()) {
    if (!row.same_events) continue;
    CAPTURE(std::string(row.name));
    std::vector<ReadEvent> const spoilt = events_of(SpoiltSet({row.defect}));
    REQUIRE(spoilt.size() == clean.size());
    std::multiset<float> clean_energies, energies;
    for (std::size_t i = 0; i < clean.size(); ++i) {
      CHECK(spoilt[i].time_s == doctest::Approx(clean[i].time_s).epsilon(1e-15));
      clean_energies.insert(static_cast<float>(clean[i].energy_tev));
      energies.insert(static_cast<float>(spoilt[i].energy_tev));
      if (row.defect == unsorted_time) continue;  // exchanges the times of neighbours
      CHECK(std::abs(std::remainder(spoilt[i].ra_rad - clean[i].ra_rad, 2 * std::numbers::pi)) < 1e-6);
      CHECK(spoilt[i].dec_rad == doctest::Approx(clean[i].dec_rad).epsilon(1e-6));
      CHECK(spoilt[i].energy_tev == doctest::Approx(clean[i].energy_tev).epsilon(1e-6));
    }
    if (row.defect != energy_in_gev) CHECK(energies == clean_energies);
  }
}

TEST_CASE("defects of headers are in the headers") {
  SpoiltSet const clean({});
  CHECK(clean.events_header().has("OBS_MODE"));
  CHECK_FALSE(SpoiltSet({missing_obs_mode}).events_header().has("OBS_MODE"));
  CHECK_FALSE(SpoiltSet({missing_hdu_classes}).events_header().has("HDUCLAS1"));
  CHECK_FALSE(SpoiltSet({missing_origin}).events_header().has("INSTRUME"));
  CHECK_FALSE(SpoiltSet({missing_time_reference}).events_header().has("MJDREFI"));
  CHECK(SpoiltSet({mjdrefi_real}).events_header().find("MJDREFI")->value == "51910.0");
  CHECK(SpoiltSet({timesys_utc_lower_case}).events_header().find("TIMESYS")->value == "utc");
  CHECK(SpoiltSet({radecsys_fk5}).events_header().text("RADECSYS") == "FK5");
  CHECK(SpoiltSet({telapse_zero}).events_header().real("TELAPSE") == 0);
  FitsHeader const dates = SpoiltSet({date_obs_underscore}).events_header();
  CHECK(dates.has("DATE_OBS"));
  CHECK_FALSE(dates.has("DATE-OBS"));
  FitsHeader const site = SpoiltSet({site_sign_and_unit}).events_header();
  CHECK(site.real("GEOLON").value() == doctest::Approx(-16.5002222));
  CHECK(site.real("ALTITUDE").value() == doctest::Approx(1.835));
  CHECK(SpoiltSet({altitude_always_90}).events_header().real("ALT_PNT") == 90);
  CHECK(SpoiltSet::header_of(clean.open("irf.fits"), "PSF").text("HDUCLAS2") == "PSF");
  CHECK(SpoiltSet::header_of(SpoiltSet({rpsf_class}).open("irf.fits"), "PSF").text("HDUCLAS2") == "RPSF");
  CHECK_FALSE(
      SpoiltSet::header_of(SpoiltSet({missing_high_threshold}).open("irf.fits"), "AEFF").has("HI_THRES"));
  CHECK(SpoiltSet::header_of(SpoiltSet({background_unit_invalid}).open("irf.fits"), "BKG").text("TUNIT5") ==
        "1/s/MeV/sr");
  CHECK(SpoiltSet::header_of(SpoiltSet({background_unit_order}).open("irf.fits"), "BKG").text("TUNIT5") ==
        "MeV-1 s-1 sr-1");
}

TEST_CASE("defects of events are in the events") {
  std::vector<double> const times = SpoiltSet({unsorted_time}).numbers(1, "TIME");
  CHECK_FALSE(std::is_sorted(times.begin(), times.end()));

  SpoiltSet const outside({events_outside_gti});
  int count = 0;
  for (double t : outside.numbers(1, "TIME")) count += outside.good_times().contains(t) ? 0 : 1;
  CHECK(count == 3);

  std::vector<double> const ra = SpoiltSet({ra_beyond_turn}).numbers(1, "RA");
  CHECK(*std::min_element(ra.begin(), ra.end()) < 0);
  CHECK(*std::max_element(ra.begin(), ra.end()) > 360);

  std::vector<double> const energy = SpoiltSet({nan_energies}).numbers(1, "ENERGY");
  CHECK(std::isnan(energy[0]));
  CHECK(std::isinf(energy[1]));
  CHECK(energy[2] < 0);
  CHECK(energy[3] == 0);

  SpoiltSet const without({no_events});
  FitsFile empty = without.run(2), counts = without.open("obs-index.fits.gz");
  CHECK(empty.table(empty.find_hdu("EVENTS").value()).rows == 0);
  CHECK(counts.integers(counts.table(2), "EVENT_COUNT").back() == 0);

  auto const unit = [](PlantedDefect defect, char const* column) {
    FitsFile file = SpoiltSet({defect}).run(1);
    return file.table(file.find_hdu("EVENTS").value()).find(column)->unit;
  };
  CHECK(unit(angles_in_radians, "RA") == "rad");
  CHECK(unit(energy_in_gev, "ENERGY") == "GeV");
  CHECK(unit(missing_units, "ENERGY").empty());

  FitsFile ids = SpoiltSet({unsigned_event_id}).run(1);
  FitsTable const table = ids.table(ids.find_hdu("EVENTS").value());
  CHECK(table.find("EVENT_ID")->zero == 2147483648.0);
  CHECK(ids.integers(table, "EVENT_ID")[1] == 2);
}

TEST_CASE("defects of indices and files are in them") {
  auto const table = [](SpoiltSet const& set, char const* name, char const* hdu) {
    FitsFile file = set.open(name);
    return file.table(file.find_hdu(hdu).value());
  };
  FitsTable const observations = table(SpoiltSet({index_without_times}), "obs-index.fits.gz", "OBS_INDEX");
  CHECK(observations.find("TSTART") == nullptr);
  CHECK(observations.find("OBJECT") == nullptr);
  CHECK(observations.find("RA_PNT") != nullptr);

  SpoiltSet const twice({duplicate_obs_id});
  FitsFile index = twice.open("obs-index.fits.gz");
  CHECK(index.integers(index.table(2), "OBS_ID") == std::vector<std::int64_t>{1, 1});

  SpoiltSet const misnamed({gti_misnamed});
  FitsFile hdus = misnamed.open("hdu-index.fits.gz");
  CHECK(hdus.texts(hdus.table(2), "HDU_NAME")[1] == "GTI_GOOD");

  SpoiltSet const absent({missing_file});
  FitsFile files = absent.open("hdu-index.fits.gz");
  std::string const name = files.texts(files.table(2), "FILE_NAME")[6];
  CHECK_FALSE(std::filesystem::exists(absent.path() + "/data/" + name));

  SpoiltSet const cut({truncated_file});
  CHECK_THROWS_AS(cut.run(2).table(2), Failure);
  CHECK_NOTHROW(cut.run(1).table(2));
}

}  // namespace
