#include "engine/kernels/gammapy_plane.hpp"

#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr double pixels_per_radian = 180 / std::numbers::pi / GammapyPlane::pixel_deg;

}  // namespace

GammapyPlane::GammapyPlane(Direction<Icrs> const& pointing, Direction<Icrs> const& source)
    : pointing_(pointing), axes_(local_axes(pointing.xyz())) {
  double const width_deg = 4 * in_degrees(separation(pointing, source)) + 0.3;
  auto const pixels = static_cast<int>(std::nearbyint(width_deg / pixel_deg));
  grid_ = pixels % 2 == 0 ? 0.5 : 0;
  half_size_ = pixels / 2;
}

GammapyPlane::Point GammapyPlane::point_of(Vector3 const& direction) const {
  double const depth = dot(direction, pointing_.xyz());
  EXPECTS(depth > 0);
  return {-dot(direction, axes_.east) / depth * pixels_per_radian,
          dot(direction, axes_.north) / depth * pixels_per_radian};
}

Direction<Icrs> GammapyPlane::direction_of(Point const& p) const {
  Vector3 at = pointing_.xyz();
  for (std::size_t k = 0; k < 3; ++k)
    at[k] += (-p.x * axes_.east[k] + p.y * axes_.north[k]) / pixels_per_radian;
  return Direction<Icrs>::along(at);
}

double GammapyPlane::radius_in_pixels(Direction<Icrs> const& place, Angle radius) const {
  Angle const arcsecond = degrees(1.0 / 3600);
  LocalAxes const axes = local_axes(place.xyz());
  Vector3 north{};
  for (std::size_t k = 0; k < 3; ++k)
    north[k] =
        std::cos(in_radians(arcsecond)) * place.xyz()[k] + std::sin(in_radians(arcsecond)) * axes.north[k];
  Point const a = point_of(place.xyz()), b = point_of(north);
  return radius / arcsecond * std::hypot(b.x - a.x, b.y - a.y);
}

std::vector<GammapyPlane::Point> GammapyPlane::excluded(ExclusionView const& exclusion, double inner,
                                                        double outer) const {
  if (exclusion.mask == nullptr && exclusion.shapes.empty()) return {};
  std::vector<Point> candidates;
  std::vector<double> ra_rad, dec_rad;
  std::vector<Direction<Icrs>> places;
  for (int row = -half_size_; row <= half_size_; ++row)
    for (int column = -half_size_; column <= half_size_; ++column) {
      Point const p{column + grid_, row + grid_};
      double const far = std::hypot(p.x, p.y);
      bool const off_the_map = p.x > half_size_ || p.y > half_size_;
      if (off_the_map || far < inner || far > outer) continue;
      places.push_back(direction_of(p));
      candidates.push_back(p);
      ra_rad.push_back(in_radians(places.back().lon()));
      dec_rad.push_back(in_radians(places.back().lat()));
    }
  std::vector<std::uint32_t> pixel(candidates.size(), no_bin);
  if (exclusion.mask != nullptr) exclusion.locator->locate(ra_rad, dec_rad, pixel);
  std::vector<Point> out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    bool hit = pixel[i] != no_bin && exclusion.mask->usable[pixel[i]] == 0;
    for (Shape const& shape : exclusion.shapes) hit = hit || contains(shape, places[i].xyz());
    if (hit) out.push_back(candidates[i]);
  }
  return out;
}

GammapyPlane::Point turned(GammapyPlane::Point const& p, double angle_rad) {
  double const s = std::sin(angle_rad), c = std::cos(angle_rad);
  return {p.x * c - p.y * s, p.x * s + p.y * c};
}

}  // namespace engine
