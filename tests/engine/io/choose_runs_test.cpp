#include <filesystem>

#include <doctest/doctest.h>

#include "engine/io/data_set.hpp"
#include "engine/io/time_scales.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/engine/io/index_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

Direction<Icrs> at(double ra_deg, double dec_deg) {
  return Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg));
}

/// Seconds of the test files' clock (H.E.S.S. reference) as an instant.
Time met(double met_s) { return time_from_mjd(51910, 0.000742870370370241, TimeScale::tt) + seconds(met_s); }

/// Three runs of which only the index exists: a choice that needs their files would keep them with a note.
struct IndexOnly {
  TemporaryDirectory folder;
  DataSet set;
  explicit IndexOnly(TimeKeys keys = TimeKeys::present) {
    write_hdu_index(folder.file("hdu-index.fits"), {{23523, "events", "events", "", "a.fits", "EVENTS"},
                                                    {23526, "events", "events", "", "b.fits", "EVENTS"},
                                                    {31000, "events", "events", "", "c.fits", "EVENTS"}});
    write_obs_index(folder.file("obs-index.fits"),
                    {{23523, 83.6, 22, "Crab Nebula", 1.20e8, 1.20e8 + 1800},
                     {23526, 359.9, 22, "CrabNebula", 1.21e8, 1.21e8 + 1800},
                     {31000, 329.7, -30.2, "PKS 2155-304", 1.50e8, 1.50e8 + 1800}},
                    keys);
    set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  }
};

std::vector<std::int64_t> ids(DataSet const& set, RunChoice const& choice) {
  std::vector<std::int64_t> out;
  for (Observation const& run : choose_runs(set, choice).observations) out.push_back(run.id);
  return out;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("no condition keeps all runs") {
  IndexOnly const data;
  CHECK(ids(data.set, {}) == Ids{23523, 23526, 31000});
}

TEST_CASE("runs are chosen by id, and an unknown one is refused with the nearest") {
  IndexOnly const data;
  CHECK(ids(data.set, {.ids = {31000, 23523, 31000}}) == Ids{23523, 31000});
  CHECK(contains(failure_of([&] { ids(data.set, {.ids = {23532}}); }), "did you mean 23523?"));
  CHECK(contains(failure_of([&] { ids(data.set, {.ids = {9}}); }), "no run 9"));
}

TEST_CASE("target names do not care for case, blanks, underscores and hyphens") {
  IndexOnly const data;
  for (std::string const name : {"Crab Nebula", "crab_nebula", "CRABNEBULA", "Crab-Nebula"})
    CHECK(ids(data.set, {.targets = {name}}) == Ids{23523, 23526});
  CHECK(ids(data.set, {.targets = {"PKS2155-304", "nowhere"}}) == Ids{31000});
}

TEST_CASE("a cone chooses by pointing, or by the field of view that reaches into it") {
  IndexOnly const data;
  Cone const near_crab{at(83.6, 24), degrees(1)};
  CHECK(contains(failure_of([&] { ids(data.set, {.cone = near_crab}); }), "no run is chosen"));
  RunChoice choice{.cone = near_crab, .field_of_view = degrees(2.5)};
  choice.cone_meaning = RunChoice::ConeMeaning::field_of_view;
  CHECK(ids(data.set, choice) == Ids{23523});
  // Across the seam of right ascension.
  CHECK(ids(data.set, {.cone = Cone{at(0.1, 22), degrees(0.5)}}) == Ids{23526});
}

TEST_CASE("a time window keeps the runs that overlap it") {
  IndexOnly const data;
  CHECK(ids(data.set, {.start = met(1.205e8)}) == Ids{23526, 31000});
  CHECK(ids(data.set, {.stop = met(1.205e8)}) == Ids{23523});
  CHECK(ids(data.set, {.start = met(1.21e8 + 900), .stop = met(1.4e8)}) == Ids{23526});
}

TEST_CASE("an empty choice is refused with what each condition left over") {
  IndexOnly const data;
  std::string const message = failure_of([&] {
    ids(data.set, {.targets = {"Crab Nebula"}, .cone = Cone{at(329.7, -30.2), degrees(1)}});
  });
  CHECK(contains(message, "3 in the data set, target 'Crab Nebula': 2 left"));
  CHECK(contains(message, "0 left"));
  CHECK(
      contains(failure_of([&] { ids(data.set, {.targets = {"Crab Nebola"}}); }), "targets are Crab Nebula"));
}

TEST_CASE("what the index cannot tell is asked of the event files") {
  TemporaryDirectory folder;
  EventFile early, late;
  early.with_key({"OBS_ID", std::int64_t{1}, ""});
  late.with_key({"OBS_ID", std::int64_t{2}, ""}).with_key({"OBJECT", std::string("Vela"), ""});
  late.with_key({"TSTART", 1000.0, ""}).with_key({"TSTOP", 1100.0, ""});
  late.gti = std::vector<MetRange>{{1000, 1108}};  // TSTOP is 8 s short, as in CTA 1DC
  write(folder.file("a.fits"), early);
  write(folder.file("b.fits"), late);
  write_hdu_index(folder.file("hdu-index.fits"), {{1, "events", "events", "", "a.fits", "EVENTS"},
                                                  {2, "events", "events", "", "b.fits", "EVENTS"}});
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  CHECK(ids(set, {.targets = {"vela"}}) == Ids{2});
  CHECK(ids(set, {.cone = Cone{at(83.6, 22), degrees(0.1)}}) == Ids{1, 2});
  CHECK(ids(set, {.stop = met(100)}) == Ids{1});
  CHECK(ids(set, {.start = met(1105)}) == Ids{2});
  CHECK(contains(failure_of([&] { ids(set, {.start = met(1108)}); }), "time window: 0 left"));
}

TEST_CASE("the rounded times of an index do not decide at the boundary") {
  TemporaryDirectory folder;
  EventFile file;
  // In single precision 123890826 becomes 123890824, and 123892513 becomes 123892512.
  file.with_key({"TSTART", 123890826.0, ""}).with_key({"TSTOP", 123892513.0, ""});
  file.gti = std::vector<MetRange>{{123890826, 123892513}};
  write(folder.file("a.fits"), file);
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "", "a.fits", "EVENTS"}});
  write_obs_index(folder.file("obs-index.fits"), {{7, 83.6, 22, "Crab", 123890826, 123892513}},
                  TimeKeys::present);
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  CHECK(ids(set, {.start = met(123892512.5)}) == Ids{7});
  CHECK(contains(failure_of([&] { ids(set, {.stop = met(123890825)}); }), "no run is chosen"));
}

TEST_CASE("a run that cannot be judged is kept, and the reason noted") {
  IndexOnly const data(TimeKeys::absent);
  DataSet const chosen = choose_runs(data.set, {.ids = {23523}, .start = met(0)});
  CHECK(chosen.observations.size() == 1);
  REQUIRE(chosen.notes.size() == 1);
  CHECK(contains(chosen.notes[0], "run 23523 kept although its time window cannot be judged"));
}
