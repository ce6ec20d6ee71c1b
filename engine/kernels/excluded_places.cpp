#include "engine/kernels/excluded_places.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/kernels/vector_math.hpp"
#include "engine/kernels/wedge.hpp"
#include "engine/model/rotation.hpp"

namespace engine {

namespace {

/// The edge of a pixel with the same area, where the map is not distorted.
double pixel_edge(SkyGeometry const& geometry) {
  auto const& m = geometry.pixel_from_plane();
  return 1 / std::sqrt(std::abs(m[0] * m[3] - m[1] * m[2]));
}

/// Directions at one separation from a centre, evenly spaced.
class Ring {
 public:
  explicit Ring(Direction<Icrs> const& centre) : centre_(centre.xyz()), axes_(local_axes(centre.xyz())) {}

  void fill(double offset, double spacing) {
    SinCos const far = sin_cos(offset);
    auto const n = static_cast<std::size_t>(std::ceil(2 * std::numbers::pi * far.sin / spacing)) + 1;
    places.resize(n);
    ra_rad.resize(n);
    dec_rad.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      SinCos const angle = sin_cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n));
      Vector3& at = places[i];
      for (std::size_t k = 0; k < 3; ++k)
        at[k] = far.cos * centre_[k] + far.sin * (angle.sin * axes_.east[k] + angle.cos * axes_.north[k]);
      ra_rad[i] = polar_angle(at[1], at[0]);
      dec_rad[i] = polar_angle(at[2], std::sqrt(at[0] * at[0] + at[1] * at[1]));
    }
  }

  std::vector<Vector3> places;
  std::vector<double> ra_rad, dec_rad;

 private:
  Vector3 centre_;
  LocalAxes axes_;
};

void add_mask(std::vector<Cone>& out, ExclusionView const& exclusion, Direction<Icrs> const& centre,
              AngleRange ring) {
  EXPECTS(exclusion.locator != nullptr);
  EXPECTS(exclusion.mask->usable.size() == exclusion.mask->geometry.pixels());
  // No point is farther than 0.71 of the spacing from a place of the grid. So each square of half a pixel's
  // edge has one in its inscribed circle, and any point of an excluded pixel, which lies in such a square
  // inside the pixel, is no farther than the square's diagonal, 0.71 of an edge, from a place that is found
  // to be excluded.
  double const edge = pixel_edge(exclusion.mask->geometry), spacing = 0.35 * edge;
  Angle const reach = radians(edge * std::numbers::sqrt2 / 2);
  double const from = std::max(0.0, in_radians(ring.min - reach)),
               to = std::min(std::numbers::pi, in_radians(ring.max + reach));
  Ring places(centre);
  std::vector<std::uint32_t> pixel;
  for (double offset = from; offset <= to + spacing; offset += spacing) {
    places.fill(std::min(offset, std::numbers::pi), spacing);
    pixel.resize(places.places.size());
    exclusion.locator->locate(places.ra_rad, places.dec_rad, pixel);
    for (std::size_t i = 0; i < pixel.size(); ++i)
      if (pixel[i] != no_bin && exclusion.mask->usable[pixel[i]] == 0)
        out.push_back({Direction<Icrs>::along(places.places[i]), reach});
  }
}

}  // namespace

std::vector<Cone> excluded_places(ExclusionView const& exclusion, Direction<Icrs> const& centre,
                                  AngleRange ring) {
  std::vector<Cone> out;
  for (Shape const& shape : exclusion.shapes)
    for (Cone const& piece : cover_of(Region{{shape}, {}})) {
      Angle const offset = separation(piece.centre, centre);
      if (offset + piece.radius >= ring.min && offset - piece.radius <= ring.max) out.push_back(piece);
    }
  if (exclusion.mask != nullptr) add_mask(out, exclusion, centre, ring);
  return out;
}

}  // namespace engine
