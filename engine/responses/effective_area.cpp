#include "engine/responses/effective_area.hpp"

#include <utility>

#include "engine/base/expects.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

AreaResponse::AreaResponse(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> area_m2)
    : energy_(std::move(energy_tev)), offset_(std::move(offset_rad)), area_m2_(std::move(area_m2)) {
  EXPECTS(area_m2_.size() == energy_.size() * offset_.size());
}

void AreaResponse::m2(Angle offset, GridPositions const& energies, std::span<double> m2) const {
  GridPosition const at = offset_.locate(in_radians(offset));
  interpolate_row({area_m2_, energy_.size(), at}, at, energies, m2);
}

}  // namespace engine
