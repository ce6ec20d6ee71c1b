#include "engine/draw/sky_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <doctest/doctest.h>

#include "engine/draw/map_labels.hpp"
#include "tests/engine/draw/projected_maps.hpp"

using namespace engine;
using test_support::by_wcslib;
using test_support::map_of;

namespace {

SkyGrid grid_of(SkyGeometry const& map) {
  auto grid = sky_grid(map, by_wcslib(map), {});
  REQUIRE(grid);
  return std::move(*grid);
}

std::vector<MapLabel> labels_of(SkyGeometry const& map) {
  return map_labels(grid_of(map), map, by_wcslib(map));
}

std::multiset<std::string> texts(std::vector<MapLabel> const& labels, LabelSide side) {
  std::multiset<std::string> out;
  for (MapLabel const& label : labels)
    if (label.side == side) out.insert(label.text);
  return out;
}

using Texts = std::multiset<std::string>;

}  // namespace

TEST_CASE("the extent of a small map is its size") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 83.633, 22.0145, 0.02, 250, 250);
  auto const extent = extent_of(map, by_wcslib(map));
  REQUIRE(extent);
  CHECK(extent->lat_min_deg == doctest::Approx(22.0145 - 2.5).epsilon(0.01));
  CHECK(extent->lat_max_deg == doctest::Approx(22.0145 + 2.5).epsilon(0.01));
  // The upper corners are widest: half the width over the cosine of their declination.
  CHECK(extent->lon_width_deg() ==
        doctest::Approx(5 / std::cos(24.5 * std::numbers::pi / 180)).epsilon(0.05));
}

TEST_CASE("a map far from its reference point is found") {
  // A CAR map of the plane as archives cut it out: CRVAL (0, 0), the map itself at l = 110 deg.
  WcsHeader header = map_of(MapFrame::galactic, Projection::car, 0, 0, 0.05, 200, 100).header();
  header.crpix = {100.5 + 110 / 0.05, 50.5};
  SkyGeometry const map = SkyGeometry::from_header(header, {1, 0, 0, 0, 1, 0, 0, 0, 1});
  auto const extent = extent_of(map, by_wcslib(map));
  REQUIRE(extent);
  CHECK(extent->lon_min_deg == doctest::Approx(105).epsilon(0.01));
  CHECK(extent->lon_max_deg == doctest::Approx(115).epsilon(0.01));
  CHECK(texts(labels_of(map), LabelSide::bottom) == Texts{"106°", "108°", "110°", "112°", "114°"});
}

TEST_CASE("a map that shows no direction has no grid") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 10, 10, 0.1, 50, 50);
  SkyToPixel const nowhere = [](auto, auto, std::span<double> x, std::span<double> y) {
    std::fill(x.begin(), x.end(), std::numeric_limits<double>::quiet_NaN());
    std::fill(y.begin(), y.end(), std::numeric_limits<double>::quiet_NaN());
  };
  CHECK_FALSE(sky_grid(map, nowhere, {}));
}

TEST_CASE("grid lines lie where wcslib puts their directions") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 83.633, 22.0145, 0.02, 250, 250);
  SkyGrid const grid = grid_of(map);
  CHECK(grid.lon_step_deg == doctest::Approx(1));
  CHECK(grid.lat_step_deg == doctest::Approx(1));
  auto const line = std::find_if(grid.meridians.begin(), grid.meridians.end(),
                                 [](GridLine const& l) { return std::abs(l.deg - 84) < 1e-9; });
  REQUIRE(line != grid.meridians.end());
  std::vector<FramePlace> const on_line{{84, 21.3}};
  PixelPoint const p = pixels_of(on_line, map, by_wcslib(map))[0];
  REQUIRE(line->pieces.size() == 1);
  double nearest = 1e9;
  for (PixelPoint const& q : line->pieces[0]) nearest = std::min(nearest, std::hypot(p.x - q.x, p.y - q.y));
  CHECK(nearest < 1);  // samples are about a pixel apart
}

