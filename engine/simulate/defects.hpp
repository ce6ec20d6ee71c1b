/// Faults of real data releases, written on purpose: a name, what is wrong, and nothing else.
/// defect_effects.hpp does the damage.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace engine {

enum class PlantedDefect {
  missing_hdu_classes,
  missing_obs_mode,
  missing_origin,
  missing_time_reference,
  mjdrefi_real,
  timesys_utc_lower_case,
  radecsys_fk5,
  telapse_zero,
  date_obs_underscore,
  site_sign_and_unit,
  altitude_always_90,
  rpsf_class,
  background_unit_order,
  background_unit_invalid,
  missing_high_threshold,
  unsorted_time,
  events_outside_gti,
  ra_beyond_turn,
  nan_energies,
  no_events,
  angles_in_radians,
  energy_in_gev,
  missing_units,
  unsigned_event_id,
  gti_misnamed,
  index_without_times,
  duplicate_obs_id,
  missing_file,
  truncated_file,
};
using PlantedDefects = std::set<PlantedDefect>;

struct PlantedDefectRow {
  PlantedDefect defect;
  std::string_view name;         ///< as on the command line
  std::string_view description;  ///< what is wrong and where it was seen
  bool same_events;              ///< a reader that copes finds the events of the set without the defect
};
std::span<PlantedDefectRow const> plantable_defects();

/// Refuses a name that is not known, with the nearest that is.
PlantedDefect plantable_defect(std::string_view name);

}  // namespace engine
