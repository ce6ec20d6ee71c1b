#include "engine/model/region.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <doctest/doctest.h>
#include <erfa.h>

using namespace engine;

namespace {

constexpr double deg = std::numbers::pi / 180;

Direction<Icrs> at(double ra_deg, double dec_deg) {
  return Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg));
}

/// `distance` from `from` in the direction `angle` (from north through east), by spherical trigonometry.
Direction<Icrs> offset(Direction<Icrs> const& from, double angle_deg, double distance_deg) {
  double const lat = in_radians(from.lat()), r = distance_deg * deg, p = angle_deg * deg;
  double const z = std::sin(lat) * std::cos(r) + std::cos(lat) * std::sin(r) * std::cos(p);
  double const dlon = std::atan2(std::sin(r) * std::sin(p),
                                 std::cos(r) * std::cos(lat) - std::sin(r) * std::sin(lat) * std::cos(p));
  return Direction<Icrs>::at(from.lon() + radians(dlon), radians(std::asin(z)));
}

bool holds(Shape const& shape, Direction<Icrs> const& d) { return contains(shape, d.xyz()); }

}  // namespace

TEST_CASE("the offsets of this test are those of ERFA") {
  auto const from = at(83.6, 22), to = offset(from, 130, 7);
  double const angle =
      eraPas(in_radians(from.lon()), in_radians(from.lat()), in_radians(to.lon()), in_radians(to.lat()));
  CHECK(angle / deg == doctest::Approx(130));
  CHECK(in_degrees(separation(from, to)) == doctest::Approx(7));
}

TEST_CASE("a cone is open at its rim and an annulus closed at the inner one") {
  auto const centre = at(0, 0);
  Angle const radius = separation(centre, at(0, 1));
  CHECK_FALSE(holds(Cone{centre, radius}, at(0, 1)));
  CHECK(holds(Cone{centre, radius}, at(0, 0.999999)));
  CHECK(holds(Annulus{centre, radius, degrees(2)}, at(0, 1)));
  CHECK_FALSE(holds(Annulus{centre, degrees(0.5), radius}, at(0, 1)));
  CHECK_FALSE(holds(Annulus{centre, radius, degrees(2)}, centre));
}

TEST_CASE("a box covers its width and height on its axes, wherever it lies and however it is turned") {
  for (double const dec : {0.0, 22.0, -60.0, 89.5})
    for (double const angle : {0.0, 30.0, 120.0, -45.0}) {
      auto const centre = at(83.6, dec);
      Shape const box = Box{centre, degrees(4), degrees(2), degrees(angle)};
      CAPTURE(dec);
      CAPTURE(angle);
      CHECK(holds(box, centre));
      for (double const side : {0.0, 180.0}) {
        CHECK(holds(box, offset(centre, angle + side, 0.9999)));
        CHECK_FALSE(holds(box, offset(centre, angle + side, 1.0001)));
        CHECK(holds(box, offset(centre, angle + 90 + side, 1.9999)));
        CHECK_FALSE(holds(box, offset(centre, angle + 90 + side, 2.0001)));
        CHECK_FALSE(holds(box, offset(centre, angle + side, 179)));
      }
    }
}

TEST_CASE("an ellipse covers its half axes and with equal axes is a circle") {
  auto const centre = at(266.4, -29);
  Shape const ellipse = Ellipse{centre, degrees(3), degrees(1), degrees(40)};
  for (double const side : {0.0, 180.0}) {
    CHECK(holds(ellipse, offset(centre, 40 + side, 0.9999)));
    CHECK_FALSE(holds(ellipse, offset(centre, 40 + side, 1.0001)));
    CHECK(holds(ellipse, offset(centre, 130 + side, 2.9999)));
    CHECK_FALSE(holds(ellipse, offset(centre, 130 + side, 3.0001)));
  }
  Shape const round = Ellipse{centre, degrees(2), degrees(2), degrees(17)};
  for (double angle = 0; angle < 360; angle += 10) {
    CHECK(holds(round, offset(centre, angle, 1.9999)));
    CHECK_FALSE(holds(round, offset(centre, angle, 2.0001)));
  }
}

