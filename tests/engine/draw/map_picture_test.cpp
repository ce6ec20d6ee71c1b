#include "engine/draw/map_picture.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"
#include "engine/draw/palette.hpp"
#include "tests/engine/draw/projected_maps.hpp"

using namespace engine;
using test_support::by_wcslib;
using test_support::decoded_png;
using test_support::DecodedPng;
using test_support::map_of;

namespace {

SkyGeometry crab_map() { return map_of(MapFrame::icrs, Projection::tan, 83.633, 22.0145, 0.1, 50, 50); }

DecodedPng picture_of(SkyGeometry const& map, std::vector<double> const& values) {
  return decoded_png(
      draw_map({map, values, "A title", "counts / pixel", "A footer"}, by_wcslib(map), PictureFormat::png));
}

std::uint32_t packed(Rgb c) {
  return std::uint32_t{c.red} << 16 | std::uint32_t{c.green} << 8 | std::uint32_t{c.blue};
}

struct Spot {
  double x = 0, y = 0;
  int pixels = 0;
};
/// Middle of the pixels of one colour that belong to the map and not to the colour bar on its right.
Spot spot_of(DecodedPng const& picture, std::uint32_t colour) {
  Spot spot;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width - 230; ++x)
      if (picture.at(x, y) == colour) {
        spot.x += x;
        spot.y += y;
        ++spot.pixels;
      }
  spot.x /= spot.pixels;
  spot.y /= spot.pixels;
  return spot;
}

/// Where the only bright pixel of a map appears when it is put at this direction.
Spot drawn_at(SkyGeometry const& map, double lon_deg, double lat_deg) {
  std::vector<FramePlace> const place{{lon_deg, lat_deg}};
  PixelPoint const p = pixels_of(place, map, by_wcslib(map))[0];
  std::vector<double> values(map.pixels());
  auto const x = static_cast<std::size_t>(std::floor(p.x - 0.5)),
             y = static_cast<std::size_t>(std::floor(p.y - 0.5));
  values[y * static_cast<std::size_t>(map.nx()) + x] = 10;
  Spot const spot = spot_of(picture_of(map, values), packed(viridis(1)));
  REQUIRE(spot.pixels > 0);
  return spot;
}

}  // namespace

TEST_CASE("north is up and east is left") {
  for (SkyGeometry const& map :
       {crab_map(), map_of(MapFrame::galactic, Projection::car, 0, 0, 0.1, 50, 50)}) {
    bool const galactic = map.header().frame == MapFrame::galactic;
    double const lon = galactic ? 0.03 : 83.66, lat = galactic ? 0.03 : 22.04;
    Spot const centre = drawn_at(map, lon, lat);
    Spot const north = drawn_at(map, lon, lat + 1), east = drawn_at(map, lon + 1, lat);
    CHECK(north.y < centre.y - 50);
    CHECK(std::abs(north.x - centre.x) < 30);
    CHECK(east.x < centre.x - 50);
    CHECK(std::abs(east.y - centre.y) < 30);
  }
}

TEST_CASE("a pixel of the map is a square as large as its share of the picture") {
  SkyGeometry const map = crab_map();
  Spot const one = drawn_at(map, 83.66, 22.44);  // between grid lines
  double const side = 706 * 2 / 50.0;
  CHECK(one.pixels == doctest::Approx(side * side).epsilon(0.08));
}

TEST_CASE("pixels without a value are grey, and there are none otherwise") {
  SkyGeometry const map = crab_map();
  std::vector<double> values(map.pixels(), 1.0);
  CHECK(spot_of(picture_of(map, values), packed(undefined_colour)).pixels == 0);
  values[25 * 50 + 27] = std::numeric_limits<double>::quiet_NaN();
  CHECK(spot_of(picture_of(map, values), packed(undefined_colour)).pixels > 300);
}

TEST_CASE("the corners of an all-sky ellipse stay blank, whatever the values there") {
  SkyGeometry const map = map_of(MapFrame::galactic, Projection::ait, 0, 0, 1, 326, 164);
  std::vector<double> const values(map.pixels(), 5.0);
  DecodedPng const picture = picture_of(map, values);
  // The map begins 82 units from the left and below the title, in pixels of density 2.
  CHECK(picture.at(170, 100) == 0xffffff);
  CHECK(picture.at(82 * 2 + 706, 460) != 0xffffff);
  Spot const sky = spot_of(picture, packed(viridis(1)));
  double const ellipse = std::numbers::pi * (2 * std::numbers::sqrt2) * std::numbers::sqrt2 /
                         (326 * 164 * std::pow(std::numbers::pi / 180, 2));
  double const map_area = 706.0 * 2 * 355 * 2;
  CHECK(sky.pixels == doctest::Approx(ellipse * map_area).epsilon(0.1));  // less the grid and the labels
}

TEST_CASE("a map finer than the page is averaged, not thinned out") {
  SkyGeometry const map = map_of(MapFrame::galactic, Projection::car, 0, 0, 0.01, 5000, 400);
  std::vector<double> values(map.pixels());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i % 2);
  MapPicture picture{map, values};
  picture.stretch = Stretch::linear;
  picture.range = ValueRange{0, 1};
  DecodedPng const drawn = decoded_png(draw_map(picture, by_wcslib(map), PictureFormat::png));
  int strange = 0, seen = 0;
  for (int x = 300; x < 1400; x += 7) {
    std::uint32_t const colour = drawn.at(x, 70);
    ++seen;
    // Averages of one third and of two thirds at most: neither end of the palette.
    if (colour == packed(viridis(0)) || colour == packed(viridis(1))) ++strange;
  }
  CHECK(strange == 0);
  CHECK(seen > 100);
}

TEST_CASE("the same map gives the same bytes in each format") {
  SkyGeometry const map = crab_map();
  std::vector<double> values(map.pixels());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * 7919 % 23);
  MapPicture const picture{map, values, "Crab", "counts", "4 runs"};
  for (PictureFormat const format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
    CHECK(draw_map(picture, by_wcslib(map), format) == draw_map(picture, by_wcslib(map), format));
}

TEST_CASE("an SVG says what it shows in words") {
  SkyGeometry const map = crab_map();
  std::vector<double> const values(map.pixels(), 3.0);
  std::string const svg = draw_map({map, values, "Crab <Nebula>", "counts / pixel", "4 runs & more"},
                                   by_wcslib(map), PictureFormat::svg);
  for (char const* part :
       {"<title>Crab &lt;Nebula&gt;</title>", "Right ascension (ICRS)", "Declination (ICRS)", "84°", "83°",
        "+22°", "+23°", "counts / pixel", "4 runs &amp; more"})
    CHECK_MESSAGE(svg.find(part) != std::string::npos, part);
  CHECK(svg.find("image-rendering:pixelated") != std::string::npos);
}

TEST_CASE("strange maps are drawn too") {
  for (auto const& [nx, ny] : {std::pair{1, 1}, std::pair{1, 300}, std::pair{400, 1}}) {
    SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 0, -89.9, 0.05, nx, ny);
    std::vector<double> const values(map.pixels(), std::numeric_limits<double>::quiet_NaN());
    std::string const title(500, 'W');
    CHECK_NOTHROW(draw_map({map, values, title, "\xff\xfe", ""}, by_wcslib(map), PictureFormat::png));
  }
  SkyGeometry const map = crab_map();
  CHECK_THROWS_AS(draw_map({map, std::vector<double>(3)}, by_wcslib(map), PictureFormat::png),
                  ContractViolation);
}
