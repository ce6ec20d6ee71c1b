#include "engine/kernels/locate.hpp"

#include <algorithm>
#include <cstddef>
#include <numbers>
#include <vector>

#include "engine/base/expects.hpp"
#include "engine/kernels/projections.hpp"

namespace engine {

namespace {

using Grid = ClosedFormLocator::Grid;

struct Columns {
  double const *x, *y, *z;
  std::size_t n;
};

template <class Plane>
DISTILL_INLINE PlanePoint fits_pixel(Grid const& g, double x, double y, double z) {
  Matrix3 const& r = g.native_from_icrs;
  PlanePoint const p = Plane::of(r[0] * x + r[1] * y + r[2] * z, r[3] * x + r[4] * y + r[5] * z,
                                 r[6] * x + r[7] * y + r[8] * z);
  return {g.scale[0] * p.x + g.scale[1] * p.y + g.reference[0],
          g.scale[2] * p.x + g.scale[3] * p.y + g.reference[1]};
}

/// The comparisons are false for NaN. A zero-based index is floor(p - 0.5); on the map p - 0.5 is not
/// negative, so that the conversion, which cuts towards zero, is that floor.
DISTILL_INLINE std::uint32_t flat_index(Grid const& g, PlanePoint fits) {
  double const x = fits.x - 0.5, y = fits.y - 0.5;
  bool const on_map = x >= 0 && x < g.size[0] && y >= 0 && y < g.size[1];
  auto const column = static_cast<std::int32_t>(on_map ? x : 0.0);
  auto const row = static_cast<std::int32_t>(on_map ? y : 0.0);
  std::int32_t const flat = row * static_cast<std::int32_t>(g.size[0]) + column;
  return on_map ? static_cast<std::uint32_t>(flat) : no_bin;
}

template <class Plane>
DISTILL_INLINE void index_loop(Grid const& grid, Columns v, std::uint32_t* __restrict pixel) {
  Grid const g = grid;  // a copy that `pixel` cannot alias
  for (std::size_t i = 0; i < v.n; ++i)
    pixel[i] = flat_index(g, fits_pixel<Plane>(g, v.x[i], v.y[i], v.z[i]));
}

/// A turn of native longitude, in pixels, is added or taken away where that reaches the map.
DISTILL_INLINE void seam_loop(Grid const& grid, Columns v, std::uint32_t* __restrict pixel) {
  Grid const g = grid;
  double const turn_x = g.scale[0] * 2 * std::numbers::pi, turn_y = g.scale[2] * 2 * std::numbers::pi;
  for (std::size_t i = 0; i < v.n; ++i) {
    PlanePoint const p = fits_pixel<PlaneCar>(g, v.x[i], v.y[i], v.z[i]);
    std::uint32_t const here = flat_index(g, p);
    std::uint32_t const after = flat_index(g, {p.x + turn_x, p.y + turn_y});
    std::uint32_t const before = flat_index(g, {p.x - turn_x, p.y - turn_y});
    std::uint32_t const elsewhere = after != no_bin ? after : before;
    pixel[i] = here != no_bin ? here : elsewhere;
  }
}

template <class Plane>
DISTILL_INLINE void coordinate_loop(Grid const& grid, Columns v, double* __restrict x, double* __restrict y) {
  Grid const g = grid;
  for (std::size_t i = 0; i < v.n; ++i) {
    PlanePoint const p = fits_pixel<Plane>(g, v.x[i], v.y[i], v.z[i]);
    x[i] = p.x;
    y[i] = p.y;
  }
}

DISTILL_WIDE void fill_indices(Grid const& g, Columns v, std::uint32_t* __restrict pixel) {
  switch (g.projection) {
    case Projection::tan: return index_loop<PlaneTan>(g, v, pixel);
    case Projection::sin: return index_loop<PlaneSin>(g, v, pixel);
    case Projection::stg: return index_loop<PlaneStg>(g, v, pixel);
    case Projection::zea: return index_loop<PlaneZea>(g, v, pixel);
    case Projection::car: return g.past_the_seam ? seam_loop(g, v, pixel) : index_loop<PlaneCar>(g, v, pixel);
    case Projection::ait: return index_loop<PlaneAit>(g, v, pixel);
    case Projection::mol:
    case Projection::other: return;  // refused by the constructor
  }
}

DISTILL_WIDE void fill_coordinates(Grid const& g, Columns v, double* __restrict x, double* __restrict y) {
  switch (g.projection) {
    case Projection::tan: return coordinate_loop<PlaneTan>(g, v, x, y);
    case Projection::sin: return coordinate_loop<PlaneSin>(g, v, x, y);
    case Projection::stg: return coordinate_loop<PlaneStg>(g, v, x, y);
    case Projection::zea: return coordinate_loop<PlaneZea>(g, v, x, y);
    case Projection::car: return coordinate_loop<PlaneCar>(g, v, x, y);
    case Projection::ait: return coordinate_loop<PlaneAit>(g, v, x, y);
    case Projection::mol:
    case Projection::other: return;  // refused by the constructor
  }
}

/// Native longitude of a corner of the map beyond half a turn?
bool reaches_past_the_seam(SkyGeometry const& geometry) {
  WcsHeader const& h = geometry.header();
  if (h.projection != Projection::car) return false;
  double farthest_deg = 0;
  for (double const px : {0.5, geometry.nx() + 0.5})
    for (double const py : {0.5, geometry.ny() + 0.5})
      farthest_deg =
          std::max(farthest_deg, std::abs(h.cd_deg[0] * (px - h.crpix[0]) + h.cd_deg[1] * (py - h.crpix[1])));
  return farthest_deg > 180;
}

}  // namespace

bool has_closed_form(Projection projection) {
  return projection != Projection::mol && projection != Projection::other;
}

ClosedFormLocator::ClosedFormLocator(SkyGeometry const& geometry)
    : grid_{geometry.header().projection,
            geometry.native_from_icrs(),
            geometry.pixel_from_plane(),
            geometry.header().crpix,
            {static_cast<double>(geometry.nx()), static_cast<double>(geometry.ny())},
            reaches_past_the_seam(geometry)} {
  EXPECTS(has_closed_form(geometry.header().projection));
}

void ClosedFormLocator::locate(std::span<double const> ra_rad, std::span<double const> dec_rad,
                               std::span<std::uint32_t> pixel) const {
  EXPECTS(ra_rad.size() == pixel.size() && dec_rad.size() == pixel.size());
  constexpr std::size_t chunk = 512;  // three columns of it stay in the first cache
  double x[chunk], y[chunk], z[chunk];
  for (std::size_t first = 0; first < pixel.size(); first += chunk) {
    std::size_t const n = std::min(chunk, pixel.size() - first);
    VectorSpans const v{{x, n}, {y, n}, {z, n}};
    unit_vectors(ra_rad.subspan(first, n), dec_rad.subspan(first, n), v);
    locate(v, pixel.subspan(first, n));
  }
}

void ClosedFormLocator::fits_pixels(std::span<double const> ra_rad, std::span<double const> dec_rad,
                                    std::span<double> x, std::span<double> y) const {
  std::size_t const n = ra_rad.size();
  std::vector<double> columns(3 * n);
  std::span<double> const all(columns);
  VectorSpans const v{all.first(n), all.subspan(n, n), all.last(n)};
  unit_vectors(ra_rad, dec_rad, v);
  fits_pixels(v, x, y);
}

void ClosedFormLocator::locate(VectorView icrs, std::span<std::uint32_t> pixel) const {
  std::size_t const n = pixel.size();
  EXPECTS(icrs.x.size() == n && icrs.y.size() == n && icrs.z.size() == n);
  fill_indices(grid_, {icrs.x.data(), icrs.y.data(), icrs.z.data(), n}, pixel.data());
}

void ClosedFormLocator::fits_pixels(VectorView icrs, std::span<double> x, std::span<double> y) const {
  std::size_t const n = icrs.x.size();
  EXPECTS(icrs.y.size() == n && icrs.z.size() == n && x.size() == n && y.size() == n);
  fill_coordinates(grid_, {icrs.x.data(), icrs.y.data(), icrs.z.data(), n}, x.data(), y.data());
}

}  // namespace engine
