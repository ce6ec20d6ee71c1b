#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_support;
using Spoil = std::function<void(FileRecipe&)>;
using Told = std::vector<std::string>;

namespace {

/// What is told of a set whose only run was spoilt. The index keeps saying what it said.
Told after(Spoil const& spoil) {
  SetRecipe set;
  spoil(set.runs[0]);
  return told(check(set));
}

Spoil key(std::string table, std::string keyword,
          std::variant<bool, std::int64_t, double, std::string> value) {
  return [=](FileRecipe& run) { run.table(table).set(keyword, value); };
}
Spoil no_key(std::string table, std::string keyword) {
  return [=](FileRecipe& run) { run.table(table).remove(keyword); };
}
Spoil values(std::string table, std::string column, ColumnContent content) {
  return [=](FileRecipe& run) { run.table(table).column(column).values = content; };
}
Spoil unit(std::string table, std::string column, std::string text) {
  return [=](FileRecipe& run) { run.table(table).column(column).format.unit = text; };
}
Spoil form(std::string table, std::string column, std::string text) {
  return [=](FileRecipe& run) { run.table(table).column(column).format.format = text; };
}
Spoil no_column(std::string table, std::string column) {
  return [=](FileRecipe& run) { run.table(table).remove_column(column); };
}
using std::string;
using Numbers = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
double const undefined = std::nan("");

}  // namespace

TEST_CASE("a set without defects is told to have none") {
  CHECK(after([](FileRecipe&) {}) == Told{});
  auto const report = check(SetRecipe({7, 8, 9}));
  CHECK(report.defects.empty());
  CHECK(report.runs == 3);
  CHECK(report.files == 5);
  CHECK(report.events == 15);
  CHECK(engine::exit_status(report) == 0);
}

TEST_CASE("each defect of an event header is told, and nothing else") {
  CHECK(after(no_key("EVENTS", "ORIGIN")) == Told{"warning keyword-missing ORIGIN"});
  CHECK(after(no_key("EVENTS", "OBS_MODE")) == Told{"warning keyword-missing OBS_MODE"});
  CHECK(after(key("EVENTS", "CREATOR", string(""))) == Told{"warning keyword-blank CREATOR"});
  CHECK(after(key("EVENTS", "LIVETIME", string("90.0"))) == Told{"warning keyword-wrong-type LIVETIME"});
  CHECK(after(key("EVENTS", "LIVETIME", string("long"))) == Told{"error keyword-unreadable LIVETIME"});
  CHECK(after(key("EVENTS", "RADECSYS", string("FK5"))) == Told{"note frame-fk5 RADECSYS"});
  CHECK(after(key("EVENTS", "RADECSYS", string("FK4"))) == Told{"error frame-unknown RADECSYS"});
  CHECK(after(key("EVENTS", "EQUINOX", 1950.0)) == Told{"error equinox-not-2000 EQUINOX"});
  CHECK(after(key("EVENTS", "OBS_MODE", string("WOBBLE"))) == Told{"warning obs-mode-unknown OBS_MODE"});
  CHECK(after(key("EVENTS", "DEC_PNT", 122.5)) == Told{"error pointing-impossible DEC_PNT"});
  CHECK(after(key("EVENTS", "TELAPSE", 0.0)) == Told{"warning telapse-wrong TELAPSE"});
  CHECK(after(key("EVENTS", "LIVETIME", 70.0)) == Told{"error livetime-not-ontime-deadc LIVETIME"});
  CHECK(after(key("EVENTS", "LIVETIME", 120.0)) == Told{"error livetime-above-ontime LIVETIME"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("ALT_PNT", 90.0);
          run.table("EVENTS").set("AZ_PNT", 0.0);
        }) == Told{"warning pointing-altaz-filler ALT_PNT"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("MID00001", std::int64_t{2});
          run.table("EVENTS").set("MMN00001", string("IEM"));
        }) == Told{"note monte-carlo-keywords MIDnnnnn"});
  CHECK(after(key("EVENTS", "OBS_ID", std::int64_t{8})) == Told{"error obs-id-mismatch OBS_ID"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").cards = {"ORIGIN  = 'elsewhere'" + string(59, ' ')};
        }) == Told{"warning keyword-repeated ORIGIN"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").cards = {"ORIGIN  = 'a test  '" + string(60, ' ')};
        }) == Told{"note keyword-repeated ORIGIN"});
}

