#include <cmath>

#include <doctest/doctest.h>

#include "independent_sphere.hpp"
#include "sphere_database.hpp"

using namespace sphere_tests;

namespace {

double distance(Place a, Place b) {
  return ask_number("adql.distance($1::float8[], $2::float8[])", {{a.ra, a.dec}, {b.ra, b.dec}});
}

}  // namespace

TEST_CASE("distances have full relative precision from microarcseconds to antipodes") {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 600; ++i) {
    Place const a = random_place(random);
    double const apart = i % 3 == 0   ? std::pow(10, -10 * uniform(random))
                         : i % 3 == 1 ? 180 * uniform(random)
                                      : 180 - std::pow(10, -9 * uniform(random));
    Place const b = offset(a, apart, 360 * uniform(random));
    Real const truth = separation(a.ra, a.dec, b.ra, b.dec);
    // A double holds a right ascension to 3e-14 degrees, and so exactly does the answer.
    CHECK(std::abs(distance(a, b) - static_cast<double>(truth)) < 2e-14 + 4e-16 * static_cast<double>(truth));
  }
}

TEST_CASE("distances at special places") {
  CHECK(distance({0, 0}, {0, 0}) == 0);
  CHECK(distance({10, 90}, {200, 90}) < 1e-14);
  CHECK(distance({0, 90}, {0, -90}) == 180);
  CHECK(distance({0, 0}, {180, 0}) == 180);
  CHECK(distance({359.5, 0}, {0.5, 0}) == doctest::Approx(1).epsilon(1e-14));
  CHECK(distance({-10, 0}, {350, 0}) < 1e-14);
  CHECK(distance({12, 34}, {12, 34.0000000001}) == doctest::Approx(1e-10).epsilon(1e-4));
  CHECK(std::abs(180 - distance({0, 0}, {180, 1e-9}) - 1e-9) < 3e-14);
  CHECK_FALSE(ask("adql.distance(NULL, 1, 2, 3)").has_value());
}
