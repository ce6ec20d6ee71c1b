#include "engine/io/selected_run.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/index_columns.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/engine/products/sample_runs.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

SampleRun seven_events() {
  SampleRun run;
  run.energy_tev = {0.5, 2, 0.25, 4, 8, 0.125, 16};
  return run;
}

}  // namespace

TEST_CASE("selected rows are those of the source, bit for bit, with all 64 bits of their ids") {
  TemporaryDirectory const folder;
  Observation const run = write_sample_run(folder.file("in.fits"), seven_events());
  select_sample(run, 1, folder.file("out.fits"), "out.fits", SharedResponses({run}));
  FitsFile file = FitsFile::open(folder.file("out.fits"));
  FitsTable const events = file.table(2);
  CHECK(events.rows == 4);
  std::int64_t const base = (std::int64_t{1} << 60) + 1;
  CHECK(file.integers(events, "EVENT_ID") ==
        std::vector<std::int64_t>{base + 1, base + 3, base + 4, base + 6});
  CHECK(file.numbers(events, "ENERGY") == std::vector<double>{2, 4, 8, 16});
  CHECK(file.texts(events, "CAMERA")[3] == "CT1");
}

TEST_CASE("the header says what is in the file now, and what it did not say before") {
  TemporaryDirectory const folder;
  Observation const run = write_sample_run(folder.file("in.fits"), seven_events());
  select_sample(run, 1, folder.file("out.fits"), "out.fits", SharedResponses({run}));
  FitsHeader const header = FitsFile::open(folder.file("out.fits")).header(2);
  CHECK(header.text("HDUCLASS") == "GADF");
  CHECK(header.text("HDUCLAS1") == "EVENTS");
  CHECK(header.text("TIMESYS") == "TT");
  CHECK(header.text("TIMEREF") == "LOCAL");
  CHECK(header.text("OBJECT") == "Crab");
  CHECK(header.real("ONTIME") == 7);
  CHECK(header.real("LIVETIME") == 3.5);
  CHECK(header.real("DEADC") == 0.5);
  CHECK(header.real("TELAPSE") == 7);
  CHECK(header.text("DSVAL1") == "1:160");
  CHECK(header.text("DSVAL2") == "TABLE");
  CHECK(header.text("TWICE") == "first");
  CHECK(header.text("NOTE") == std::string(100, 'x'));
  CHECK_FALSE(header.has("DATE"));
  CHECK_FALSE(header.has("INSTRUME"));
  CHECK_FALSE(header.has("OBS_MODE"));
}

TEST_CASE("responses in the event file travel in it; a file that runs share is copied once") {
  TemporaryDirectory const folder;
  write_sample_response(folder.file("shared.fits"));
  SampleRun own = seven_events(), sharing = seven_events(), other = seven_events();
  sharing.id = 2;
  other.id = 3;
  sharing.shared_response = other.shared_response = folder.file("shared.fits");
  std::vector<Observation> const runs{write_sample_run(folder.file("own.fits"), own),
                                      write_sample_run(folder.file("sharing.fits"), sharing),
                                      write_sample_run(folder.file("other.fits"), other)};
  SharedResponses const shared(runs);
  CHECK(shared.names() == std::vector<std::string>{"irf/shared.fits"});
  Selected const first = select_sample(runs[0], 1, folder.file("a.fits"), "a.fits", shared);
  Selected const second = select_sample(runs[1], 1, folder.file("b.fits"), "b.fits", shared);
  CHECK(first.index.hdus[2].file == "a.fits");
  CHECK(first.index.hdus[2].hdu == "AEFF");
  CHECK(FitsFile::open(folder.file("a.fits")).find_hdu("AEFF").has_value());
  CHECK(second.index.hdus[2].file == "irf/shared.fits");
  CHECK_FALSE(FitsFile::open(folder.file("b.fits")).find_hdu("AEFF").has_value());
  StagingDirectory const staging = StagingDirectory::create(folder.file("out"));
  shared.copy_into(staging);
  CHECK(content_of(staging.file("irf/shared.fits")) == content_of(folder.file("shared.fits")));
}

TEST_CASE("response files of one name in different folders keep apart") {
  TemporaryDirectory const folder;
  StagingDirectory const make = StagingDirectory::create(folder.path());
  SampleRun one = seven_events(), two = seven_events();
  two.id = 2;
  one.shared_response = make.file("a/irf.fits");
  two.shared_response = make.file("b/irf.fits");
  write_sample_response(one.shared_response);
  write_sample_response(two.shared_response);
  std::vector<Observation> const runs{write_sample_run(folder.file("1.fits"), one),
                                      write_sample_run(folder.file("2.fits"), two)};
  CHECK(SharedResponses(runs).names() == std::vector<std::string>{"irf/irf.fits", "irf/irf-2.fits"});
}

TEST_CASE("a response that the index names but no file has is refused with its class and file") {
  TemporaryDirectory const folder;
  Observation run = write_sample_run(folder.file("in.fits"), seven_events());
  run.responses[0].location.hdu = "NOWHERE";
  CHECK_THROWS_WITH_AS(select_sample(run, 1, folder.file("out.fits"), "out.fits", SharedResponses({run})),
                       doctest::Contains("aeff_2d"), Failure);
}

TEST_CASE("an index row knows the events kept and the sizes of the files") {
  TemporaryDirectory const folder;
  Observation const run = write_sample_run(folder.file("in.fits"), seven_events());
  Selected const selected =
      select_sample(run, 1, folder.file("out.fits"), "out.fits", SharedResponses({run}));
  CHECK(whole_value(find_key(selected.index.facts, "EVENT_COUNT")) == 4);
  CHECK(real_value(find_key(selected.index.facts, "RA_PNT")) == 83.5);
  CHECK(selected.index.hdus[0].bytes ==
        static_cast<std::int64_t>(content_of(folder.file("out.fits")).size()));
}

TEST_CASE("a selection that keeps nothing is still a valid event list") {
  TemporaryDirectory const folder;
  Observation const run = write_sample_run(folder.file("in.fits"), seven_events());
  select_sample(run, 100, folder.file("out.fits"), "out.fits", SharedResponses({run}));
  FitsFile file = FitsFile::open(folder.file("out.fits"));
  CHECK(file.table(2).rows == 0);
  CHECK(file.numbers(file.table(3), "START") == std::vector<double>{1000});
}