TEST_CASE("a 0.2 file is held to 0.2, where OBS_MODE is free and may be anything") {
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("HDUVERS", string("0.2"));
          run.table("EVENTS").remove("OBS_MODE");
        }) == Told{});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("HDUVERS", string("0.2"));
          run.table("EVENTS").set("OBS_MODE", string("WOBBLE"));
        }) == Told{});
}

TEST_CASE("a drift scan needs its horizontal pointing instead of the celestial one") {
  auto const drift = [](FileRecipe& run) {
    run.table("EVENTS").set("OBS_MODE", string("DRIFT"));
    run.table("EVENTS").remove("RA_PNT");
    run.table("EVENTS").remove("DEC_PNT");
  };
  CHECK(after(drift) == Told{"warning keyword-missing ALT_PNT", "warning keyword-missing AZ_PNT"});
  CHECK(after([&](FileRecipe& run) {
          drift(run);
          run.table("EVENTS").set("ALT_PNT", 70.0);
          run.table("EVENTS").set("AZ_PNT", 180.0);
        }) == Told{});
}

TEST_CASE("each defect of a time reference is told, by how much harm it does") {
  CHECK(after(no_key("EVENTS", "TIMESYS")) == Told{"error keyword-missing TIMESYS"});
  CHECK(after(no_key("EVENTS", "TIMEUNIT")) == Told{"warning keyword-missing TIMEUNIT"});
  CHECK(after(key("EVENTS", "MJDREFI", 59000.0)) == Told{"warning keyword-wrong-type MJDREFI"});
  CHECK(after(key("EVENTS", "TIMESYS", string("tt"))) == Told{"warning timesys-case TIMESYS"});
  CHECK(after(key("EVENTS", "TIMEREF", string("local"))) == Told{"note timeref-case TIMEREF"});
  CHECK(after(key("EVENTS", "TIMEREF", string("Mars"))) == Told{"warning timeref-unknown TIMEREF"});
  CHECK(after(key("EVENTS", "TIMEREF", string("TOPOCENTER"))) == Told{});
  CHECK(after(key("EVENTS", "TIMEUNIT", string("d"))) == Told{"error timeunit-not-seconds TIMEUNIT"});
  for (string const table : {"EVENTS", "GTI"})
    CHECK(after(key(table, "TIMESYS", string("GPS"))) == Told{"error timesys-unknown TIMESYS"});
  auto const both = [](string const& keyword, std::variant<bool, std::int64_t, double, string> value) {
    return [=](FileRecipe& run) {
      run.table("EVENTS").set(keyword, value);
      run.table("GTI").set(keyword, value);
    };
  };
  // The index stays at TT, 69.184 s away; run and GTI agree with each other.
  CHECK(after(both("TIMESYS", string("UTC"))) ==
        Told{"error index-header-mismatch MJDREFI", "note timesys-utc TIMESYS"});
  CHECK(after(both("MJDREFI", std::int64_t{159000})) ==
        Told{"error index-header-mismatch MJDREFI", "error time-implausible TSTART"});
}

TEST_CASE("dates are compared with TSTART and TSTOP in the scale of the file and in UTC") {
  // MJD 59000.5 TT + 1000 s = 2020-05-31T12:16:40 TT = 12:15:30.816 UTC
  CHECK(after(key("EVENTS", "DATE-OBS", string("2020-05-31T12:16:40"))) ==
        Told{"note date-not-utc DATE-OBS"});
  CHECK(after(key("EVENTS", "DATE-OBS", string("2020-05-31T12:15:31"))) == Told{"note date-in-utc DATE-OBS"});
  CHECK(after(key("EVENTS", "DATE-OBS", string("2020-05-31T12:16:00"))) ==
        Told{"warning date-inconsistent DATE-OBS"});
  CHECK(after(key("EVENTS", "DATE-END", string("2020-05-31T12:18:20"))) ==
        Told{"note date-not-utc DATE-END"});
  CHECK(after(key("EVENTS", "DATE-OBS", string("last Sunday"))) == Told{"warning date-unreadable DATE-OBS"});
  CHECK(after(key("EVENTS", "DATE-OBS", string("2020-05-31"))) == Told{});
  CHECK(after(key("EVENTS", "DATE-OBS", string("2020-06-02"))) == Told{"warning date-inconsistent DATE-OBS"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("DATE_OBS", string("2020-05-31"));
          run.table("EVENTS").set("TIME_OBS", string("12:15:31"));
        }) == Told{"note date-in-utc DATE_OBS", "note date-with-underscore DATE_OBS"});
}

