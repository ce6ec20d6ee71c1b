#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/kernels/on_off_locator.hpp"
#include "engine/kernels/reflected_regions.hpp"
#include "engine/kernels/spherical_area.hpp"
#include "engine/kernels/turn_intervals.hpp"
#include "engine/kernels/wedge.hpp"
#include "engine/model/rotation.hpp"

using namespace engine;

namespace {

Direction<Icrs> at(double ra_deg, double dec_deg) {
  return Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg));
}

std::vector<Shape> shapes() {
  return {Cone{at(84, 22), degrees(0.11)}, Annulus{at(84, 22), degrees(0.05), degrees(0.2)},
          Box{at(84, 22), degrees(0.4), degrees(0.1), degrees(33)},
          Ellipse{at(84, 22), degrees(0.3), degrees(0.02), degrees(-70)},
          Polygon{{at(84, 22), at(84.3, 22.1), at(84.1, 22.3)}}};
}

/// Directions around a place, evenly within a square; always the same.
std::vector<Vector3> scattered(Direction<Icrs> const& place, double half_deg, int n) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> step(-half_deg, half_deg);
  LocalAxes const axes = local_axes(place.xyz());
  std::vector<Vector3> out;
  for (int i = 0; i < n; ++i) {
    Vector3 v = place.xyz();
    double const east = std::tan(in_radians(degrees(step(random)))),
                 north = std::tan(in_radians(degrees(step(random))));
    for (std::size_t k = 0; k < 3; ++k) v[k] += east * axes.east[k] + north * axes.north[k];
    out.push_back(Direction<Icrs>::along(v).xyz());
  }
  return out;
}

struct Columns {
  std::vector<double> x, y, z;
  explicit Columns(std::vector<Vector3> const& from) {
    for (Vector3 const& v : from) {
      x.push_back(v[0]);
      y.push_back(v[1]);
      z.push_back(v[2]);
    }
  }
  VectorView view() const { return {x, y, z}; }
};

}  // namespace

TEST_CASE("turning about the pointing keeps separations and adds to position angles") {
  auto const axis = at(83, -61), place = at(85, -60);
  auto const after = turned(place, rotation_about(axis, degrees(70)));
  CHECK(in_degrees(separation(axis, after)) == doctest::Approx(in_degrees(separation(axis, place))));
  double const gained =
      in_degrees(position_angle(axis.xyz(), after.xyz()) - position_angle(axis.xyz(), place.xyz()));
  CHECK(std::remainder(gained - 70, 360) == doctest::Approx(0).epsilon(1e-10));
}

TEST_CASE("a turned shape holds the turned directions of what it held") {
  auto const axis = at(83, 22.5);
  for (Shape const& shape : shapes()) {
    Matrix3 const turn = rotation_about(axis, degrees(123));
    Shape const after = turned(shape, turn);
    int inside = 0;
    for (Vector3 const& v : scattered(at(84.05, 22.05), 0.4, 4000)) {
      CHECK(contains(shape, v) == contains(after, turn * v));
      inside += contains(shape, v) ? 1 : 0;
    }
    CHECK(inside > 20);
  }
}

TEST_CASE("a wedge holds its shape and no narrower one does") {
  auto const centre = at(83, 22.5);
  for (Shape const& shape : shapes()) {
    std::optional<Wedge> const wedge = wedge_of(Region{{shape}, {}}, centre);
    REQUIRE(wedge);
    double least = 10, greatest = -10;
    for (Vector3 const& v : scattered(at(84.05, 22.05), 0.45, 200000))
      if (contains(shape, v)) {
        double const angle = in_radians(position_angle(centre.xyz(), v));
        least = std::min(least, angle);
        greatest = std::max(greatest, angle);
      }
    CHECK(least >= in_radians(wedge->from));
    CHECK(greatest <= in_radians(wedge->to));
    CHECK(greatest - least > 0.93 * in_radians(wedge->width()));
  }
  CHECK_FALSE(wedge_of(Region{{Cone{at(83, 22.6), degrees(0.2)}}, {}}, centre));
  CHECK_FALSE(wedge_of(Region{{Box{at(83.05, 22.5), degrees(1), degrees(1), Angle{}}}, {}}, centre));
}

