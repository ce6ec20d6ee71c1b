// Index tables and the paths in them.
#include <filesystem>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/index_paths.hpp"
#include "engine/io/index_tables.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/engine/io/index_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;
namespace fs = std::filesystem;

TEST_CASE("an index gives the runs with all their tables") {
  TemporaryDirectory folder;
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "./", "run.fits", "events"},
                                                  {7, "GTI", "gti", "./", "run.fits", "gti"},
                                                  {7, "aeff", "AEFF_2D", "", "run.fits", "aeff"}});
  write_obs_index(folder.file("obs-index.fits"), {{7, 83.6, 22, "Crab"}});
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  REQUIRE(set.observations.size() == 1);
  Observation const& run = set.observations[0];
  CHECK(run.id == 7);
  CHECK(run.object == "Crab");
  CHECK(run.events.file == folder.file("run.fits"));
  CHECK(run.events.hdu == "events");
  REQUIRE(run.gti);
  CHECK(run.gti->hdu == "gti");
  REQUIRE(run.responses.size() == 1);
  CHECK(run.responses[0].type == "aeff");
  CHECK(run.responses[0].hdu_class == "aeff_2d");
  CHECK(run.events.syntax == FileNameSyntax::literal);
  REQUIRE(run.pointing);
  CHECK(in_degrees(run.pointing->lon()) == doctest::Approx(83.6).epsilon(1e-6));
}

TEST_CASE("a run whose file is missing stays in the set: only opening it fails") {
  TemporaryDirectory folder;
  write(folder.file("run.fits"), EventFile());
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "", "run.fits", "EVENTS"},
                                                  {8, "events", "events", "", "gone.fits", "EVENTS"}});
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  REQUIRE(set.observations.size() == 2);
}

TEST_CASE("the observation index says which runs belong to the set") {
  TemporaryDirectory folder;
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "", "a.fits", "EVENTS"},
                                                  {8, "events", "events", "", "b.fits", "EVENTS"},
                                                  {9, "aeff", "aeff_2d", "", "b.fits", "AEFF"}});
  write_obs_index(folder.file("obs-index.fits"), {{8, 83.6, 22, "Crab"}, {10, 83.6, 22, "Crab"}});
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::literal);
  REQUIRE(set.observations.size() == 1);
  CHECK(set.observations[0].id == 8);
  CHECK(set.notes.size() == 3);  // without events, not in the one, not in the other
}

TEST_CASE("an index without an observation index is enough") {
  TemporaryDirectory folder;
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "", "a.fits", "EVENTS"}});
  CHECK(open_data_set({folder.file("hdu-index.fits")}, FileNameSyntax::literal).observations.size() == 1);
  fs::remove(folder.file("hdu-index.fits"));
  write_obs_index(folder.file("obs-index.fits"), {{7, 83.6, 22, "Crab"}});
  CHECK(contains(failure_of([&] { open_data_set({folder.file("obs-index.fits")}, FileNameSyntax::literal); }),
                 "without an HDU index"));
}

TEST_CASE("index files go together by the rest of their names, plain or compressed") {
  TemporaryDirectory folder;
  write_bytes(folder.file("hdu-index-crab.fits"), "");
  write_bytes(folder.file("obs-index-crab.fits.gz"), "");
  IndexPair const pair{folder.file("hdu-index-crab.fits"), folder.file("obs-index-crab.fits.gz")};
  CHECK(index_pair_of(folder.file("hdu-index-crab.fits")) == pair);
  CHECK(index_pair_of(folder.file("obs-index-crab.fits.gz")) == pair);
  CHECK_FALSE(index_pair_of(folder.file("run_index.fits")));
}

TEST_CASE("paths in an index are relative to it, by BASE_DIR if there is one") {
  TemporaryDirectory folder;
  fs::create_directories(folder.path() / "index/gps");
  std::string const index = folder.file("index/gps/hdu-index.fits.gz");
  std::string const real = fs::canonical(folder.path()).string();
  CHECK(path_in_index(index, {"", "", "a.fits"}) == folder.file("index/gps/a.fits"));
  CHECK(path_in_index(index, {"", "./", "a.fits"}) == folder.file("index/gps/a.fits"));
  CHECK(path_in_index(index, {"", "data/x", "a.fits"}) == folder.file("index/gps/data/x/a.fits"));
  CHECK(path_in_index(index, {"", "../../data", "a.fits"}) == real + "/data/a.fits");
  CHECK(path_in_index(index, {"..", "data", "a.fits"}) == real + "/index/data/a.fits");
  CHECK(path_in_index(index, {"/store/dl3", "data", "a.fits"}) == "/store/dl3/data/a.fits");
  CHECK(path_in_index("hdu-index.fits", {"", "data", "a.fits"}) == "data/a.fits");
}

TEST_CASE("a path that leaves the data set is refused") {
  TemporaryDirectory folder;
  std::string const index = folder.file("hdu-index.fits");
  auto const refusal = [&](IndexedPath const& names) {
    return failure_of([&] { path_in_index(index, names); });
  };
  std::string const up = "../../../../../../../../etc";
  CHECK(contains(refusal({"", up, "passwd"}), "refused file name '" + up + "/passwd': " + index));
  CHECK(contains(refusal({up, "", "passwd"}), "climbs to the root"));
  CHECK(contains(refusal({"/store", "../etc", "passwd"}), "climbs to the root"));
  CHECK(contains(refusal({"", "/etc", "passwd"}), "absolute"));
  CHECK(contains(refusal({"", "", "/etc/passwd"}), "absolute"));
  CHECK(contains(refusal({"", "", "http://host/run.fits"}), "not addresses"));
  CHECK(contains(refusal({"ftp://host", "", "run.fits"}), "not addresses"));
  CHECK(contains(refusal({"", "data", ""}), "FILE_NAME is empty"));
}

TEST_CASE("filters in an index are part of the file name") {
  TemporaryDirectory folder;
  write(folder.file("run.fits"), EventFile());
  write_hdu_index(folder.file("hdu-index.fits"),
                  {{7, "events", "events", "", "run.fits[EVENTS][1:2]", "EVENTS"}});
  DataSet const set = open_data_set({folder.path().string()}, FileNameSyntax::extended);
  CHECK(set.observations.at(0).events.syntax == FileNameSyntax::literal);
  CHECK(set.observations.at(0).events.file == folder.file("run.fits[EVENTS][1:2]"));
}

TEST_CASE("one run with two event lists in an index is refused") {
  TemporaryDirectory folder;
  write_hdu_index(folder.file("hdu-index.fits"), {{7, "events", "events", "", "a.fits", "EVENTS"},
                                                  {7, "events", "events", "", "b.fits", "EVENTS"}});
  CHECK(contains(failure_of([&] { open_data_set({folder.path().string()}, FileNameSyntax::literal); }),
                 "run 7 has two event lists"));
}

TEST_CASE("a table that is no index is refused as one") {
  TemporaryDirectory folder;
  write(folder.file("hdu-index.fits"), EventFile());
  CHECK(contains(failure_of([&] { open_data_set({folder.path().string()}, FileNameSyntax::literal); }),
                 "not an index"));
}