TEST_CASE("a wrong place on Earth is told by what is wrong with it") {
  CHECK(after(no_key("EVENTS", "GEOLAT")) == Told{"note keyword-missing GEOLAT"});
  CHECK(after(key("EVENTS", "GEOLON", -16.50022)) == Told{"error site-longitude-sign GEOLON"});
  CHECK(after(key("EVENTS", "GEOLON", 376.50022)) == Told{});
  CHECK(after(key("EVENTS", "GEOLAT", 23.27178)) == Told{"error site-latitude-sign GEOLAT"});
  CHECK(after(key("EVENTS", "GEOLAT", -93.0)) == Told{"error site-impossible GEOLAT"});
  CHECK(after(key("EVENTS", "GEOLON", 12.0)) == Told{"warning site-elsewhere GEOLON"});
  CHECK(after(key("EVENTS", "ALTITUDE", 1.835)) == Told{"warning site-altitude-in-km ALTITUDE"});
  CHECK(after(key("EVENTS", "ALTITUDE", 18.35)) == Told{"warning site-altitude-elsewhere ALTITUDE"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("GEOLAT", 16.50022);
          run.table("EVENTS").set("GEOLON", -23.27178);
        }) == Told{"error site-swapped GEOLAT"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").set("TELESCOP", string("a new one"));
          run.table("EVENTS").set("GEOLON", 12.0);
        }) == Told{});
}

TEST_CASE("each defect of an event column is told") {
  CHECK(after(no_column("EVENTS", "EVENT_ID")) == Told{"warning column-missing EVENT_ID"});
  CHECK(after(no_column("EVENTS", "ENERGY")) == Told{"error column-missing ENERGY"});
  CHECK(after(form("EVENTS", "EVENT_ID", "1J")) == Told{"warning column-wrong-type EVENT_ID"});
  CHECK(after(form("EVENTS", "TIME", "1E")) == Told{"error column-loses-digits TIME"});
  CHECK(after(form("EVENTS", "ENERGY", "1D")) == Told{});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").column("TIME") = {{"TIME", "8A", ""}, std::vector<string>(5, "noon")};
        }) == Told{"error column-unreadable TIME"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").column("ENERGY") = {{"ENERGY", "2E", "TeV"}, Numbers(10, 1.0)};
        }) == Told{"error column-not-scalar ENERGY"});
  CHECK(after(unit("EVENTS", "ENERGY", "")) == Told{"warning unit-missing ENERGY"});
  CHECK(after(unit("EVENTS", "ENERGY", "parsec")) == Told{"warning unit-unknown ENERGY"});
  CHECK(after(unit("EVENTS", "ENERGY", "deg")) == Told{"error unit-wrong ENERGY"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").column("ENERGY") = {{"ENERGY", "1E", "GeV"},
                                                  Numbers{1000, 2000, 600, 5000, 50000}};
        }) == Told{"warning unit-not-of-format ENERGY"});
  CHECK(after([](FileRecipe& run) {
          run.table("EVENTS").columns.push_back({{"energy", "1E", "TeV"}, Numbers(5, 1.0)});
        }) == Told{"error column-repeated ENERGY"});
}

