#include "engine/draw/projection_edge.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace engine {

namespace {

/// Half axes in the plane of intermediate world coordinates, in radians (Paper II, sections 5.1 and 5.3).
std::optional<std::array<double, 2>> half_axes(Projection projection) {
  switch (projection) {
    case Projection::sin: return std::array{1.0, 1.0};
    case Projection::zea: return std::array{2.0, 2.0};
    case Projection::ait:
    case Projection::mol: return std::array{2 * std::numbers::sqrt2, std::numbers::sqrt2};
    case Projection::tan:
    case Projection::stg:
    case Projection::car:
    case Projection::other: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

PixelPoint ProjectionEdge::at(double angle_rad) const {
  double const c = std::cos(angle_rad), s = std::sin(angle_rad);
  return {centre.x + c * first_axis.x + s * second_axis.x, centre.y + c * first_axis.y + s * second_axis.y};
}

std::optional<ProjectionEdge> edge_of(SkyGeometry const& geometry) {
  auto const half = half_axes(geometry.header().projection);
  if (!half) return std::nullopt;
  auto const& m = geometry.pixel_from_plane();
  auto const& reference = geometry.header().crpix;
  return ProjectionEdge{{reference[0], reference[1]},
                        {m[0] * (*half)[0], m[2] * (*half)[0]},
                        {m[1] * (*half)[1], m[3] * (*half)[1]}};
}

bool is_inside_map(ProjectionEdge const& edge, SkyGeometry const& geometry) {
  double const half_width = std::hypot(edge.first_axis.x, edge.second_axis.x);
  double const half_height = std::hypot(edge.first_axis.y, edge.second_axis.y);
  double const one = 1;  // pixel: a map drawn just around the sky may cut a fraction of one
  return edge.centre.x - half_width > 0.5 - one && edge.centre.x + half_width < geometry.nx() + 0.5 + one &&
         edge.centre.y - half_height > 0.5 - one && edge.centre.y + half_height < geometry.ny() + 0.5 + one;
}

}  // namespace engine
