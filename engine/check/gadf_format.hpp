/// What the GADF format demands, version by version, as tables: keywords, columns, response formats.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_header.hpp"

namespace engine {

enum class GadfVersion { v0_2, v0_3 };

/// By HDUVERS; a header that names no version is held to the newest.
GadfVersion gadf_version(FitsHeader const& header);
/// "GADF 0.3, EVENTS, mandatory header keywords"
std::string clause(GadfVersion version, std::string_view section);

/// Sections by their titles, for clause().
inline constexpr std::string_view section_events_keywords = "EVENTS, mandatory header keywords";
inline constexpr std::string_view section_events_columns = "EVENTS, mandatory columns";
inline constexpr std::string_view section_events_overview = "IACT event lists";
inline constexpr std::string_view section_event_id = "EVENTS, notes on EVENT_ID";
inline constexpr std::string_view section_obs_mode = "EVENTS, notes on OBS_MODE";
inline constexpr std::string_view section_gti_keywords = "GTI, mandatory header keywords";
inline constexpr std::string_view section_gti_columns = "GTI, mandatory columns";
inline constexpr std::string_view section_time_formats = "Time, formats";
inline constexpr std::string_view section_time_precision = "Time, precision";
inline constexpr std::string_view section_radec = "Coordinates, RA / DEC";
inline constexpr std::string_view section_altaz = "Coordinates, Alt / Az";
inline constexpr std::string_view section_location = "Coordinates, Earth location";
inline constexpr std::string_view section_hdu_classes = "HDU classes";
inline constexpr std::string_view section_obs_index_columns = "Observation index table, required columns";
inline constexpr std::string_view section_obs_index_optional = "Observation index table, optional columns";
inline constexpr std::string_view section_obs_index_keywords =
    "Observation index table, mandatory header keywords";
inline constexpr std::string_view section_hdu_index_columns = "HDU index table, columns";
inline constexpr std::string_view section_hdu_index_keywords = "HDU index table, mandatory header keywords";
inline constexpr std::string_view section_hdu_index_types = "HDU index table, HDU_TYPE and HDU_CLASS";
inline constexpr std::string_view section_hdu_index_paths = "HDU index table, BASE_DIR";
inline constexpr std::string_view section_arrays = "FITS multidimensional datasets, BINTABLE HDU";
inline constexpr std::string_view section_aeff_2d = "Effective area format, AEFF_2D";
inline constexpr std::string_view section_bkg_3d = "Background format, BKG_3D";
inline constexpr std::string_view section_point_like = "Point-like IRFs, RAD_MAX";

enum class KeywordType { text, whole, real };
struct KeywordRule {
  std::string_view keyword;
  KeywordType type;
};

/// The five keywords of a time reference. MJDREFI, MJDREFF and TIMESYS have no default.
std::span<KeywordRule const> time_keywords();
std::span<KeywordRule const> location_keywords();
/// Those of EVENTS besides the time keywords; OBS_MODE came with 0.3. For a drift scan RA_PNT and DEC_PNT
/// are free, ALT_PNT and AZ_PNT are not.
std::vector<KeywordRule> events_keywords(GadfVersion version, bool drift);
std::span<KeywordRule const> class_keywords();

/// What a quantity may be measured in; the unit's dimension is checked, the spelling is noted.
enum class Measure { none, energy, angle, time, area, per_solid_angle, rate_density, anything };

struct ResponseColumn {
  std::string_view name;
  Measure measure;
  std::string_view alias;  ///< a name met in real files instead, or empty
};
struct ResponseAxis {
  std::string_view name;  ///< "ENERG": columns ENERG_LO and ENERG_HI
  Measure measure;
  std::string_view alias;
};
struct ResponseFormat {
  std::string_view type;       ///< HDU_TYPE of the index: "aeff"
  std::string_view hdu_class;  ///< HDU_CLASS of the index and, in capitals, HDUCLAS4: "aeff_2d"
  std::string_view hduclas2;
  std::string_view section;
  std::vector<ResponseAxis> axes;
  std::vector<ResponseColumn> columns;
};
std::vector<ResponseFormat> const& response_formats();
ResponseFormat const* response_format(std::string_view hdu_class);  ///< any case
/// From HDUCLAS2 and HDUCLAS4, also by the short names of the first CTA data challenge ("2D", "3GAUSS").
ResponseFormat const* response_format_of(FitsHeader const& header);

bool is_hdu_type(std::string_view word);   ///< HDU_TYPE of the HDU index
bool is_hdu_class(std::string_view word);  ///< HDU_CLASS of the HDU index

}  // namespace engine
