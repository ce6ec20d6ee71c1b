#include "engine/model/sky.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>
#include <erfa.h>

#include "engine/base/expects.hpp"

using namespace engine;

namespace {

constexpr double pi = std::numbers::pi;

struct Place {
  double lon, lat;
};

/// Places all over the sky, with the awkward ones.
std::vector<Place> places() {
  std::vector<Place> out{{0, 0}, {0, pi / 2}, {1, -pi / 2}, {2 * pi - 1e-12, 0}, {pi, 1e-9}, {-1, 0.3}};
  std::mt19937 random(1);
  std::uniform_real_distribution<double> turn(0, 2 * pi), height(-1, 1);
  for (int i = 0; i < 300; ++i) {
    double const lon = turn(random);  // drawn in this order on every compiler
    out.push_back({lon, std::asin(height(random))});
  }
  return out;
}

}  // namespace

TEST_CASE("separations are those of ERFA") {
  auto const all = places();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < all.size(); j += 7) {
      double const expected = eraSeps(all[i].lon, all[i].lat, all[j].lon, all[j].lat);
      Angle const apart = separation(Direction<Icrs>::at(radians(all[i].lon), radians(all[i].lat)),
                                     Direction<Icrs>::at(radians(all[j].lon), radians(all[j].lat)));
      REQUIRE(std::abs(in_radians(apart) - expected) < 1e-15 * 4);
    }
}

TEST_CASE("separations are accurate where cosines are not") {
  auto const crab = Direction<Icrs>::at(degrees(83.633), degrees(22.0145));
  auto const beside = Direction<Icrs>::at(degrees(83.633), degrees(22.0145) + radians(1e-9));
  CHECK(in_radians(separation(crab, beside)) == doctest::Approx(1e-9).epsilon(1e-6));
  CHECK(in_radians(separation(crab, crab)) == 0);
  auto const opposite = Direction<Icrs>::at(degrees(263.633), degrees(-22.0145));
  CHECK(in_radians(separation(crab, opposite)) == doctest::Approx(pi).epsilon(1e-15));
}

TEST_CASE("galactic coordinates are those of ERFA, there and back") {
  for (Place const& place : places()) {
    double l = 0, b = 0;
    eraIcrs2g(place.lon, place.lat, &l, &b);
    auto const icrs = Direction<Icrs>::at(radians(place.lon), radians(place.lat));
    auto const galactic = to_galactic(icrs);
    REQUIRE(in_radians(separation(galactic, Direction<Galactic>::at(radians(l), radians(b)))) < 1e-15);
    REQUIRE(in_radians(separation(to_icrs(galactic), icrs)) < 1e-15);
  }
}

TEST_CASE("longitudes are read in one turn and latitudes between the poles") {
  for (Place const& place : places()) {
    auto const d = Direction<Icrs>::at(radians(place.lon), radians(place.lat));
    CHECK(in_degrees(d.lon()) >= 0);
    CHECK(in_degrees(d.lon()) < 360);
    CHECK(std::abs(in_radians(d.lat()) - place.lat) < 1e-15);
    if (std::abs(place.lat) < 1.5) CHECK(std::abs(std::sin(in_radians(d.lon()) - place.lon)) < 1e-14);
  }
  // One rounding below zero must not become 360 deg.
  auto const just_west = Direction<Icrs>::along({1, -1e-300, 0});
  CHECK(in_radians(just_west.lon()) < 2 * pi);
}

TEST_CASE("a vector without a length is no direction") {
  CHECK_THROWS_AS(Direction<Icrs>::along({0, 0, 0}), ContractViolation);
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(Direction<Icrs>::along({nan, 0, 1}), ContractViolation);
}
