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

constexpr Real decided = 1e-9;

/// Sizes from 4 milliarcseconds to 50 degrees, everywhere and often at poles and the seam.
struct Sample {
  Star star;
  double size = 0;
};

Sample sample(std::mt19937& random, int i) {
  std::uniform_real_distribution<double> uniform(0, 1);
  Place centre = random_place(random);
  if (i % 4 == 1) centre.dec = (i % 8 == 1 ? 1 : -1) * (90 - 5 * uniform(random) * uniform(random));
  if (i % 4 == 2) centre.ra = uniform(random) < 0.5 ? 0.1 * uniform(random) : 360 - 0.1 * uniform(random);
  double const size = std::pow(10, -5.9 + 7.6 * uniform(random));
  return {random_star(random, centre, 0.3 * size, size), size};
}

}  // namespace

TEST_CASE("points in polygons, by the wedges of star-shaped ones") {
  std::mt19937 random(4);
  std::uniform_real_distribution<double> uniform(0, 1);
  int inside_count = 0;
  for (int i = 0; i < 800; ++i) {
    auto const [star, size] = sample(random, i);
    double const apart = i % 10 == 0 ? 180 * uniform(random) : 1.2 * size * uniform(random);
    Place const p = offset(star.centre, apart, 360 * uniform(random));
    Answer const truth = is_inside(star, p);
    if (truth.margin < decided * std::max(1e-3, size)) continue;
    inside_count += truth.yes ? 1 : 0;
    CAPTURE(i);
    CAPTURE(size);
    CAPTURE(array_text(star.numbers()));
    CAPTURE(array_text({p.ra, p.dec}));
    CHECK(within({p.ra, p.dec}, star.numbers()) == truth.yes);
  }
  CHECK(inside_count > 100);
}

TEST_CASE("polygons and circles, by search along the edges") {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 300; ++i) {
    auto const [star, size] = sample(random, i);
    Place const p = offset(star.centre, 2 * size * uniform(random), 360 * uniform(random));
    double const radius = size * uniform(random) * (i % 3 == 0 ? 3 : 1);
    Answer const centre_inside = is_inside(star, p);
    Real const nearest = border_distance(star, p);
    Real farthest = 0;
    for (Place const& vertex : star.vertices)
      farthest = std::max(farthest, separation(p.ra, p.dec, vertex.ra, vertex.dec));
    if (std::abs(nearest - radius) < decided || std::abs(farthest - radius) < decided || nearest < decided)
      continue;
    Numbers const circle{p.ra, p.dec, radius};
    CAPTURE(array_text(star.numbers()));
    CAPTURE(array_text(circle));
    CHECK(meets(star.numbers(), circle) == (centre_inside.yes || nearest < radius));
    CHECK(meets(circle, star.numbers()) == (centre_inside.yes || nearest < radius));
    CHECK(within(circle, star.numbers()) == (centre_inside.yes && nearest > radius));
    if (radius < 90) CHECK(within(star.numbers(), circle) == (farthest < radius));
  }
}

TEST_CASE("polygons and polygons, by crossings found along the arcs") {
  std::mt19937 random(6);
  std::uniform_real_distribution<double> uniform(0, 1);
  int met = 0, contained = 0;
  for (int i = 0; i < 400; ++i) {
    auto const [a, size] = sample(random, i);
    double const scale = size * (i % 3 == 0 ? 0.15 : 1);
    Star const b = random_star(
        random, offset(a.centre, 2 * size * uniform(random) * uniform(random), 360 * uniform(random)),
        0.3 * scale, scale);
    Answer const meeting = stars_meet(a, b), containing = star_within(b, a);
    CAPTURE(array_text(a.numbers()));
    CAPTURE(array_text(b.numbers()));
    if (meeting.margin > decided * size) {
      met += meeting.yes ? 1 : 0;
      CHECK(meets(a.numbers(), b.numbers()) == meeting.yes);
      CHECK(meets(b.numbers(), a.numbers()) == meeting.yes);
    }
    if (containing.margin > decided * size && meeting.margin > decided * size) {
      contained += containing.yes ? 1 : 0;
      CHECK(within(b.numbers(), a.numbers()) == containing.yes);
    }
  }
  CHECK(met > 100);
  CHECK(contained > 20);
}

