#include "engine/kernels/unit_vectors.hpp"

#include <cstddef>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/kernels/vector_math.hpp"

namespace engine {

namespace {

DISTILL_WIDE void fill(double const* lon, double const* lat, std::size_t n, double* __restrict x,
                       double* __restrict y, double* __restrict z) {
  double const highest = std::numbers::pi / 2 + 1e-6;
  for (std::size_t i = 0; i < n; ++i) {
    SinCos const a = sin_cos(lon[i]);
    double const d = std::abs(lat[i]) <= highest ? lat[i] : std::numeric_limits<double>::quiet_NaN();
    SinCos const b = sin_cos_of_latitude(d);
    x[i] = b.cos * a.cos;
    y[i] = b.cos * a.sin;
    z[i] = b.sin + (a.cos - a.cos);  // NaN if the longitude is
  }
}

}  // namespace

void unit_vectors(std::span<double const> lon_rad, std::span<double const> lat_rad, VectorSpans out) {
  std::size_t const n = lon_rad.size();
  EXPECTS(lat_rad.size() == n && out.x.size() == n && out.y.size() == n && out.z.size() == n);
  fill(lon_rad.data(), lat_rad.data(), n, out.x.data(), out.y.data(), out.z.data());
}

}  // namespace engine
