/// The windows for indexes: a window may be too large, never too small.
#include <cmath>

#include <doctest/doctest.h>

#include "independent_sphere.hpp"
#include "sphere_database.hpp"

using namespace sphere_tests;

namespace {

Place anywhere(std::mt19937& random, int i) {
  std::uniform_real_distribution<double> uniform(0, 1);
  Place place = random_place(random);
  if (i % 4 == 1) place.dec = (i % 8 == 1 ? 1 : -1) * (90 - 5 * uniform(random) * uniform(random));
  if (i % 4 == 2) place.ra = uniform(random) < 0.5 ? 0.1 * uniform(random) : 360 - 0.1 * uniform(random);
  return place;
}

Numbers random_region(std::mt19937& random, Place centre, int i) {
  std::uniform_real_distribution<double> uniform(0, 1);
  double const size = std::pow(10, -4 + 5.8 * uniform(random));
  if (i % 3 == 0) return {centre.ra, centre.dec, size};
  return random_star(random, centre, 0.3 * size, size).numbers();
}

std::string const three_turns =
    "(adql.bounds($1::float8[]) && adql.bounds($2::float8[], 0) OR adql.bounds($1::float8[]) && "
    "adql.bounds($2::float8[], -1) OR adql.bounds($1::float8[]) && adql.bounds($2::float8[], 1))";
std::string const point_in_turns =
    "(point(($1::float8[])[1], ($1::float8[])[2]) <@ adql.bounds($2::float8[], 0) OR "
    "point(($1::float8[])[1], ($1::float8[])[2]) <@ adql.bounds($2::float8[], -1) OR "
    "point(($1::float8[])[1], ($1::float8[])[2]) <@ adql.bounds($2::float8[], 1))";

}  // namespace

TEST_CASE("what meets has windows that meet") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  int met = 0, apart_in_windows = 0;
  for (int i = 0; i < 1500; ++i) {
    Place const centre = anywhere(random, i);
    Numbers const a = random_region(random, centre, i);
    double const reach = std::pow(10, -4 + 5.9 * uniform(random));
    Numbers const b =
        random_region(random, offset(centre, std::min(179.0, reach), 360 * uniform(random)), i / 3);
    bool const meet = ask_truth("adql.meets($1::float8[], $2::float8[])", {a, b});
    bool const windows = ask_truth(three_turns, {a, b});
    CAPTURE(array_text(a));
    CAPTURE(array_text(b));
    if (meet) CHECK(windows);
    met += meet ? 1 : 0;
    apart_in_windows += windows ? 0 : 1;
  }
  CHECK(met > 200);
  CHECK(apart_in_windows > 200);
}

TEST_CASE("points within a region are within its window, also with right ascensions beyond 0 to 360") {
  std::mt19937 random(8);
  std::uniform_real_distribution<double> uniform(0, 1);
  int inside = 0;
  for (int i = 0; i < 1500; ++i) {
    Place const centre = anywhere(random, i);
    Numbers const region = random_region(random, centre, i);
    Place p = offset(centre, std::pow(10, -4 + 5.5 * uniform(random)), 360 * uniform(random));
    if (i % 5 == 0 && p.ra > 180) p.ra -= 360;
    if (!ask_truth("adql.within($1::float8[], $2::float8[])", {{p.ra, p.dec}, region})) continue;
    ++inside;
    CAPTURE(array_text(region));
    CAPTURE(array_text({p.ra, p.dec}));
    CHECK(ask_truth(point_in_turns, {{p.ra, p.dec}, region}));
  }
  CHECK(inside > 200);
}

TEST_CASE("the border of a polygon bulges towards the pole, and so does its window") {
  Numbers const wide{0, 60, 120, 60, 120, 50, 0, 50};
  // The highest point of the great circle between (0, 60) and (120, 60): tan d = tan 60 / cos 60.
  double const apex = std::atan(std::tan(60 * M_PI / 180) / std::cos(60 * M_PI / 180)) * 180 / M_PI;
  CHECK(ask_truth(point_in_turns, {{60, apex}, wide}));
  CHECK(ask_number("((adql.bounds($1::float8[]))[0])[1]", {wide}) == doctest::Approx(apex).epsilon(1e-9));
}

TEST_CASE("windows are tight where they can be") {
  CHECK(ask_number("width(adql.bounds('{10,0,1}'))") == doctest::Approx(2).epsilon(1e-6));
  CHECK(ask_number("height(adql.bounds('{10,80,1}'))") == doctest::Approx(2).epsilon(1e-6));
  CHECK(ask_number("width(adql.bounds('{10,89.5,1}'))") == doctest::Approx(360));
  CHECK(ask_number("width(adql.bounds('{350,-10,10,-10,10,10,350,10}'))") ==
        doctest::Approx(20).epsilon(1e-6));
  CHECK(ask_number("width(adql.bounds('{0,80,90,80,180,80,270,80}'))") == doctest::Approx(360));
  CHECK(ask_number("width(adql.bounds('{10,20}'))") < 1e-8);
}

TEST_CASE("a window for a radius out of range refuses nothing that the exact test accepts") {
  CHECK(ask_truth("point(10, 20) <@ adql.window(10, 20, 200, 0)"));
  CHECK(ask_truth("NOT point(10, 20) <@ adql.window(10, 20, -1, 0)"));
  CHECK_FALSE(ask("adql.window(10, 20, NULL, 0)").has_value());
}
