#include <filesystem>

#include <doctest/doctest.h>

#include "engine/io/event_source.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

TEST_CASE("a plain file is measured by its header and may be split") {
  TemporaryDirectory folder;
  write(folder.file("run.fits"), EventFile());
  EventSize const size = measure_events(run_in(folder.file("run.fits")));
  CHECK(size.rows == 3);
  CHECK(size.bytes == 3 * 28);
  CHECK(size.splittable);
  CHECK(size.rows_exact);
}

TEST_CASE("a gzip file cannot be split; its rows are known where its first headers tell") {
  TemporaryDirectory folder;
  EventFile second;
  second.extname = "EVENTS2";
  for (TestColumn& column : second.columns) column.cells = std::vector<double>{1, 2};
  write(folder.file("run.fits"), {EventFile(), second});
  write_gzip(folder.file("run.fits.gz"), bytes_of(folder.file("run.fits")));
  Observation run = run_in(folder.file("run.fits.gz"));
  EventSize const size = measure_events(run);
  CHECK(size.rows == 3);
  CHECK(size.rows_exact);
  CHECK_FALSE(size.splittable);
  CHECK(size.bytes == std::filesystem::file_size(folder.file("run.fits.gz")));
  run.events.hdu = "events2";
  CHECK(measure_events(run).rows == 2);
  run.events.number = 2;
  CHECK(measure_events(run).rows == 3);
}

TEST_CASE("events far behind in a gzip file are estimated from its size") {
  TemporaryDirectory folder;
  EventFile large;
  large.extname = "IMAGE";
  large.gti.reset();
  large.with_key({"HDUCLAS1", std::string("SKY"), ""});
  large.columns = {{"X", "1D", "", std::vector<double>(100000, 0.5)}};
  write(folder.file("run.fits"), {large, EventFile()});
  write_gzip(folder.file("run.fits.gz"), bytes_of(folder.file("run.fits")));
  EventSize const size = measure_events(run_in(folder.file("run.fits.gz")));
  CHECK_FALSE(size.rows_exact);
  CHECK(size.rows > 0);
}

TEST_CASE("a missing file is measured by no number") {
  TemporaryDirectory folder;
  CHECK(contains(failure_of([&] { measure_events(run_in(folder.file("gone.fits"))); }), "gone.fits"));
}
