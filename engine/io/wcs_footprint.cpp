#include "engine/io/wcs_footprint.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/io/wcslib_handle.hpp"

namespace engine {

namespace {

constexpr int points_of_edge = 4;
constexpr Angle widest = degrees(60);

class PixelToSky {
 public:
  explicit PixelToSky(SkyGeometry const& map) : galactic_(map.header().frame == MapFrame::galactic) {
    std::string text;
    for (std::string const& card : map.header().cards) text += card;
    handle_ = map.header().projection == Projection::other ? wcs_from_cards(text, "the map")
                                                           : wcs_from_numbers(map.header());
  }

  /// Nothing off the sky.
  std::optional<Direction<Icrs>> operator()(double x, double y) const {
    double const pixel[2] = {x, y};
    double plane[2], phi, theta, world[2];
    int bad = 0;
    if (wcsp2s(handle_.get(), 1, 2, pixel, plane, &phi, &theta, world, &bad) != 0 || bad != 0)
      return std::nullopt;
    double const lon = world[handle_->lng], lat = world[handle_->lat];
    if (!std::isfinite(lon) || !(std::abs(lat) <= 90)) return std::nullopt;
    if (galactic_) return to_icrs(Direction<Galactic>::at(degrees(lon), degrees(lat)));
    return Direction<Icrs>::at(degrees(lon), degrees(lat));
  }

 private:
  bool galactic_;
  WcsHandle handle_;
};

std::vector<std::optional<Direction<Icrs>>> edge_points(SkyGeometry const& map, PixelToSky const& sky) {
  double const x[] = {0.5, map.nx() + 0.5, map.nx() + 0.5, 0.5, 0.5},
               y[] = {0.5, 0.5, map.ny() + 0.5, map.ny() + 0.5, 0.5};
  std::vector<std::optional<Direction<Icrs>>> points;
  for (int edge = 0; edge < 4; ++edge)
    for (int i = 0; i < points_of_edge; ++i) {
      double const part = static_cast<double>(i) / points_of_edge;
      points.push_back(
          sky(x[edge] + part * (x[edge + 1] - x[edge]), y[edge] + part * (y[edge + 1] - y[edge])));
    }
  return points;
}

double dot(Vector3 const& a, Vector3 const& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector3 cross(Vector3 const& a, Vector3 const& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double turning(std::vector<Direction<Icrs>> const& outline, Direction<Icrs> const& centre) {
  double sum = 0;
  for (std::size_t i = 0; i < outline.size(); ++i)
    sum += dot(cross(outline[i].xyz(), outline[(i + 1) % outline.size()].xyz()), centre.xyz());
  return sum;
}

}  // namespace

MapFootprint footprint_of(SkyGeometry const& map) {
  PixelToSky const sky(map);
  MapFootprint out{sky((map.nx() + 1) / 2.0, (map.ny() + 1) / 2.0).value_or(map.centre()), degrees(0), {}};
  for (auto const& point : edge_points(map, sky)) {
    if (!point || separation(out.centre, *point) > widest) {
      out.outline.clear();
      Angle const shift = separation(out.centre, map.centre());
      out.radius = std::min(degrees(180), map.bound_radius() + shift);
      return out;
    }
    out.radius = std::max(out.radius, separation(out.centre, *point));
    out.outline.push_back(*point);
  }
  if (turning(out.outline, out.centre) < 0) std::reverse(out.outline.begin(), out.outline.end());
  return out;
}

}  // namespace engine
