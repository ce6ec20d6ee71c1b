#include "engine/check/gadf_format.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr std::array<KeywordRule, 5> time_rules{{{"MJDREFI", KeywordType::whole},
                                                 {"MJDREFF", KeywordType::real},
                                                 {"TIMEUNIT", KeywordType::text},
                                                 {"TIMESYS", KeywordType::text},
                                                 {"TIMEREF", KeywordType::text}}};

constexpr std::array<KeywordRule, 3> location_rules{
    {{"GEOLON", KeywordType::real}, {"GEOLAT", KeywordType::real}, {"ALTITUDE", KeywordType::real}}};

constexpr std::array<KeywordRule, 4> class_rules{{{"HDUCLASS", KeywordType::text},
                                                  {"HDUDOC", KeywordType::text},
                                                  {"HDUVERS", KeywordType::text},
                                                  {"HDUCLAS1", KeywordType::text}}};

std::vector<ResponseFormat> make_formats() {
  ResponseAxis const energy{"ENERG", Measure::energy, "ETRUE"}, offset{"THETA", Measure::angle, ""};
  ResponseAxis const migration{"MIGRA", Measure::none, ""}, radius{"RAD", Measure::angle, ""};
  ResponseAxis const detx{"DETX", Measure::angle, ""}, dety{"DETY", Measure::angle, ""};
  ResponseColumn const rate{"BKG", Measure::rate_density, "BGD"};
  return {
      {"aeff", "aeff_2d", "EFF_AREA", section_aeff_2d, {energy, offset}, {{"EFFAREA", Measure::area, ""}}},
      {"edisp",
       "edisp_2d",
       "EDISP",
       "Energy dispersion format, EDISP_2D",
       {energy, migration, offset},
       {{"MATRIX", Measure::none, ""}}},
      {"psf",
       "psf_table",
       "PSF",
       "PSF_TABLE",
       {energy, offset, radius},
       {{"RPSF", Measure::per_solid_angle, ""}}},
      // The versions disagree on the unit of SCALE (none, then sr-1); both are met.
      {"psf",
       "psf_3gauss",
       "PSF",
       "PSF_3GAUSS",
       {energy, offset},
       {{"SCALE", Measure::anything, ""},
        {"SIGMA_1", Measure::angle, ""},
        {"AMPL_2", Measure::none, ""},
        {"SIGMA_2", Measure::angle, ""},
        {"AMPL_3", Measure::none, ""},
        {"SIGMA_3", Measure::angle, ""}}},
      {"psf",
       "psf_king",
       "PSF",
       "PSF_KING",
       {energy, offset},
       {{"GAMMA", Measure::none, ""}, {"SIGMA", Measure::angle, ""}}},
      {"bkg", "bkg_2d", "BKG", "Background format, BKG_2D", {energy, offset}, {rate}},
      {"bkg", "bkg_3d", "BKG", section_bkg_3d, {energy, detx, dety}, {rate}},
      {"rad_max",
       "rad_max_2d",
       "RAD_MAX",
       section_point_like,
       {energy, offset},
       {{"RAD_MAX", Measure::angle, ""}}},
  };
}

}  // namespace

GadfVersion gadf_version(FitsHeader const& header) {
  std::string const version = header.text("HDUVERS").value_or("");
  bool const old = version.find("0.1") != version.npos || version.find("0.2") != version.npos;
  return old ? GadfVersion::v0_2 : GadfVersion::v0_3;
}

std::string clause(GadfVersion version, std::string_view section) {
  return (version == GadfVersion::v0_2 ? "GADF 0.2, " : "GADF 0.3, ") + std::string(section);
}

std::span<KeywordRule const> time_keywords() { return time_rules; }
std::span<KeywordRule const> location_keywords() { return location_rules; }
std::span<KeywordRule const> class_keywords() { return class_rules; }

std::vector<KeywordRule> events_keywords(GadfVersion version, bool drift) {
  using enum KeywordType;
  std::vector<KeywordRule> rules(class_rules.begin(), class_rules.end());
  for (KeywordRule const& rule : std::initializer_list<KeywordRule>{{"OBS_ID", whole},
                                                                    {"TSTART", real},
                                                                    {"TSTOP", real},
                                                                    {"ONTIME", real},
                                                                    {"LIVETIME", real},
                                                                    {"DEADC", real},
                                                                    {"EQUINOX", real},
                                                                    {"RADECSYS", text},
                                                                    {"ORIGIN", text},
                                                                    {"TELESCOP", text},
                                                                    {"INSTRUME", text},
                                                                    {"CREATOR", text}})
    rules.push_back(rule);
  if (version == GadfVersion::v0_3) rules.push_back({"OBS_MODE", text});
  rules.push_back({drift ? "ALT_PNT" : "RA_PNT", real});
  rules.push_back({drift ? "AZ_PNT" : "DEC_PNT", real});
  return rules;
}

std::vector<ResponseFormat> const& response_formats() {
  static std::vector<ResponseFormat> const formats = make_formats();
  return formats;
}

ResponseFormat const* response_format(std::string_view hdu_class) {
  auto const& all = response_formats();
  auto const found = std::find_if(all.begin(), all.end(),
                                  [&](ResponseFormat const& f) { return same_word(f.hdu_class, hdu_class); });
  return found == all.end() ? nullptr : &*found;
}

ResponseFormat const* response_format_of(FitsHeader const& header) {
  std::string const name = header.text("HDUCLAS4").value_or("");
  if (ResponseFormat const* exact = response_format(name)) return exact;
  std::string const component = header.text("HDUCLAS2").value_or("");
  for (ResponseFormat const& format : response_formats()) {
    bool const same_component =
        same_word(component, format.hduclas2) || (format.hduclas2 == "PSF" && same_word(component, "RPSF"));
    std::string const suffix(format.hdu_class.substr(format.hdu_class.find('_') + 1));
    if (same_component && same_word(name, suffix)) return &format;
  }
  return nullptr;
}

bool is_hdu_type(std::string_view word) {
  constexpr std::array<std::string_view, 7> known{"events", "gti", "aeff", "psf", "edisp", "bkg", "rad_max"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

bool is_hdu_class(std::string_view word) {
  constexpr std::array<std::string_view, 3> without_format{"events", "gti", "psf_gtpsf"};
  bool const known = std::find(without_format.begin(), without_format.end(), word) != without_format.end();
  ResponseFormat const* format = response_format(word);
  return known || (format != nullptr && format->hdu_class == word);
}

}  // namespace engine
