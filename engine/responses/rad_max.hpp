/// The radius within which the events of point-like responses were counted: GADF 0.3, RAD_MAX.
#pragma once

#include <span>
#include <vector>

#include "engine/model/units.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// By *reconstructed* energy and offset (RAD_MAX_2D), linear in the radius, in ln E and in the offset as
/// gammapy 1.0 evaluates it (RadMax2D); or one radius for all, the keyword RAD_MAX.
class RadMaxResponse {
 public:
  /// `radius_rad` is [offset][energy], finite.
  RadMaxResponse(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> radius_rad);
  static RadMaxResponse fixed(Angle radius);

  bool is_fixed() const { return fixed_; }
  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& offset_rad() const { return offset_; }

  /// radius_rad[i]: at energy i, located on energy_tev(). 0 outside of the table; one that is fixed has no
  /// outside, not even for NaN.
  void radius(Angle offset, GridPositions const& energies, std::span<double> radius_rad) const;
  Angle largest() const;  ///< anywhere in the table

 private:
  GridAxis energy_, offset_;
  std::vector<double> radius_rad_;
  bool fixed_ = false;
};

}  // namespace engine