TEST_CASE("a polygon is the same in either order and from any first vertex") {
  std::vector<Direction<Icrs>> const l_shape{at(10, 0),  at(10, 4),  at(8, 4),
                                             at(8, 1.5), at(6, 1.5), at(6, 0)};
  for (std::size_t first = 0; first < l_shape.size(); ++first)
    for (bool const backwards : {false, true}) {
      std::vector<Direction<Icrs>> turned = l_shape;
      std::rotate(turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(first), turned.end());
      if (backwards) std::reverse(turned.begin(), turned.end());
      Shape const polygon = Polygon{turned};
      CHECK(holds(polygon, at(9, 3)));
      CHECK(holds(polygon, at(7, 1)));
      CHECK_FALSE(holds(polygon, at(7, 3)));  // in the notch
      CHECK_FALSE(holds(polygon, at(11, 1)));
      CHECK_FALSE(holds(polygon, at(189, -1)));  // on the other side of the sky
    }
}

TEST_CASE("a polygon's sides are great circles, also over the pole and over right ascension zero") {
  Shape const cap = Polygon{{at(0, 80), at(90, 80), at(180, 80), at(270, 80)}};
  CHECK(holds(cap, at(45, 90)));
  // Half way between two vertices the great circle passes at atan(tan(80) / cos(45)), north of 80 deg.
  double const side_deg = std::atan(std::tan(80 * deg) / std::cos(45 * deg)) / deg;
  CHECK(holds(cap, at(45, side_deg + 0.001)));
  CHECK_FALSE(holds(cap, at(45, side_deg - 0.001)));
  Shape const across_zero = Polygon{{at(359, -1), at(1, -1), at(1, 1), at(359, 1)}};
  CHECK(holds(across_zero, at(0, 0)));
  CHECK(holds(across_zero, at(359.5, 0.5)));
  CHECK_FALSE(holds(across_zero, at(180, 0)));
}

TEST_CASE("no point of a shape is outside its bound") {
  std::vector<Shape> const shapes{Cone{at(10, 80), degrees(15)},
                                  Annulus{at(10, -80), degrees(5), degrees(20)},
                                  Box{at(200, 45), degrees(30), degrees(10), degrees(33)},
                                  Ellipse{at(0, 0), degrees(10), degrees(40), degrees(5)},
                                  Polygon{{at(350, 10), at(20, 15), at(15, -20), at(5, 0), at(352, -12)}}};
  std::mt19937 random(2);
  std::uniform_real_distribution<double> turn(0, 360), height(-1, 1);
  for (int i = 0; i < 20000; ++i) {
    double const ra = turn(random);
    auto const d = at(ra, std::asin(height(random)) / deg);
    for (Shape const& shape : shapes)
      if (holds(shape, d)) REQUIRE(separation(bound(shape).centre, d) < bound(shape).radius);
  }
  // Corners are where a bound fails first.
  Cone const around_box = bound(shapes[2]);
  for (double const s : {-1.0, 1.0}) {
    double const diagonal = std::atan(std::hypot(std::tan(15 * deg), std::tan(5 * deg))) / deg;
    double const angle = 33 + std::atan2(s * std::tan(15 * deg), std::tan(5 * deg)) / deg;
    auto const corner = offset(at(200, 45), angle, diagonal * (1 - 1e-9));
    CHECK(holds(shapes[2], corner));
    CHECK(separation(around_box.centre, corner) < around_box.radius);
  }
}

TEST_CASE("a region is what it includes less what it excludes, and without shapes everything") {
  CHECK(Region{}.everything());
  CHECK(contains(Region{}, at(1, 2).xyz()));
  Region const region{{Cone{at(0, 0), degrees(2)}, Cone{at(10, 0), degrees(1)}},
                      {Cone{at(0, 0), degrees(1)}}};
  CHECK(contains(region, at(0, 1.5).xyz()));
  CHECK(contains(region, at(10, 0).xyz()));
  CHECK_FALSE(contains(region, at(0, 0.5).xyz()));
  CHECK_FALSE(contains(region, at(5, 0).xyz()));
  Region const all_but{{}, {Cone{at(0, 0), degrees(1)}}};
  CHECK_FALSE(all_but.everything());
  CHECK(contains(all_but, at(180, 0).xyz()));
  CHECK_FALSE(contains(all_but, at(0, 0).xyz()));
}
