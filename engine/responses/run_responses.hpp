/// The responses of one run, ready to be evaluated.
#pragma once

#include <memory>
#include <optional>

#include "engine/model/units.hpp"
#include "engine/responses/background.hpp"
#include "engine/responses/effective_area.hpp"
#include "engine/responses/energy_dispersion.hpp"
#include "engine/responses/point_spread.hpp"
#include "engine/responses/rad_max.hpp"

namespace engine {

/// HDUCLAS3 of GADF: whether the events behind a table were all, or those within RAD_MAX of the source.
enum class Enclosure { full, point_like };

/// Absent is what the run does not have. Shared between runs whose tables are equal.
struct RunResponses {
  std::shared_ptr<AreaResponse const> area{};
  std::shared_ptr<DispersionResponse const> dispersion{};
  std::shared_ptr<PointSpread const> psf{};
  std::shared_ptr<Background const> background{};
  std::shared_ptr<RadMaxResponse const>
      rad_max{};                          ///< table, or keyword of the area (else of the dispersion)
  Enclosure enclosure = Enclosure::full;  ///< of the area; of the dispersion if there is no area
  std::optional<Energy> low_threshold{}, high_threshold{};  ///< LO_THRES, HI_THRES of the area
};

}  // namespace engine
