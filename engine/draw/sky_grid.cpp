#include "engine/draw/sky_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/draw/ticks.hpp"

namespace engine {

namespace {

constexpr double rad = std::numbers::pi / 180;
// As near to a pole as lines are followed: at the pole itself a direction has forgotten its longitude.
constexpr double highest_latitude_deg = 90 - 1e-6;

Direction<Icrs> direction_of(FramePlace const& place, MapFrame frame) {
  Angle const lon = degrees(place.lon_deg), lat = degrees(place.lat_deg);
  return frame == MapFrame::galactic ? to_icrs(Direction<Galactic>::at(lon, lat))
                                     : Direction<Icrs>::at(lon, lat);
}

/// A box of longitude and latitude around everything that can be on the map.
SkyExtent bounding_extent(SkyGeometry const& geometry) {
  Direction<Icrs> const icrs = geometry.centre();
  bool const galactic = geometry.header().frame == MapFrame::galactic;
  double const lon = in_degrees(galactic ? to_galactic(icrs).lon() : icrs.lon());
  double const lat = in_degrees(galactic ? to_galactic(icrs).lat() : icrs.lat());
  double const radius = in_degrees(geometry.bound_radius());
  bool const with_pole = std::abs(lat) + radius >= 90;
  double const half_width = with_pole ? 180 : std::asin(std::sin(radius * rad) / std::cos(lat * rad)) / rad;
  return {lon - half_width, lon + half_width, std::max(-90.0, lat - radius), std::min(90.0, lat + radius)};
}

constexpr int samples = 97;  // on each axis of a box; odd, so that its middle is one of them

std::vector<FramePlace> sampled(SkyExtent const& box) {
  std::vector<FramePlace> out;
  for (int i = 0; i < samples; ++i)
    for (int j = 0; j < samples; ++j)
      out.push_back({box.lon_min_deg + box.lon_width_deg() * i / (samples - 1),
                     box.lat_min_deg + box.lat_width_deg() * j / (samples - 1)});
  return out;
}

SkyExtent widened(SkyExtent found, SkyExtent const& box, double spacings) {
  double const dlon = spacings * box.lon_width_deg() / (samples - 1);
  double const dlat = spacings * box.lat_width_deg() / (samples - 1);
  return {std::max(box.lon_min_deg, found.lon_min_deg - dlon),
          std::min(box.lon_max_deg, found.lon_max_deg + dlon),
          std::max(box.lat_min_deg, found.lat_min_deg - dlat),
          std::min(box.lat_max_deg, found.lat_max_deg + dlat)};
}

/// The samples of a box that are on the map, or the one nearest to its middle.
struct Look {
  SkyExtent extent;
  bool any_on_map, any_defined;
};
Look look_at(SkyExtent const& box, SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel) {
  std::vector<FramePlace> const places = sampled(box);
  std::vector<PixelPoint> const pixels = pixels_of(places, geometry, sky_to_pixel);
  double const infinity = std::numeric_limits<double>::infinity();
  SkyExtent seen{infinity, -infinity, infinity, -infinity};
  FramePlace nearest{0, 0};
  double least = infinity;
  for (std::size_t i = 0; i < places.size(); ++i) {
    FramePlace const& p = places[i];
    double const distance =
        std::hypot(pixels[i].x - (geometry.nx() + 1) / 2.0, pixels[i].y - (geometry.ny() + 1) / 2.0);
    if (distance < least) {
      least = distance;
      nearest = p;
    }
    if (!on_map(pixels[i], geometry)) continue;
    seen = {std::min(seen.lon_min_deg, p.lon_deg), std::max(seen.lon_max_deg, p.lon_deg),
            std::min(seen.lat_min_deg, p.lat_deg), std::max(seen.lat_max_deg, p.lat_deg)};
  }
  bool const any = seen.lon_min_deg <= seen.lon_max_deg;
  SkyExtent const point{nearest.lon_deg, nearest.lon_deg, nearest.lat_deg, nearest.lat_deg};
  return {widened(any ? seen : point, box, any ? 1 : 2), any, least < infinity};
}

std::vector<Polyline> unbroken_pieces(std::vector<PixelPoint> const& points, SkyGeometry const& geometry) {
  // Neighbouring samples are far closer than this unless the projection's seam lies between them.
  double const longest_step = 0.1 * std::max(geometry.nx(), geometry.ny());
  std::vector<Polyline> pieces(1);
  for (PixelPoint const& p : points) {
    Polyline& piece = pieces.back();
    bool const defined = std::isfinite(p.x) && std::isfinite(p.y);
    bool const joined =
        piece.empty() || std::hypot(p.x - piece.back().x, p.y - piece.back().y) < longest_step;
    if ((!defined || !joined) && !piece.empty()) pieces.emplace_back();
    if (defined) pieces.back().push_back(p);
  }
  std::erase_if(pieces, [](Polyline const& piece) { return piece.size() < 2; });
  return pieces;
}

std::size_t samples_over(double width_deg) {
  return static_cast<std::size_t>(std::max(240.0, std::ceil(4 * width_deg))) + 1;
}

GridLine meridian(double lon_deg, double from_deg, double to_deg, SkyGeometry const& geometry,
                  SkyToPixel const& sky_to_pixel) {
  // A meridian on the seam of an all-sky map would jump from one side to the other by rounding: it is drawn
  // a third of a milliarcsecond to the east.
  double const beside_seam = 1e-7;
  from_deg = std::max(from_deg, -highest_latitude_deg);
  to_deg = std::min(to_deg, highest_latitude_deg);
  std::size_t const n = samples_over(to_deg - from_deg);
  std::vector<FramePlace> places(n);
  for (std::size_t i = 0; i < n; ++i)
    places[i] = {lon_deg + beside_seam,
                 from_deg + (to_deg - from_deg) * static_cast<double>(i) / static_cast<double>(n - 1)};
  return {lon_deg, unbroken_pieces(pixels_of(places, geometry, sky_to_pixel), geometry)};
}

GridLine parallel(double lat_deg, SkyExtent const& extent, SkyGeometry const& geometry,
                  SkyToPixel const& sky_to_pixel) {
  std::size_t const n = samples_over(extent.lon_width_deg());
  std::vector<FramePlace> places(n);
  for (std::size_t i = 0; i < n; ++i)
    places[i] = {
        extent.lon_min_deg + extent.lon_width_deg() * static_cast<double>(i) / static_cast<double>(n - 1),
        lat_deg};
  return {lat_deg, unbroken_pieces(pixels_of(places, geometry, sky_to_pixel), geometry)};
}

bool shows_a_pole(SkyExtent const& extent, SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel) {
  for (double const pole : {-highest_latitude_deg, highest_latitude_deg}) {
    if (pole < extent.lat_min_deg || pole > extent.lat_max_deg) continue;
    std::vector<FramePlace> const same{{extent.lon_min_deg, pole}, {extent.lon_min_deg + 90, pole}};
    auto const p = pixels_of(same, geometry, sky_to_pixel);
    if (on_map(p[0], geometry) && std::hypot(p[0].x - p[1].x, p[0].y - p[1].y) < 1) return true;
  }
  return false;
}

}  // namespace

std::vector<PixelPoint> pixels_of(std::span<FramePlace const> places, SkyGeometry const& geometry,
                                  SkyToPixel const& sky_to_pixel) {
  std::vector<double> ra(places.size()), dec(places.size()), x(places.size()), y(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    Direction<Icrs> const d = direction_of(places[i], geometry.header().frame);
    ra[i] = in_radians(d.lon());
    dec[i] = in_radians(d.lat());
  }
  sky_to_pixel(ra, dec, x, y);
  std::vector<PixelPoint> out(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) out[i] = {x[i], y[i]};
  return out;
}

bool on_map(PixelPoint const& p, SkyGeometry const& geometry) {
  return p.x >= 0.5 && p.x < geometry.nx() + 0.5 && p.y >= 0.5 && p.y < geometry.ny() + 0.5;
}

std::optional<SkyExtent> extent_of(SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel) {
  SkyExtent box = bounding_extent(geometry);
  for (int zoom = 0; zoom < 12; ++zoom) {
    Look const look = look_at(box, geometry, sky_to_pixel);
    if (!look.any_defined) return std::nullopt;
    bool const much_smaller = look.extent.lon_width_deg() < 0.8 * box.lon_width_deg() ||
                              look.extent.lat_width_deg() < 0.8 * box.lat_width_deg();
    box = look.extent;
    if (look.any_on_map && !much_smaller) return box;
  }
  return look_at(box, geometry, sky_to_pixel).any_on_map ? std::optional(box) : std::nullopt;
}

std::optional<SkyGrid> sky_grid(SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel,
                                GridDensity most) {
  auto const extent = extent_of(geometry, sky_to_pixel);
  if (!extent) return std::nullopt;
  bool const all_around = extent->lon_width_deg() > 300;
  // The extent is a little too wide, which must not make the net coarser.
  double const lon_width = 0.95 * extent->lon_width_deg(), lat_width = 0.95 * extent->lat_width_deg();
  SkyGrid grid{*extent,
               round_angle_step_deg(lon_width, all_around ? 2 * most.meridians : most.meridians),
               round_angle_step_deg(lat_width, most.parallels),
               shows_a_pole(*extent, geometry, sky_to_pixel),
               {},
               {}};
  bool const crowded_pole = grid.pole_inside && is_zenithal(geometry.header().projection);
  double const last_parallel = 90 - grid.lat_step_deg;
  auto longitudes = multiples(grid.lon_step_deg, extent->lon_min_deg, extent->lon_max_deg);
  if (longitudes.size() > 1 && longitudes.back() - longitudes.front() > 359.999) longitudes.pop_back();
  for (double const lon : longitudes) {
    // Where all meridians meet, every third is enough.
    bool const to_the_pole = !crowded_pole || std::abs(std::remainder(lon, 90)) < 1e-9;
    double const from = to_the_pole ? extent->lat_min_deg : std::max(-last_parallel, extent->lat_min_deg);
    double const to = to_the_pole ? extent->lat_max_deg : std::min(last_parallel, extent->lat_max_deg);
    if (from < to) grid.meridians.push_back(meridian(lon, from, to, geometry, sky_to_pixel));
  }
  for (double const lat : multiples(grid.lat_step_deg, extent->lat_min_deg, extent->lat_max_deg))
    if (std::abs(lat) < 90 - 1e-9) grid.parallels.push_back(parallel(lat, *extent, geometry, sky_to_pixel));
  return grid;
}

}  // namespace engine
