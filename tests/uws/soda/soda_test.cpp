#include <filesystem>
#include <limits>

#include <doctest/doctest.h>

#include "tests/support/temporary_directory.hpp"
#include "uws/soda/soda_select.hpp"
#include "uws/soda/spool_folder.hpp"
#include "uws/soda/turn.hpp"

namespace {

using namespace uws;
using Words = std::vector<std::string>;
constexpr double inf = std::numeric_limits<double>::infinity();

SodaRequest of_one_run() {
  SodaRequest request;
  request.ids = {"ivo://a/b?1"};
  return request;
}

TEST_CASE("no cut is no words") { CHECK(select_words(of_one_run()).empty()); }

TEST_CASE("a circle, a polygon, several of them") {
  auto request = of_one_run();
  request.regions = {{SkyShape::Kind::circle, {83.63, 22.01, 0.5}}};
  CHECK(select_words(request) == Words{"cone=83.63,22.01,0.5"});
  request.regions = {{SkyShape::Kind::polygon, {1, 2, 3, 2, 3, 4}}};
  CHECK(select_words(request) == Words{"polygon=1,2,3,2,3,4"});
  request.regions.push_back({SkyShape::Kind::circle, {5, 6, 7}});
  CHECK(select_words(request) == Words{"region=icrs;polygon(1,2,3,2,3,4);circle(5,6,7)"});
  request.regions.push_back({SkyShape::Kind::range, {1, 2, 3, 4}});
  CHECK_THROWS_AS(select_words(request), SodaFailure);
}

TEST_CASE("intervals may be open; several of a kind are refused") {
  auto request = of_one_run();
  request.energies = {{0.5, inf}};
  CHECK(select_words(request) == Words{"emin=0.5"});
  request.energies = {{0, 10}};
  CHECK(select_words(request) == Words{"emax=10"});
  request.times = {{-inf, 53343.5}};
  CHECK(select_words(request) == Words{"emax=10", "tmax=2004-12-04T12:00:00.000000 UTC"});
  request.times.push_back({1, 2});
  CHECK_THROWS_AS(select_words(request), SodaFailure);
}

TEST_CASE("dates of MJD: values of astropy.time.Time(mjd, format='mjd', scale='utc').isot, precision 6") {
  CHECK(iso_of_mjd(53343.921597) == "2004-12-04T22:07:05.980800 UTC");
  CHECK(iso_of_mjd(51544) == "2000-01-01T00:00:00.000000 UTC");
  CHECK(iso_of_mjd(40586.75) == "1969-12-31T18:00:00.000000 UTC");
}

TEST_CASE("a folder of the spool goes with its owner") {
  test_support::TemporaryDirectory const root;
  std::filesystem::path path;
  {
    SpoolFolder const folder(std::filesystem::path(root.path()) / "spool");
    path = folder.path();
    CHECK(std::filesystem::is_directory(path));
  }
  CHECK(!std::filesystem::exists(path));
}

TEST_CASE("only so many engines at once") {
  Engines engines(1);
  Turn const first(engines, std::chrono::seconds(1));
  CHECK_THROWS_AS(Turn(engines, std::chrono::seconds(0)), SodaFailure);
}

}  // namespace