TEST_CASE("the cover of a shape leaves nothing of it out and stands out little") {
  for (Shape const& shape : shapes()) {
    std::vector<Cone> const cover = cover_of(Region{{shape}, {}});
    double const reach = 0.1 * in_radians(bound(shape).radius) + 1e-9;
    for (Vector3 const& v : scattered(at(84.05, 22.05), 0.4, 3000)) {
      bool const held =
          std::any_of(cover.begin(), cover.end(), [&](Cone const& c) { return contains(c, v); });
      if (contains(shape, v)) CHECK(held);
      if (!held) continue;
      // Held means near: one of the directions around it is in the shape.
      bool near = contains(shape, v);
      for (int i = 0; i < 720 && !near; ++i) {
        LocalAxes const axes = local_axes(v);
        Vector3 w = v;
        double const far = reach * (1 + i / 24) / 30, angle = i * 2 * std::numbers::pi / 24;
        for (std::size_t k = 0; k < 3; ++k)
          w[k] += far * (std::sin(angle) * axes.east[k] + std::cos(angle) * axes.north[k]);
        near = contains(shape, Direction<Icrs>::along(w).xyz());
      }
      if (!std::holds_alternative<Annulus>(shape) && !std::holds_alternative<Ellipse>(shape)) CHECK(near);
    }
  }
}

TEST_CASE("blocked turns join, wrap and name the next free one") {
  BlockedTurns blocked;
  blocked.add(degrees(10), degrees(20));
  blocked.add(degrees(30), degrees(40));
  blocked.add(degrees(-5), degrees(3));
  blocked.add(degrees(18), degrees(31));
  CHECK(in_degrees(blocked.next_free(degrees(0))) == doctest::Approx(3));
  CHECK(in_degrees(blocked.next_free(degrees(12))) == doctest::Approx(40));
  CHECK(in_degrees(blocked.next_free(degrees(356))) == doctest::Approx(360));
  CHECK(in_degrees(blocked.next_free(degrees(200))) == doctest::Approx(200));
  blocked.add(degrees(100), degrees(470));
  CHECK(in_degrees(blocked.next_free(degrees(3))) == doctest::Approx(360));
}

TEST_CASE("the lens of two cones is as large as counting says") {
  double const r = 0.4;
  for (double apart : {0.05, 0.3, 0.7}) {
    double inside = 0;
    int const n = 1000;
    auto const a = at(40, 0);
    auto const b = Direction<Icrs>::at(degrees(40), radians(apart));
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        double const lon = (i + 0.5) / n - 0.5, sine = ((j + 0.5) / n - 0.5) * 2 * std::sin(0.5);
        auto const v = Direction<Icrs>::at(degrees(40) + radians(lon), radians(std::asin(sine)));
        if (separation(a, v) < radians(r) && separation(b, v) < radians(r))
          inside += 2 * std::sin(0.5) / n / n;
      }
    CHECK(lens_area_sr(radians(r), radians(apart)) == doctest::Approx(inside).epsilon(1e-3));
  }
  CHECK(lens_area_sr(radians(r), radians(0.8)) == 0);
  CHECK(lens_area_sr(radians(r), Angle{}) == doctest::Approx(cone_area_sr(radians(r))));
  CHECK(lens_area_sr(radians(r), radians(1e-9)) == doctest::Approx(cone_area_sr(radians(r))).epsilon(1e-7));
}

TEST_CASE("the locator says what the regions themselves say") {
  auto const pointing = at(83, 22.5);
  std::vector<Vector3> const places = scattered(pointing, 1.6, 40000);
  Columns const columns(places);
  for (Shape const& shape : shapes()) {
    OffRegions const off = reflected_regions(pointing, Region{{shape}, {}}, {}, {});
    REQUIRE(off.turns.size() >= 3);
    std::vector<std::uint8_t> sides(places.size());
    OnOffLocator(off).locate(columns.view(), sides);
    std::vector<Region> const regions = regions_of(off);
    int in_an_off = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      int hits = 0;
      for (Region const& region : regions) hits += contains(region, places[i]) ? 1 : 0;
      CHECK(hits <= 1);
      CHECK(sides[i] == (contains(off.on, places[i]) ? in_on : 0) + (hits > 0 ? in_off : 0));
      in_an_off += hits;
    }
    CHECK(in_an_off > 30);
  }
}

