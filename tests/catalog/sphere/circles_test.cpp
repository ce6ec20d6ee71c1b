#include <cmath>

#include <doctest/doctest.h>

#include "independent_sphere.hpp"
#include "sphere_database.hpp"

using namespace sphere_tests;

namespace {

bool within(Numbers const& a, Numbers const& b) {
  return ask_truth("adql.within($1::float8[], $2::float8[])", {a, b});
}
bool meets(Numbers const& a, Numbers const& b) {
  return ask_truth("adql.meets($1::float8[], $2::float8[])", {a, b});
}

}  // namespace

TEST_CASE("points and circles: inside is what is not farther than the radius") {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 400; ++i) {
    Place const centre =
        i % 5 == 0 ? Place{360 * uniform(random), 90 - 3 * uniform(random)} : random_place(random);
    double const radius = i % 2 == 0 ? std::pow(10, -8 * uniform(random)) : 180 * uniform(random);
    double const apart = std::min(180.0, radius * (0.5 + uniform(random)));
    Place const p = offset(centre, apart, 360 * uniform(random));
    Real const truth = separation(centre.ra, centre.dec, p.ra, p.dec);
    if (std::abs(truth - radius) < 1e-10) continue;
    CAPTURE(centre.dec);
    CAPTURE(radius);
    CHECK(within({p.ra, p.dec}, {centre.ra, centre.dec, radius}) == (truth < radius));
    CHECK(meets({p.ra, p.dec}, {centre.ra, centre.dec, radius}) == (truth < radius));
    CHECK(meets({centre.ra, centre.dec, radius}, {p.ra, p.dec}) == (truth < radius));
  }
}

TEST_CASE("circles and circles, from arcseconds to more than a hemisphere") {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 400; ++i) {
    Place const a = random_place(random);
    double const scale = i % 2 == 0 ? 1e-3 : 120;
    double const r1 = scale * uniform(random), r2 = scale * uniform(random);
    Place const b = offset(a, std::min(180.0, 2.2 * scale * uniform(random)), 360 * uniform(random));
    Real const d = separation(a.ra, a.dec, b.ra, b.dec);
    Real const farthest = std::min<Real>(180, d + r1);
    if (std::abs(d - r1 - r2) > 1e-10) CHECK(meets({a.ra, a.dec, r1}, {b.ra, b.dec, r2}) == (d < r1 + r2));
    if (std::abs(farthest - r2) > 1e-10)
      CHECK(within({a.ra, a.dec, r1}, {b.ra, b.dec, r2}) == (farthest < r2));
  }
}

TEST_CASE("touching counts, and so do degenerate circles") {
  CHECK(meets({10, 20, 1}, {10, 22, 1}));
  CHECK(meets({0, 0, 90}, {180, 0, 90}));
  CHECK_FALSE(meets({10, 20, 1}, {10, 22.0000001, 1}));
  CHECK(within({10, 21}, {10, 20, 1}));
  CHECK(within({10, 20, 1}, {10, 20, 1}));
  CHECK(within({10, 20, 0}, {10, 20, 0}));
  CHECK(within({10, 20}, {10, 20}));
  CHECK(within({10, 20, 0}, {10, 20}));
  CHECK_FALSE(within({10, 20, 1}, {10, 20}));
  CHECK_FALSE(within({10, 20}, {10, 20.001}));
  CHECK(within({10, 20, 120}, {190, -20, 180}));
  CHECK_FALSE(within({10, 20, 120}, {190, -20, 179}));
  CHECK(meets({359.999, 0, 0.01}, {0.001, 0, 0.01}));
  CHECK(meets({-0.001, 0, 0.01}, {0.001, 0, 0.01}));
  CHECK(within({123, 90}, {7, 90, 1e-9}));
}

TEST_CASE("what is no geometry makes every relation unknown, never an error") {
  for (std::string const bad :
       {"NULL::float8[]", "'{}'::float8[]", "'{1}'::float8[]", "'{1,2,3,4}'::float8[]",
        "'{1,2,3,4,5}'::float8[]", "'{1,2,3,4,5,6,7}'::float8[]", "'{NULL,2}'::float8[]",
        "'{1,2,NULL}'::float8[]", "'{1,2,3,4,NULL,6}'::float8[]", "'{1,2,3,4,NaN,6}'::float8[]",
        "'{1,2,3,94,5,6}'::float8[]"})
    for (std::string const good : {"'{1,2}'::float8[]", "'{1,2,3}'::float8[]", "'{1,2,3,4,5,0}'::float8[]"})
      for (std::string const name : {"within", "meets", "contains", "intersects"}) {
        CAPTURE(bad);
        CAPTURE(good);
        CAPTURE(name);
        CHECK_FALSE(ask("adql." + name + "(" + bad + ", " + good + ")").has_value());
        CHECK_FALSE(ask("adql." + name + "(" + good + ", " + bad + ")").has_value());
        CHECK_FALSE(ask("adql.point_within(1, 2, " + bad + ")").has_value());
        CHECK_FALSE(ask("adql.bounds(" + bad + ")").has_value());
        CHECK_FALSE(ask("adql.centroid(" + bad + ")").has_value());
        CHECK_FALSE(ask("adql.area(" + bad + ")").has_value());
      }
}
