#include "engine/kernels/shapes.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "tests/engine/kernels/sky_columns.hpp"

using namespace engine;
using test_support::random_events;
using test_support::VectorColumns;
using test_support::vectors_of;

namespace {

Direction<Icrs> at(double ra_deg, double dec_deg) {
  return Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg));
}

std::vector<Shape> shapes_at(double ra_deg, double dec_deg) {
  Direction<Icrs> const c = at(ra_deg, dec_deg);
  return {Cone{c, degrees(2)},
          Cone{c, degrees(120)},
          Annulus{c, degrees(1), degrees(3)},
          Annulus{c, degrees(60), degrees(170)},
          Box{c, degrees(3), degrees(1), degrees(30)},
          Box{c, degrees(150), degrees(100), degrees(-70)},
          Ellipse{c, degrees(2), degrees(0.7), degrees(120)},
          Ellipse{c, degrees(80), degrees(40), degrees(10)},
          Polygon{{at(ra_deg - 2, dec_deg - 1), at(ra_deg + 3, dec_deg - 2), at(ra_deg, dec_deg),
                   at(ra_deg + 1, dec_deg + 3)}}};
}

std::vector<std::uint8_t> marked(Region const& region, VectorView v) {
  std::vector<std::uint8_t> out(v.x.size());
  mark_inside(prepared(region), v, out);
  return out;
}

}  // namespace

TEST_CASE("prepared shapes hold the directions that engine::contains says they hold") {
  for (double const dec_deg : {22.0, -60.0, 86.0})
    for (Shape const& shape : shapes_at(83.6, dec_deg)) {
      VectorColumns const v = vectors_of(random_events(20000, 83.6, dec_deg, 5));
      std::vector<std::uint8_t> const inside = marked({{shape}, {}}, v.view());
      std::size_t wrong = 0, held = 0;
      for (std::size_t i = 0; i < inside.size(); ++i) {
        wrong += (inside[i] != 0) != contains(shape, v.at(i));
        held += inside[i];
      }
      CAPTURE(shape.index());
      CHECK(wrong == 0);
      CHECK(held > 50);
    }
}

TEST_CASE("regions combine includes and excludes as engine::contains does") {
  std::vector<Shape> const s = shapes_at(10, -5);
  for (Region const& region :
       {Region{{s[0], s[4]}, {s[6]}}, Region{{}, {s[2], s[8]}}, Region{{s[1]}, {s[0]}}}) {
    VectorColumns const v = vectors_of(random_events(20000, 10, -5, 6));
    std::vector<std::uint8_t> const inside = marked(region, v.view());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < inside.size(); ++i) wrong += (inside[i] != 0) != contains(region, v.at(i));
    CHECK(wrong == 0);
  }
}

TEST_CASE("the borders of a ring are half open: the inner belongs to it, the outer does not") {
  // Chords of exactly representable length from (1, 0, 0).
  std::vector<double> const x{1, 0, -1}, y{0, 1, 0}, z{0, 0, 0};
  std::vector<std::uint8_t> inside(3);
  mark_inside(PreparedRing{{1, 0, 0}, 0, 2}, {x, y, z}, inside);
  CHECK(inside == std::vector<std::uint8_t>{1, 0, 0});
  mark_inside(PreparedRing{{1, 0, 0}, 2, 4}, {x, y, z}, inside);
  CHECK(inside == std::vector<std::uint8_t>{0, 1, 0});
  mark_inside(prepared_ring({1, 0, 0}, Angle{}, degrees(200)), {x, y, z}, inside);
  CHECK(inside == std::vector<std::uint8_t>{1, 1, 1});
}

TEST_CASE("a rotation of the sky that takes region and events along changes nothing") {
  // About the axis of the poles, by an angle that shares no digits with the coordinates.
  double const turn_deg = 77.7123;
  EventColumns events = random_events(20000, 40, 30, 8);
  VectorColumns const before = vectors_of(events);
  for (double& ra : events.ra_rad) ra += turn_deg * std::numbers::pi / 180;
  VectorColumns const after = vectors_of(events);
  std::vector<Shape> const here = shapes_at(40, 30), there = shapes_at(40 + turn_deg, 30);
  for (std::size_t k = 0; k < here.size(); ++k)
    CHECK(marked({{here[k]}, {}}, before.view()) == marked({{there[k]}, {}}, after.view()));
}

TEST_CASE("an undefined direction is in no region, not even in one that only excludes") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> const x{nan}, y{nan}, z{nan};
  for (Shape const& shape : shapes_at(0, 0)) {
    CHECK(marked({{shape}, {}}, {x, y, z})[0] == 0);
    CHECK(marked({{}, {shape}}, {x, y, z})[0] == 0);
  }
}
