#include "engine/io/response_store.hpp"

#include <thread>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "response_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

ResponseFile named(ResponseFile table, std::string const& extname) {
  table.extname = extname;
  return table;
}

Observation run_in(std::string const& file, std::vector<std::pair<std::string, std::string>> const& tables,
                   std::string const& responses_in = {}) {
  Observation run;
  run.id = 7;
  run.events.file = file;
  for (auto const& [type, hdu] : tables)
    run.responses.push_back({type, "", {responses_in.empty() ? file : responses_in, hdu, std::nullopt}});
  return run;
}

std::vector<std::pair<std::string, std::string>> const both{{"aeff", "AEFF"}, {"edisp", "EDISP"}};

}  // namespace

TEST_CASE("equal tables in different files are read once, and shared") {
  TemporaryDirectory folder;
  ResponseFile other = named(area_file(), "AEFF");
  other.column("EFFAREA").cells[0] = 1.5;
  write(folder.file("a.fits"), {named(area_file(), "AEFF"), named(dispersion_file(), "EDISP")});
  write(folder.file("b.fits"),
        {named(dispersion_file(), "EDISP"), named(area_file(), "AEFF").with_key("OBS_ID", "8")});
  write(folder.file("c.fits"), {other, named(dispersion_file(), "EDISP")});
  ResponseStore store;
  std::vector<ResponsesOfRun> runs;
  for (std::string const name : {"a.fits", "b.fits", "c.fits"}) {
    FitsFile file = FitsFile::open(folder.file(name));
    runs.push_back(store.of(run_in(folder.file(name), both), file));
  }
  CHECK(store.tables_read() == 3);
  CHECK(runs[0].values.area == runs[1].values.area);
  CHECK(runs[0].values.dispersion == runs[2].values.dispersion);
  CHECK(runs[0].values.area != runs[2].values.area);
  CHECK(runs[0].used[0].content_sum == runs[1].used[0].content_sum);
  CHECK(runs[0].used[0].content_sum != runs[2].used[0].content_sum);
  CHECK(runs[0].used[0].table.role == "aeff");
  CHECK(runs[0].used[0].table.datasum.size() > 3);
}

TEST_CASE("what is read of a header is part of what makes tables equal") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"),
        {area_file(), area_file().with_key("LO_THRES", 0.1), area_file().with_key("TELESCOP", "HESS")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  CHECK(content_sum_of(file, 2) != content_sum_of(file, 3));
  CHECK(content_sum_of(file, 2) == content_sum_of(file, 4));
}

TEST_CASE("a file that runs share is read once by many threads") {
  TemporaryDirectory folder;
  write(folder.file("irf.fits"), {named(area_file(), "AEFF"), named(dispersion_file(), "EDISP")});
  write(folder.file("events.fits"), {area_file()});
  ResponseStore store;
  std::vector<ResponsesOfRun> runs(8);
  std::vector<std::jthread> threads;
  for (ResponsesOfRun& run : runs)
    threads.emplace_back([&] {
      FitsFile events = FitsFile::open(folder.file("events.fits"));
      run = store.of(run_in(folder.file("events.fits"), both, folder.file("irf.fits")), events);
    });
  threads.clear();
  CHECK(store.tables_read() == 2);
  for (ResponsesOfRun const& run : runs) {
    CHECK(run.values.area == runs[0].values.area);
    CHECK(run.used[1].table.file == folder.file("irf.fits"));
  }
}

TEST_CASE("a store that may keep nothing still answers") {
  TemporaryDirectory folder;
  write(folder.file("irf.fits"), {named(area_file(), "AEFF"), named(dispersion_file(), "EDISP")});
  FitsFile events = FitsFile::open(folder.file("irf.fits"));
  ResponseStore store(0);
  Observation const run = run_in("elsewhere.fits", both, folder.file("irf.fits"));
  for (int i = 0; i < 3; ++i) CHECK(store.of(run, events).values.area != nullptr);
  CHECK(store.tables_read() > 2);  // dropped, and read again
  ResponsesOfRun const held = store.of(run, events);
  std::size_t const read = store.tables_read();
  CHECK(store.of(run, events).values.area == held.values.area);
  CHECK(store.tables_read() == read);
}

TEST_CASE("only what is needed is read") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), {named(area_file(), "AEFF")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  ResponseStore store;
  ResponsesOfRun const run = store.of(run_in(folder.file("a.fits"), both), file, {.dispersion = false});
  CHECK(run.values.area != nullptr);
  CHECK(run.values.dispersion == nullptr);
  CHECK_THROWS_AS(store.of(run_in(folder.file("a.fits"), both), file), Failure);
}

TEST_CASE("a place that is no table is refused, not followed") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), {named(area_file(), "AEFF")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  ResponseStore store;
  for (int const number : {-1, 0, 1, 3, 99}) {
    Observation run = run_in(folder.file("a.fits"), {{"aeff", ""}});
    run.responses[0].location.number = number;
    CAPTURE(number);
    CHECK_THROWS_AS(store.of(run, file), Failure);
  }
}

TEST_CASE("a missing file fails for everyone who asks") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), {named(area_file(), "AEFF")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  ResponseStore store;
  for (int i = 0; i < 2; ++i)
    CHECK_THROWS_AS(store.of(run_in(folder.file("a.fits"), both, folder.file("none.fits")), file), Failure);
}

TEST_CASE("RAD_MAX of a point-like area is the run's, unless there is a table") {
  TemporaryDirectory folder;
  ResponseFile const area =
      named(area_file(), "AEFF").with_key("HDUCLAS3", "POINT-LIKE").with_key("RAD_MAX", 0.1);
  ResponseFile const dispersion =
      named(dispersion_file(), "EDISP").with_key("HDUCLAS3", "POINT-LIKE").with_key("RAD_MAX", 0.2);
  write(folder.file("a.fits"), {area, dispersion, named(rad_max_file(), "RAD_MAX")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  ResponseStore store;
  ResponsesOfRun const by_keyword =
      store.of(run_in(folder.file("a.fits"), {{"edisp", "EDISP"}, {"aeff", "AEFF"}}), file);
  REQUIRE(by_keyword.values.rad_max != nullptr);
  CHECK(by_keyword.values.rad_max->is_fixed());
  CHECK(in_degrees(by_keyword.values.rad_max->largest()) == doctest::Approx(0.1));
  CHECK(by_keyword.values.enclosure == Enclosure::point_like);
  auto more = both;
  more.emplace_back("rad_max", "RAD_MAX");
  ResponsesOfRun const by_table = store.of(run_in(folder.file("a.fits"), more), file);
  CHECK_FALSE(by_table.values.rad_max->is_fixed());
}

TEST_CASE("of several tables of one type the first is taken, and told") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), {named(king_file(), "KING"), named(gauss_file(), "GAUSS")});
  FitsFile file = FitsFile::open(folder.file("a.fits"));
  ResponseStore store;
  ResponsesOfRun const run =
      store.of(run_in(folder.file("a.fits"), {{"psf", "KING"}, {"psf", "GAUSS"}}), file);
  CHECK(std::holds_alternative<PsfKing>(*run.values.psf));
  REQUIRE(run.notes.size() == 1);
  CHECK(run.notes[0].find("not GAUSS") != std::string::npos);
}
