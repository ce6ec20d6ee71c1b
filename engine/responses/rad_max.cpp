#include "engine/responses/rad_max.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

RadMaxResponse::RadMaxResponse(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> radius_rad)
    : energy_(std::move(energy_tev)), offset_(std::move(offset_rad)), radius_rad_(std::move(radius_rad)) {
  EXPECTS(radius_rad_.size() == energy_.size() * offset_.size());
}

RadMaxResponse RadMaxResponse::fixed(Angle radius) {
  RadMaxResponse out(GridAxis::of_nodes({1}, AxisScale::logarithmic),
                     GridAxis::of_nodes({0}, AxisScale::linear), {in_radians(radius)});
  out.fixed_ = true;
  return out;
}

void RadMaxResponse::radius(Angle offset, GridPositions const& energies, std::span<double> radius_rad) const {
  if (fixed_) return std::fill(radius_rad.begin(), radius_rad.end(), radius_rad_.front());
  GridPosition const at = offset_.locate(in_radians(offset));
  interpolate_row({radius_rad_, energy_.size(), at}, at, energies, radius_rad);
}

Angle RadMaxResponse::largest() const {
  return radians(*std::max_element(radius_rad_.begin(), radius_rad_.end()));
}

}  // namespace engine
