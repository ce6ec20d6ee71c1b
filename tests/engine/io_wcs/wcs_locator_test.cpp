#include "engine/io/wcs_locator.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <thread>

#include <doctest/doctest.h>

using namespace engine;

namespace {

struct Columns {
  std::vector<double> ra_rad, dec_rad;
};

Columns over_the_sky(std::size_t n) {
  std::mt19937_64 random(51);
  std::uniform_real_distribution<double> turn(-2, 4 * std::numbers::pi - 2), sine(-1, 1);
  Columns out;
  for (std::size_t i = 0; i < n; ++i) {
    out.ra_rad.push_back(turn(random));
    out.dec_rad.push_back(std::asin(sine(random)));
  }
  return out;
}

std::vector<std::uint32_t> located(PixelLocator const& locator, Columns const& c) {
  std::vector<std::uint32_t> pixel(c.ra_rad.size());
  locator.locate(c.ra_rad, c.dec_rad, pixel);
  return pixel;
}

SkyGeometry wide_map(Projection projection) {
  return SkyGeometry::centred(
      {MapFrame::galactic, projection, degrees(10), degrees(-3), degrees(0.7), 200, 200});
}

}  // namespace

TEST_CASE("wcslib and the closed forms put the same directions into the same pixels") {
  for (Projection const projection : {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                                      Projection::car, Projection::ait}) {
    Columns const c = over_the_sky(5000);
    std::vector<std::uint32_t> const pixels = located(WcsLocator(wide_map(projection)), c);
    CHECK(pixels == located(*make_locator(wide_map(projection)), c));
  }
}

TEST_CASE("MOL, which only wcslib has, is an equal-area map of the whole sky") {
  SkyGeometry const map =
      SkyGeometry::centred({MapFrame::icrs, Projection::mol, degrees(0), degrees(0), degrees(2), 180, 90});
  std::size_t const n = 200000;
  std::vector<std::size_t> counts(map.pixels());
  std::size_t lost = 0;
  for (std::uint32_t const pixel : located(*make_locator(map), over_the_sky(n)))
    if (pixel == no_bin)
      ++lost;
    else
      ++counts[pixel];
  CHECK(lost < n / 1000);  // the ellipse is 324 deg wide and 162 deg high; the map holds all of it
  // 4 square degrees of 41253 in each pixel that lies inside the ellipse.
  double const expected = static_cast<double>(n) * 4 / 41252.96;
  double sum = 0, sum2 = 0, cells = 0;
  for (int y = 30; y < 60; ++y)
    for (int x = 40; x < 140; ++x) {
      auto const count = static_cast<double>(counts[static_cast<std::size_t>(y * 180 + x)]);
      sum += count;
      sum2 += (count - expected) * (count - expected) / expected;
      ++cells;
    }
  CHECK(std::abs(sum / cells - expected) < 0.4);
  CHECK(std::abs(sum2 / cells - 1) < 0.15);
}

TEST_CASE("undefined directions are on no map of wcslib's either") {
  auto const locator = make_locator(
      SkyGeometry::centred({MapFrame::icrs, Projection::mol, degrees(0), degrees(0), degrees(2), 180, 90}));
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  auto const pixels = located(*locator, {{0.1, nan, 0, inf, 0, 0}, {0.1, 0, nan, 0, -inf, 1.7}});
  CHECK(pixels[0] != no_bin);
  for (std::size_t i = 1; i < pixels.size(); ++i) CHECK(pixels[i] == no_bin);
}

TEST_CASE("threads may share one locator") {
  WcsLocator const locator(wide_map(Projection::mol));
  Columns const c = over_the_sky(5000);
  std::vector<std::uint32_t> const alone = located(locator, c);
  std::vector<std::vector<std::uint32_t>> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : found) threads.emplace_back([&] { mine = located(locator, c); });
  }
  for (auto const& mine : found) CHECK(mine == alone);
}