TEST_CASE("the inside is the smaller side, whatever the order of the vertices") {
  Numbers const one{0, 0, 10, 0, 10, 10, 0, 10}, other{0, 10, 10, 10, 10, 0, 0, 0};
  for (Numbers const& square : {one, other}) {
    CHECK(within({5, 5}, square));
    CHECK_FALSE(within({185, -5}, square));
    CHECK_FALSE(within({20, 5}, square));
  }
}

TEST_CASE("borders belong to the polygon") {
  Numbers const square{350, -10, 10, -10, 10, 10, 350, 10};
  for (Numbers const& corner : {Numbers{350, -10}, Numbers{10, 10}}) CHECK(within(corner, square));
  CHECK(within({10, 0}, square));  // a meridian is a great circle
  CHECK(within({350, 3.3}, square));
  CHECK_FALSE(within({10.0000001, 0}, square));
  CHECK(within(square, square));
  CHECK(meets(square, {10, -10, 30, -10, 30, 10, 10, 10}));
  CHECK(meets(square, {10, -5, 30, -5, 30, 5, 10, 5}));
  CHECK_FALSE(meets(square, {10.0000001, -5, 30, -5, 30, 5, 10.0000001, 5}));
  CHECK(within({350, -10, 10, -10, 10, 10}, square));
  // A great circle between two points of a parallel runs nearer to the pole than the parallel.
  CHECK(within({0, 10.1}, square));
  CHECK_FALSE(within({0, -10.5}, square));
}

TEST_CASE("polygons over a pole, across the seam, and larger than a quarter of the sky") {
  Numbers const cap{0, 80, 90, 80, 180, 80, 270, 80};
  CHECK(within({45, 90}, cap));
  CHECK(within({123, 85}, cap));
  CHECK_FALSE(within({45, -90}, cap));
  CHECK_FALSE(within({45, 80}, cap));
  Numbers const half{0, -1, 120, -1, 240, -1};  // a little more than the south
  CHECK(within({10, -80}, half));
  CHECK_FALSE(within({10, 80}, half));
  CHECK(within({0, 45, 10}, {0, 20, 60, 20, 60, 70, 300, 70, 300, 20}));
  Numbers const band{0,   -20, 60,  -20, 120, -20, 180, -20, 240, -20, 300, -20,
                     300, 20,  240, 20,  180, 20,  120, 20,  60,  20,  0,   20};
  CHECK(within({170, 3}, band));
  CHECK_FALSE(within({330, 3}, band));
  CHECK_FALSE(within({170, 60}, band));
}

TEST_CASE("a polygon within another with a notch, and around it") {
  Numbers const u{0, 0, 30, 0, 30, 30, 20, 30, 20, 10, 10, 10, 10, 30, 0, 30};
  CHECK(within({2, 2, 28, 2, 28, 8, 2, 8}, u));
  CHECK_FALSE(within({2, 2, 28, 2, 28, 25, 2, 25}, u));
  CHECK_FALSE(meets({11, 15, 19, 15, 19, 25, 11, 25}, u));
  CHECK_FALSE(within({0, 30, 30, 30, 30, 0, 0, 0}, u));
  CHECK(within(u, {359, -1, 31, -1, 31, 31, 359, 31}));
}

TEST_CASE("polygons in circles of more than a hemisphere") {
  Numbers const square{350, -10, 10, -10, 10, 10, 350, 10};
  CHECK(within(square, {180, 0, 170}) == false);
  CHECK(within(square, {180, 60, 179}) == true);
  CHECK(within(square, {180, 0, 180}));
  CHECK(within({170, -10, 190, -10, 190, 10, 170, 10}, {180, 0, 100}));
}