TEST_CASE("each defect of the events themselves is told with the number of events that have it") {
  CHECK(after(values("EVENTS", "TIME", Numbers{1000, 1010, undefined, 1050, 1099})) ==
        Told{"error value-not-finite TIME"});
  CHECK(after(values("EVENTS", "TIME", Numbers{1000, 1020, 1010, 1050, 1099})) ==
        Told{"note time-not-sorted TIME"});
  CHECK(after(values("EVENTS", "RA", Numbers{443.6, 83.7, 83.5, 84, 83})) ==
        Told{"warning ra-out-of-range RA"});
  CHECK(after(values("EVENTS", "RA", Numbers{113.6, 83.7, 83.5, 84, 83})) ==
        Told{"note direction-far-from-pointing RA"});
  CHECK(after(values("EVENTS", "DEC", Numbers{95, 22, 22, 22, 22})) == Told{"error dec-impossible DEC"});
  CHECK(after(values("EVENTS", "ENERGY", Numbers{1, 2, -0.6, 5, 50})) ==
        Told{"error energy-not-positive ENERGY", "note energy-below-threshold ENERGY"});
  CHECK(after(values("EVENTS", "ENERGY", Numbers{1, 2, 0.4, 5, 95})) ==
        Told{"note energy-above-threshold ENERGY", "note energy-below-threshold ENERGY"});
  CHECK(after(values("EVENTS", "ENERGY", Numbers{1, 2, HUGE_VAL, 5, 50})) ==
        Told{"error value-not-finite ENERGY", "note energy-above-threshold ENERGY"});
  CHECK(after(values("EVENTS", "EVENT_ID", Wholes{1, 2, 2, 4, 5})) ==
        Told{"warning event-id-repeated EVENT_ID"});
  CHECK(after(values("EVENTS", "EVENT_ID", Wholes{1, 2, 3, 4, std::int64_t{1} << 33})) ==
        Told{"note event-id-needs-64-bits EVENT_ID"});
  CHECK(after([](FileRecipe& run) {
          for (ColumnRecipe& column : run.table("EVENTS").columns)
            std::visit([](auto& v) { v.clear(); }, column.values);
        }) == Told{"error index-header-mismatch EVENT_COUNT", "note no-events"});

  SetRecipe set;
  set.runs[0].table("EVENTS").column("TIME").values = Numbers{999.5, 1010, 1020, 1100, 1102.25};
  auto const report = check(set);
  REQUIRE(told(report) == Told{"error events-outside-gti TIME"});
  CHECK(report.defects[0].count == 3);  // an event at STOP is outside: intervals are half open
  CHECK(report.defects[0].message.find("2.25 s") != string::npos);
  CHECK(report.defects[0].obs_id == 7);
  CHECK(engine::exit_status(report) == 3);
}

TEST_CASE("the content of events is left alone on request") {
  TemporaryDirectory const folder;
  SetRecipe set;
  set.runs[0].table("EVENTS").column("TIME").values = Numbers(5, 5.0);
  set.write(folder.path().string());
  CHECK(told(engine::check_data_set({folder.path().string()}, {.content = engine::CheckContent::no})) ==
        Told{});
}

TEST_CASE("each defect of good time intervals is told") {
  auto const intervals = [](Numbers const& start, Numbers const& stop, double ontime) {
    return [=](FileRecipe& run) {
      run.table("GTI").column("START").values = start;
      run.table("GTI").column("STOP").values = stop;
      run.table("EVENTS").set("ONTIME", ontime);
      run.table("EVENTS").set("LIVETIME", ontime * 0.9);
    };
  };
  CHECK(after(intervals({1000, 1050}, {1050, 1100}, 100)) == Told{});
  CHECK(after(intervals({1000, 1050}, {1051, 1100}, 100)) == Told{"warning gti-overlapping START"});
  CHECK(after(intervals({1050, 1000}, {1100, 1050}, 100)) == Told{"note gti-unsorted START"});
  CHECK(after(intervals({1000, 1090}, {1100, 1080}, 100)) == Told{"error gti-reversed START"});
  CHECK(after(intervals({1000, undefined}, {1100, 1200}, 100)) == Told{"error gti-not-finite START"});
  CHECK(after(intervals({1000}, {1108}, 108)) == Told{"warning gti-beyond-run TSTOP"});
  CHECK(after(intervals({992}, {1100}, 108)) == Told{"warning gti-beyond-run TSTART"});
  CHECK(after(intervals({}, {}, 100)) == Told{"error gti-empty"});
  CHECK(after(key("EVENTS", "ONTIME", 100.05)) == Told{"error ontime-not-gti-sum ONTIME"});
  CHECK(after(unit("GTI", "START", "")) == Told{"warning unit-missing START"});
  CHECK(after(no_column("GTI", "STOP")) == Told{"error column-missing STOP"});
  CHECK(after(no_key("GTI", "MJDREFI")) == Told{"error keyword-missing MJDREFI"});
  CHECK(after(no_key("GTI", "HDUCLAS1")) == Told{"warning keyword-missing HDUCLAS1"});
  CHECK(after([](FileRecipe& run) { run.remove_table("GTI"); }) ==
        Told{"error gti-missing", "error index-hdu-missing GTI"});
}

TEST_CASE("intervals with another time reference are compared in the seconds of the events") {
  auto const shifted = [](FileRecipe& run) {
    run.table("GTI").set("MJDREFI", std::int64_t{58999});
    run.table("GTI").column("START").values = Numbers{1000 + 86400};
    run.table("GTI").column("STOP").values = Numbers{1100 + 86400};
  };
  CHECK(after(shifted) == Told{"error gti-other-reference MJDREFI"});
}
