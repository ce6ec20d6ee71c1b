#include "engine/io/index_writer.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/io/fits_file.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using test_support::TemporaryDirectory;

namespace {

TimeReference reference(int mjdrefi) {
  TimeReference time;
  time.mjdrefi = mjdrefi;
  time.zero = Time::from_mjd_tt(mjdrefi);
  return time;
}

std::vector<IndexedRun> two_runs() {
  IndexedRun first{7, reference(51544), {}, {}};
  first.facts = {{"RA_PNT", 266.4049882865, ""},
                 {"DEC_PNT", -28.9361739458, ""},
                 {"ALT_PNT", 60.0, ""},
                 {"TSTART", 1000.0, ""},
                 {"N_TELS", std::int64_t{4}, ""},
                 {"OBJECT", std::string("Sgr A*"), ""},
                 {"EVENT_COUNT", std::int64_t{12}, ""}};
  first.hdus = {{"events", "events", "obs_7.fits", "EVENTS", 2880},
                {"aeff", "aeff_2d", "irf/x.fits", "AEFF", 5760}};
  IndexedRun second{8, reference(51545), {}, {}};
  second.facts = {{"TSTART", 1000.0, ""}, {"EVENT_COUNT", std::int64_t{5}, ""}};
  second.hdus = {{"events", "events", "obs_8.fits", "EVENTS", 2880}};
  return {first, second};
}

}  // namespace

TEST_CASE("the observation index says what each run knows, in one time reference") {
  TemporaryDirectory const folder;
  write_index_tables(folder.path(), two_runs());
  FitsFile file = FitsFile::open(folder.file("obs-index.fits.gz"));
  CHECK(file.compressed());
  FitsTable const table = file.table(2);
  CHECK(table.rows == 2);
  CHECK(file.integers(table, "OBS_ID") == std::vector<std::int64_t>{7, 8});
  CHECK(file.numbers(table, "TSTART") == std::vector<double>{1000, 87400});
  // TT is 64.184 s ahead of UTC at that time.
  CHECK(file.texts(table, "DATE_OBS")[0] == "2000-01-01");
  CHECK(file.texts(table, "TIME_OBS")[0] == "00:15:35.816");
  CHECK(std::isnan(file.numbers(table, "N_TELS")[1]));
  CHECK(table.find("MUONEFF") == nullptr);
  CHECK(file.header(2).integer("MJDREFI") == 51544);
}

TEST_CASE("Galactic coordinates and zenith angle follow from the pointing") {
  TemporaryDirectory const folder;
  write_index_tables(folder.path(), two_runs());
  FitsFile file = FitsFile::open(folder.file("obs-index.fits.gz"));
  FitsTable const table = file.table(2);
  // The ICRS direction of the galactic origin.
  CHECK(std::abs(std::remainder(file.numbers(table, "GLON_PNT")[0], 360)) < 1e-4);
  CHECK(std::abs(file.numbers(table, "GLAT_PNT")[0]) < 1e-4);
  CHECK(file.numbers(table, "ZEN_PNT")[0] == 30);
}

TEST_CASE("the HDU index splits paths, and names the folder of the index '.'") {
  TemporaryDirectory const folder;
  write_index_tables(folder.path(), two_runs());
  FitsFile file = FitsFile::open(folder.file("hdu-index.fits.gz"));
  FitsTable const table = file.table(2);
  CHECK(file.texts(table, "FILE_DIR") == std::vector<std::string>{".", "irf", "."});
  CHECK(file.texts(table, "FILE_NAME") == std::vector<std::string>{"obs_7.fits", "x.fits", "obs_8.fits"});
  CHECK(file.integers(table, "SIZE") == std::vector<std::int64_t>{2880, 5760, 2880});
}

TEST_CASE("the same index has the same bytes") {
  TemporaryDirectory const one, other;
  write_index_tables(one.path(), two_runs());
  write_index_tables(other.path(), two_runs());
  for (std::string const name : {"obs-index.fits.gz", "hdu-index.fits.gz"})
    CHECK(test_support::content_of(one.file(name)) == test_support::content_of(other.file(name)));
}
