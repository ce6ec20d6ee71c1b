#include "engine/simulate/defects.hpp"

#include <array>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr auto rows = std::to_array<PlantedDefectRow>({
    {PlantedDefect::missing_hdu_classes, "missing-hdu-classes",
     "EVENTS and GTI have no HDUCLASS, HDUDOC, HDUVERS, HDUCLAS1 (CTA 1DC)", true},
    {PlantedDefect::missing_obs_mode, "missing-obs-mode",
     "no OBS_MODE, mandatory since GADF 0.3, in events and index (H.E.S.S. DR1, CTA 1DC, VERITAS)", true},
    {PlantedDefect::missing_origin, "missing-origin", "no ORIGIN and INSTRUME (CTA 1DC)", true},
    {PlantedDefect::missing_time_reference, "missing-time-reference",
     "no MJDREFI, MJDREFF in events and GTI (full CTA 1DC, gammapy#1321)", false},
    {PlantedDefect::mjdrefi_real, "mjdrefi-real", "MJDREFI is a real number (VERITAS)", true},
    {PlantedDefect::timesys_utc_lower_case, "timesys-utc-lower-case",
     "times refer to UTC, and TIMESYS is 'utc' (MAGIC, VERITAS)", true},
    {PlantedDefect::radecsys_fk5, "radecsys-fk5", "RADECSYS is FK5 (H.E.S.S. DR1)", true},
    {PlantedDefect::telapse_zero, "telapse-zero", "TELAPSE is 0 (H.E.S.S. DR1)", true},
    {PlantedDefect::date_obs_underscore, "date-obs-underscore",
     "DATE_OBS, DATE_END instead of DATE-OBS, DATE-END (CTA 1DC)", true},
    {PlantedDefect::site_sign_and_unit, "site-sign-and-unit",
     "GEOLON has the wrong sign and ALTITUDE is in km (CTA 1DC)", true},
    {PlantedDefect::altitude_always_90, "altitude-always-90", "ALT_PNT is 90 deg for every run (CTA 1DC)",
     true},
    {PlantedDefect::rpsf_class, "rpsf-class",
     "HDUCLAS2 of the point spread is RPSF, as only one page of GADF has it (H.E.S.S. DR1)", true},
    {PlantedDefect::background_unit_order, "background-unit-order",
     "the background's unit is 'MeV-1 s-1 sr-1' (H.E.S.S. DR1)", true},
    {PlantedDefect::background_unit_invalid, "background-unit-invalid",
     "the background's unit is no FITS unit: '1/s/MeV/sr' (CTA 1DC)", true},
    {PlantedDefect::missing_high_threshold, "missing-high-threshold", "no HI_THRES (MAGIC)", true},
    {PlantedDefect::unsorted_time, "unsorted-time", "TIME is not sorted (CTA 1DC)", true},
    {PlantedDefect::events_outside_gti, "events-outside-gti",
     "the first and the last two events of each run lie outside its good times (H.E.S.S. DR1)", false},
    {PlantedDefect::ra_beyond_turn, "ra-beyond-turn",
     "right ascensions below 0 and beyond 360 deg (CTA 1DC, H.E.S.S. DR1)", true},
    {PlantedDefect::nan_energies, "nan-energies",
     "the first energies of each run are NaN, infinite, negative and zero", false},
    {PlantedDefect::no_events, "no-events", "the events table of the last run has no rows", false},
    {PlantedDefect::angles_in_radians, "angles-in-radians", "RA, DEC, DETX, DETY in rad", true},
    {PlantedDefect::energy_in_gev, "energy-in-gev", "ENERGY in GeV", true},
    {PlantedDefect::missing_units, "missing-units", "the columns of EVENTS have no units", true},
    {PlantedDefect::unsigned_event_id, "unsigned-event-id",
     "EVENT_ID is an unsigned 32-bit number by TZERO, unique in its run only (CTA 1DC)", true},
    {PlantedDefect::gti_misnamed, "gti-misnamed",
     "the HDU index names an extension for the good times that does not exist (full CTA 1DC, gammapy#1225)",
     true},
    {PlantedDefect::index_without_times, "index-without-times",
     "the observation index has no time columns and no OBJECT (MAGIC)", true},
    {PlantedDefect::duplicate_obs_id, "duplicate-obs-id",
     "the second run has the number of the first in both indices (two MAGIC sets)", false},
    {PlantedDefect::missing_file, "missing-file", "the index names a file for the last run that is not there",
     false},
    {PlantedDefect::truncated_file, "truncated-file",
     "the file of the last run ends in the middle of its events", false},
});

}  // namespace

std::span<PlantedDefectRow const> plantable_defects() { return rows; }

PlantedDefect plantable_defect(std::string_view name) {
  std::vector<std::string> names;
  for (PlantedDefectRow const& row : rows) {
    if (same_word(row.name, name)) return row.defect;
    names.emplace_back(row.name);
  }
  std::optional<std::string> const near = nearest_word(name, names);
  throw Failure(Fault::bad_request,
                "no such defect: '" + std::string(name) + "'" +
                    (near ? " - did you mean " + *near + "?" : " - distill describe simulate lists them"));
}

}  // namespace engine
