/// Columns of angles to columns of unit vectors.
#pragma once

#include <span>

namespace engine {

/// Three columns of one length, borrowed.
struct VectorView {
  std::span<double const> x, y, z;
};
struct VectorSpans {
  std::span<double> x, y, z;
  operator VectorView() const { return {x, y, z}; }
};

/// Longitudes of any turn. All three components are NaN where the direction is undefined: a NaN or infinite
/// angle, a longitude beyond largest_angle_rad, a latitude beyond the poles (by more than the rounding of
/// 90 deg in single precision).
void unit_vectors(std::span<double const> lon_rad, std::span<double const> lat_rad, VectorSpans out);

}  // namespace engine