TEST_CASE("a map across right ascension zero has lines on both sides of it") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 0.2, -45, 0.02, 250, 250);
  CHECK(texts(labels_of(map), LabelSide::bottom) == Texts{"2°", "0°", "358°"});
  CHECK(texts(labels_of(map), LabelSide::left) ==
        Texts{"\u221243°", "\u221244°", "\u221245°", "\u221246°", "\u221247°"});
}

TEST_CASE("grid lines break at the seam of an all-sky map") {
  for (Projection const projection : {Projection::ait, Projection::mol, Projection::car}) {
    SkyGeometry const map = map_of(MapFrame::galactic, projection, 40, 0, 1, 360, 180);
    SkyGrid const grid = grid_of(map);
    CHECK(grid.lon_step_deg == 30);
    CHECK(grid.lat_step_deg == 30);
    CHECK(grid.meridians.size() == 12);
    CHECK(grid.parallels.size() == 5);
    for (auto const* family : {&grid.meridians, &grid.parallels})
      for (GridLine const& line : *family)
        for (Polyline const& piece : line.pieces)
          for (std::size_t i = 1; i < piece.size(); ++i)
            CHECK(std::hypot(piece[i].x - piece[i - 1].x, piece[i].y - piece[i - 1].y) < 5);
  }
}

TEST_CASE("an all-sky ellipse has latitudes along its edge and longitudes along its equator") {
  SkyGeometry const map = map_of(MapFrame::galactic, Projection::ait, 0, 0, 1, 326, 164);
  CHECK(has_blank_corners(map));
  auto const labels = labels_of(map);
  CHECK(texts(labels, LabelSide::edge) == Texts{"\u221260°", "\u221230°", "0°", "+30°", "+60°"});
  CHECK(texts(labels, LabelSide::inside) ==
        Texts{"0°", "30°", "60°", "90°", "120°", "150°", "210°", "240°", "270°", "300°", "330°"});
  CHECK(texts(labels, LabelSide::bottom).empty());
}

TEST_CASE("a cut-out of an ellipse keeps its rectangular frame") {
  CHECK_FALSE(has_blank_corners(map_of(MapFrame::galactic, Projection::ait, 0, 0, 0.1, 300, 200)));
  CHECK_FALSE(has_blank_corners(map_of(MapFrame::galactic, Projection::car, 0, 0, 1, 360, 180)));
  CHECK(has_blank_corners(map_of(MapFrame::icrs, Projection::zea, 0, 90, 2, 180, 180)));
}

TEST_CASE("the edge of an ellipse is where wcslib ends") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::ait, 83, 0, 1, 326, 164);
  auto const edge = edge_of(map);
  REQUIRE(edge);
  std::vector<FramePlace> const ends{{83 + 179.9999, 0}, {83 - 179.9999, 0}, {83, 90}, {83, -90}};
  auto const p = pixels_of(ends, map, by_wcslib(map));
  double const half_pi = std::numbers::pi / 2;
  CHECK(p[0].x == doctest::Approx(edge->at(0).x).epsilon(1e-3));
  CHECK(p[1].x == doctest::Approx(edge->at(2 * half_pi).x).epsilon(1e-3));
  CHECK(std::max(p[2].y, p[3].y) == doctest::Approx(edge->at(half_pi).y).epsilon(1e-3));
  CHECK(std::min(p[2].y, p[3].y) == doctest::Approx(edge->at(-half_pi).y).epsilon(1e-3));
}

TEST_CASE("around a pole longitudes are written on all sides") {
  SkyGeometry const map = map_of(MapFrame::icrs, Projection::tan, 0, 90, 0.1, 200, 200);
  SkyGrid const grid = grid_of(map);
  CHECK(grid.pole_inside);
  auto const labels = labels_of(map);
  Texts all;
  for (LabelSide const side : {LabelSide::bottom, LabelSide::left, LabelSide::top, LabelSide::right})
    all.merge(texts(labels, side));
  CHECK(all ==
        Texts{"0°", "30°", "60°", "90°", "120°", "150°", "180°", "210°", "240°", "270°", "300°", "330°"});
  CHECK(texts(labels, LabelSide::inside).count("+85°") == 1);
}