TEST_CASE("an undefined direction is in no region") {
  OffRegions const off =
      reflected_regions(at(83, 22.5), Region{{Cone{at(84, 22), degrees(0.1)}}, {}}, {}, {});
  double const nan = std::nan("");
  std::uint8_t side = 7;
  OnOffLocator(off).locate({{&nan, 1}, {&nan, 1}, {&nan, 1}}, {&side, 1});
  CHECK(side == 0);
}

TEST_CASE("an ON region that holds the pointing has no OFF regions, says why, and still counts ON") {
  auto const pointing = at(83, 22.5);
  OffRegions const off = reflected_regions(pointing, Region{{Cone{at(83, 22.52), degrees(0.1)}}, {}}, {}, {});
  CHECK(off.turns.empty());
  CHECK(off.acceptance == 0);
  CHECK_FALSE(off.why_none.empty());
  std::vector<Vector3> const places = scattered(pointing, 0.3, 3000);
  std::vector<std::uint8_t> sides(places.size());
  OnOffLocator(off).locate(Columns(places).view(), sides);
  for (std::size_t i = 0; i < places.size(); ++i)
    CHECK(sides[i] == (contains(off.on, places[i]) ? in_on : 0));
}

TEST_CASE("excluded cones are left out exactly") {
  auto const pointing = at(83, 22.5);
  Region const on{{Cone{at(83.5, 22.5), degrees(0.1)}}, {}};
  OffRegions const free = reflected_regions(pointing, on, {}, {});
  std::vector<Shape> const stars{Cone{at(83, 23), degrees(0.05)}, Cone{at(82.9, 22.0), degrees(0.2)}};
  OffRegions const off = reflected_regions(pointing, on, {stars, nullptr, nullptr}, {});
  CHECK(off.turns.size() < free.turns.size());
  double nearest = 9;
  for (Region const& region : regions_of(off))
    for (Shape const& star : stars) {
      auto const& a = std::get<Cone>(region.include.front());
      auto const& b = std::get<Cone>(star);
      nearest = std::min(nearest, in_degrees(separation(a.centre, b.centre) - a.radius - b.radius));
    }
  CHECK(nearest > -1e-9);
  CHECK(nearest < 1e-9);  // one of them stands as near as it may
}

TEST_CASE("radii by energy: each event by the radius of its energy, ends of the axis held on") {
  auto const pointing = at(83, 22.5), source = at(83.4, 22.5);
  RadiusByEnergy const radii{EnergyAxis({tev(0.1), tev(1), tev(10)}), {degrees(0.12), degrees(0.05)}};
  std::size_t const most = most_wobble_regions(separation(pointing, source), degrees(0.12));
  CHECK(most == 8);
  CHECK_THROWS_AS(wobble_regions(pointing, source, degrees(0.12), most + 1, {}), Failure);
  OffRegions const off = wobble_regions(pointing, source, degrees(0.12), 3, {});
  OnOffLocator const locator(off, radii);
  std::vector<Vector3> const places = scattered(pointing, 0.6, 20000);
  for (double energy : {0.01, 0.5, 1.0, 30.0}) {
    std::vector<double> const energies(places.size(), energy);
    std::vector<std::uint8_t> sides(places.size());
    locator.locate(Columns(places).view(), energies, sides);
    Angle const radius = degrees(energy < 1 ? 0.12 : 0.05);
    for (std::size_t i = 0; i < places.size(); ++i) {
      bool outside = false;
      for (Region const& region : regions_of(off))
        outside =
            outside || separation(std::get<Cone>(region.include.front()).centre.xyz(), places[i]) < radius;
      CHECK(sides[i] == (separation(source.xyz(), places[i]) < radius ? in_on : 0) + (outside ? in_off : 0));
    }
  }
  std::vector<double> const unknown(places.size(), std::nan(""));
  std::vector<std::uint8_t> sides(places.size(), 9);
  locator.locate(Columns(places).view(), unknown, sides);
  for (std::uint8_t const side : sides) CHECK(side == 0);
}
