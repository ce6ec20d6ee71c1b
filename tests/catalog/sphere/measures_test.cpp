#include <cmath>

#include <doctest/doctest.h>

#include "independent_sphere.hpp"
#include "sphere_database.hpp"

using namespace sphere_tests;

TEST_CASE("areas of polygons by the angles at their corners") {
  std::mt19937 random(9);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 200; ++i) {
    double const size = std::pow(10, -2 + 3.7 * uniform(random));
    Star const star = random_star(random, random_place(random), 0.3 * size, size);
    double const area = ask_number("adql.area($1::float8[])", {star.numbers()});
    // Girard's sum loses digits for small polygons: 1e-19 rad^2 of rounding in long double.
    CHECK(area == doctest::Approx(static_cast<double>(girard_area(star))).epsilon(1e-9));
  }
}

TEST_CASE("areas that are known") {
  double const square_degrees = 180 / M_PI * 180 / M_PI;
  CHECK(ask_number("adql.area('{0,0,90,0,0,90}')") ==
        doctest::Approx(4 * M_PI / 8 * square_degrees).epsilon(1e-14));
  CHECK(ask_number("adql.area('{5,5,180}')") == doctest::Approx(4 * M_PI * square_degrees).epsilon(1e-14));
  CHECK(ask_number("adql.area('{5,5,1e-6}')") == doctest::Approx(M_PI * 1e-12).epsilon(1e-12));
  CHECK(ask_number("adql.area('{1,2}')") == 0);
  CHECK(ask_number("adql.area('{10,0,10.00001,0,10.00001,0.00001,10,0.00001}')") ==
        doctest::Approx(1e-10).epsilon(1e-6));
  // A great circle cut in three is half of the sky.
  CHECK(ask_number("adql.area('{0,0,120,0,240,0}')") ==
        doctest::Approx(2 * M_PI * square_degrees).epsilon(1e-12));
}

TEST_CASE("centroids by cutting into small triangles") {
  std::mt19937 random(10);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 100; ++i) {
    double const size = std::pow(10, -5 + 6.6 * uniform(random));
    Star const star = random_star(random, random_place(random), 0.3 * size, size);
    Numbers const centroid = ask_numbers("adql.centroid($1::float8[])", {star.numbers()});
    REQUIRE(centroid.size() == 2);
    CAPTURE(size);
    // The triangles of the comparison are flat: their error goes with the square of their size.
    CHECK(angle(vector_of(centroid[0], centroid[1]), mass_centre(star)) < 1e-5 * size + 1e-11);
  }
  CHECK(ask("adql.centroid('{12,34,5}')") == "{12,34}");
  CHECK(ask("adql.centroid('{12,34}')") == "{12,34}");
}

TEST_CASE("a box is a rectangle in the tangent plane of its centre") {
  for (double const dec : {0.0, 45.0, 89.5, -90.0}) {
    CAPTURE(dec);
    Numbers const box = ask_numbers("adql.box(10, " + std::to_string(dec) + ", 4, 2)");
    REQUIRE(box.size() == 8);
    double const corner =
        std::atan(std::hypot(std::tan(2 * M_PI / 180), std::tan(1 * M_PI / 180))) * 180 / M_PI;
    for (std::size_t i = 0; i < 8; i += 2)
      CHECK(separation(10, dec, box[i], box[i + 1]) == doctest::Approx(corner).epsilon(1e-12));
    // The sides are crossed by the arms at half width and half height.
    Place const east = offset({10, dec}, 2, 90), north = offset({10, dec}, 1, 0);
    for (Place const& arm : {east, north}) {
      CHECK(ask_truth("adql.within($1::float8[], $2::float8[])", {{arm.ra, arm.dec}, box}));
      Place const beyond = offset({10, dec}, arm.ra == east.ra && arm.dec == east.dec ? 2.000001 : 1.000001,
                                  &arm == &east       ? 90
                                  : arm.ra == east.ra ? 90
                                                      : 0);
      CHECK_FALSE(ask_truth("adql.within($1::float8[], $2::float8[])", {{beyond.ra, beyond.dec}, box}));
    }
  }
}
