#include "engine/io/map_products.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/wcs_geometry.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using test_support::sample_cube;
using test_support::sample_summary;
using test_support::TemporaryDirectory;

TEST_CASE("the header of a map carries what its runs share, and sums and spans of the rest") {
  TemporaryDirectory const folder;
  write_counts_image(folder.file("counts.fits"), sample_cube(MapFrame::icrs, Projection::tan),
                     sample_summary(), "");
  FitsHeader const header = FitsFile::open(folder.file("counts.fits")).header(1);
  CHECK(header.text("TELESCOP") == "HESS");
  CHECK_FALSE(header.has("OBJECT"));  // "Crab" and "Crab Nebula"
  CHECK_FALSE(header.has("OBS_ID"));
  CHECK(header.integer("NRUNS") == 2);
  CHECK(header.integer("NSKIPPED") == 1);
  CHECK(header.integer("NEVENTS") == 180);
  CHECK(header.real("TSTART") == 123890000);
  CHECK(header.real("TSTOP") == 123901600);
  CHECK(header.real("ONTIME") == 3000);
  CHECK(header.real("LIVETIME") == 2700);
  CHECK(header.real("DEADC") == 0.9);
  CHECK_FALSE(header.has("DATE"));
}

TEST_CASE("DATE-OBS is TSTART on the clock of TIMESYS") {
  TemporaryDirectory const folder;
  write_counts_image(folder.file("counts.fits"), sample_cube(MapFrame::icrs, Projection::tan),
                     sample_summary(), "");
  FitsHeader const header = FitsFile::open(folder.file("counts.fits")).header(1);
  // astropy 5.2: (Time(51910, 0.000742870370370241, format='mjd', scale='tt') + 123890000 * u.s).isot
  CHECK(header.text("DATE-OBS") == "2004-12-04T21:54:24.184");
}

TEST_CASE("the inputs of a product and the events that each cut took are in its INPUTS table") {
  TemporaryDirectory const folder;
  write_counts_cube(folder.file("cube.fits"), sample_cube(MapFrame::icrs, Projection::tan), sample_summary(),
                    "{}");
  FitsFile file = FitsFile::open(folder.file("cube.fits"));
  FitsTable const inputs = file.table(*file.find_hdu("INPUTS"));
  CHECK(file.integers(inputs, "OBS_ID") == std::vector<std::int64_t>{23523, 23526});
  CHECK(file.texts(inputs, "FILE")[0] == "run_23523.fits.gz");
  CHECK(file.integers(inputs, "NROWS")[0] == 100);
  CHECK(file.integers(inputs, "NUSED")[0] == 90);
  CHECK(file.integers(inputs, "CUT_GTI")[0] == 3);
  CHECK(file.integers(inputs, "CUT_ENERGY")[0] == 7);
  CHECK(file.find_hdu("PROVENANCE").has_value());
}

TEST_CASE("the good times of all runs are in the GTI table of the product") {
  TemporaryDirectory const folder;
  write_counts_image(folder.file("counts.fits"), sample_cube(MapFrame::icrs, Projection::tan),
                     sample_summary(), "");
  FitsFile file = FitsFile::open(folder.file("counts.fits"));
  FitsTable const gti = file.table(*file.find_hdu("GTI"));
  CHECK(file.numbers(gti, "START") == std::vector<double>{123890000, 123891100, 123900000, 123901100});
}

TEST_CASE("counts beyond 32 bits signed are written exactly, as doubles") {
  TemporaryDirectory const folder;
  CountsCube cube = sample_cube(MapFrame::icrs, Projection::tan);
  cube.counts[3] = 2147483647;
  write_counts_cube(folder.file("fits.fits"), cube, sample_summary(), "");
  FitsFile whole = FitsFile::open(folder.file("fits.fits"));
  CHECK(whole.header(1).integer("BITPIX") == 32);
  CHECK(whole.header(2).integer("BITPIX") == 32);
  cube.counts[3 + cube.geometry.pixels()] = 4294967295;
  write_counts_cube(folder.file("wide.fits"), cube, sample_summary(), "");
  FitsFile wide = FitsFile::open(folder.file("wide.fits"));
  CHECK(wide.header(1).integer("BITPIX") == -64);
  CHECK(wide.header(2).integer("BITPIX") == -64);
  CHECK(wide.header(1).integer("TOTCTS") == 6442450942);
}

TEST_CASE(
    "a projection that is not ours goes back as its cards, without the axes and sizes of the map it was in") {
  TemporaryDirectory const folder;
  std::string cards;
  for (std::string card :
       {"NAXIS   = 3",        "NAXIS1  = 4",     "NAXIS2  = 3",          "NAXIS3  = 9",
        "PCOUNT  = 0",        "WCSAXES = 3",     "CTYPE1  = 'GLON-COE'", "CTYPE2  = 'GLAT-COE'",
        "CTYPE3  = 'ENERGY'", "CUNIT3  = 'TeV'", "CRPIX1  = 2.0",        "CRPIX2  = 2.0",
        "CRPIX3  = 1.0",      "CRVAL1  = 120.0", "CRVAL2  = 50.0",       "CRVAL3  = 1.0",
        "CDELT1  = -0.5",     "CDELT2  = 0.5",   "CDELT3  = 2.0",        "PC3_3   = 1.0",
        "PV2_1   = 50.0"}) {
    card.resize(80, ' ');
    cards += card;
  }
  CountsCube cube(geometry_from_cards(cards, "test"), EnergyAxis({tev(1), tev(2), tev(9)}));
  REQUIRE(cube.geometry.header().projection == Projection::other);
  write_counts_cube(folder.file("coe.fits"), cube, sample_summary(), "");
  FitsFile file = FitsFile::open(folder.file("coe.fits"));
  for (int const hdu : {1, 2}) {
    FitsHeader const header = file.header(hdu);
    CHECK(header.text("CTYPE1") == "GLON-COE");
    CHECK(header.real("PV2_1") == 50);
    CHECK_FALSE(header.has("PC3_3"));
    CHECK_FALSE(header.has("WCSAXES"));
    for (std::string const keyword : {"PCOUNT", "CTYPE3", "CRPIX3"})
      CHECK(std::count_if(header.cards().begin(), header.cards().end(),
                          [&](FitsCard const& card) { return card.keyword == keyword; }) == hdu - 1);
  }
  CHECK(file.header(2).text("CTYPE3") == "CHANNEL");
}

TEST_CASE("a gammapy dataset needs energy bins") {
  TemporaryDirectory const folder;
  CountsCube cube(sample_cube(MapFrame::icrs, Projection::tan).geometry, std::nullopt);
  CHECK_THROWS_AS(write_gammapy_dataset(folder.file("d.fits"), cube, sample_summary(), ""), Failure);
}

TEST_CASE("the same map has the same bytes") {
  TemporaryDirectory const one, two;
  for (TemporaryDirectory const* folder : {&one, &two})
    write_counts_cube(folder->file("cube.fits"), sample_cube(MapFrame::galactic, Projection::car),
                      sample_summary(), "{}");
  CHECK(test_support::content_of(one.file("cube.fits")) == test_support::content_of(two.file("cube.fits")));
}
