#include "engine/io/good_times.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/io/fits_events.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

std::vector<MetRange> good_times(EventFile const& file, std::vector<EventFile> more = {}) {
  TemporaryDirectory folder;
  more.insert(more.begin(), file);
  write(folder.file("run.fits"), more);
  return FitsEvents(run_in(folder.file("run.fits"))).good_times().ranges();
}

EventFile with_intervals(std::vector<MetRange> intervals) {
  EventFile file;
  file.gti = std::move(intervals);
  return file;
}

}  // namespace

TEST_CASE("good times come sorted and disjoint, whatever the table has") {
  CHECK(good_times(with_intervals({{50, 60}, {0, 10}, {5, 20}, {30, 30}})) ==
        std::vector<MetRange>{{0, 20}, {50, 60}});
  CHECK(good_times(with_intervals({})).empty());
}

TEST_CASE("undefined and reversed intervals are refused with their row") {
  std::string const undefined = failure_of([] { good_times(with_intervals({{0, 1}, {2, std::nan("")}})); });
  CHECK(contains(undefined, "has no start or no stop"));
  CHECK(contains(undefined, "run.fits[GTI] row 2"));
  CHECK(contains(failure_of([] { good_times(with_intervals({{3, 2}})); }), "stops before it starts"));
  CHECK(contains(failure_of([] { good_times(with_intervals({{0, HUGE_VAL}})); }), "has no start or no stop"));
}

TEST_CASE("a file without good times opens, and says how to go on when they are asked for") {
  EventFile file;
  file.gti.reset();
  TemporaryDirectory folder;
  write(folder.file("run.fits"), file);
  FitsEvents const events(run_in(folder.file("run.fits")));
  CHECK(events.rows() == 3);
  std::string const message = failure_of([&] { static_cast<void>(events.good_times()); });
  CHECK(contains(message, "no good time intervals: "));
  CHECK(contains(message, "gti=ignore"));
}

TEST_CASE("a table without units and reference means the seconds of its events") {
  CHECK(good_times(EventFile()) == std::vector<MetRange>{{0, 100}});
}

TEST_CASE("a reference of its own is converted to that of the events") {
  EventFile file = with_intervals({{0, 10}});
  file.with_key({"MJDREFI", std::int64_t{51910}, ""}).with_key({"MJDREFF", 0.0, ""});
  file.gti_keys.push_back({"MJDREFI", std::int64_t{51909}, ""});
  file.gti_keys.push_back({"MJDREFF", 0.5, ""});
  CHECK(good_times(file) == std::vector<MetRange>{{-43200, -43190}});
  file.gti_keys.push_back({"TIMESYS", std::string("UTC"), ""});  // 64.184 s behind TT then
  std::vector<MetRange> const shifted = good_times(file);
  CHECK(shifted[0].start_s == doctest::Approx(-43200 + 64.184).epsilon(1e-11));
}

TEST_CASE("the same reference leaves every boundary as it is, bit for bit") {
  EventFile file = with_intervals({{333778852.43521696, 333780040.54697883}});
  file.with_key({"MJDREFI", std::int64_t{52706}, ""}).with_key({"MJDREFF", 0.0, ""});
  file.with_key({"TIMESYS", std::string("UTC"), ""});
  file.gti_keys.push_back({"MJDREFI", std::int64_t{52706}, ""});
  file.gti_keys.push_back({"TIMESYS", std::string("utc"), ""});
  CHECK(good_times(file) == std::vector<MetRange>{{333778852.43521696, 333780040.54697883}});
}

TEST_CASE("a reference without TIMESYS is on the scale of the events") {
  EventFile file = with_intervals({{0, 10}});
  file.with_key({"MJDREFI", std::int64_t{52706}, ""}).with_key({"MJDREFF", 0.0, ""});
  file.with_key({"TIMESYS", std::string("UTC"), ""});
  file.gti_keys.push_back({"MJDREFI", std::int64_t{52706}, ""});
  CHECK(good_times(file) == std::vector<MetRange>{{0, 10}});
}

TEST_CASE("good times are found by class, name or the data subspace keywords of ctools") {
  EventFile file = with_intervals({{1, 2}});
  file.gti_extname = "INTERVALS";
  CHECK(good_times(file) == std::vector<MetRange>{{1, 2}});
  file.gti_keys.clear();
  CHECK(contains(failure_of([&] { good_times(file); }), "no good time intervals"));
  file.with_key({"DSTYP1", std::string("TIME"), ""}).with_key({"DSREF1", std::string(":INTERVALS"), ""});
  CHECK(good_times(file) == std::vector<MetRange>{{1, 2}});
}

TEST_CASE("an index that names the events for the good times is seen through") {
  // The hdu-index of CTA 1DC did so (gammapy issue 1225).
  TemporaryDirectory folder;
  write(folder.file("run.fits"), with_intervals({{1, 2}}));
  Observation run = run_in(folder.file("run.fits"));
  for (std::string const named : {"EVENTS", "NOT_THERE", "gti"}) {
    run.gti = HduLocation{folder.file("run.fits"), named, {}, FileNameSyntax::literal};
    CHECK(FitsEvents(run).good_times().ranges() == std::vector<MetRange>{{1, 2}});
  }
}

TEST_CASE("several GTI tables need one to say which") {
  EventFile other = with_intervals({{7, 8}});
  other.extname = "OTHER";
  other.with_key({"HDUCLAS1", std::string("SKY"), ""});
  other.gti_extname = "GTI2";
  EventFile file = with_intervals({{1, 2}});
  CHECK(contains(failure_of([&] { good_times(file, {other}); }), "several GTI tables"));
  file.with_key({"DSTYP1", std::string("TIME"), ""}).with_key({"DSREF1", std::string(":GTI2"), ""});
  CHECK(good_times(file, {other}) == std::vector<MetRange>{{7, 8}});
}

TEST_CASE("good times may lie in a file of their own") {
  TemporaryDirectory folder;
  EventFile events;
  events.gti.reset();
  write(folder.file("run.fits"), events);
  write(folder.file("gti.fits"), with_intervals({{4, 5}}));
  Observation run = run_in(folder.file("run.fits"));
  run.gti = HduLocation{folder.file("gti.fits"), "gti", {}, FileNameSyntax::literal};
  CHECK(FitsEvents(run).good_times().ranges() == std::vector<MetRange>{{4, 5}});
  run.gti->file = folder.file("missing.fits");
  FitsEvents const without(run);
  CHECK(contains(failure_of([&] { static_cast<void>(without.good_times()); }), "missing.fits"));
}
