#include "engine/check/site_rules.hpp"

#include <array>
#include <cmath>
#include <optional>

#include "engine/base/text.hpp"
#include "engine/check/header_rules.hpp"

namespace engine {

namespace {

struct Site {
  std::string_view telescope;  ///< TELESCOP begins with it, in any case
  double latitude_deg, longitude_deg, altitude_m;
};
// As gammapy 1.0 has them (gammapy.data.observatory_locations), LST at the northern site of CTA.
constexpr std::array<Site, 9> sites{{{"HESS", -23.27178, 16.50022, 1835},
                                     {"H.E.S.S.", -23.27178, 16.50022, 1835},
                                     {"MAGIC", 28.76194, -17.89, 2200},
                                     {"VERITAS", 31.67506, -110.95216, 1268},
                                     {"FACT", 28.76165, -17.89112, 2200},
                                     {"LST", 28.76216, -17.892, 2147},
                                     {"CTA", -24.68343, -70.31634, 2150},
                                     {"CTA", 28.76216, -17.892, 2147},
                                     {"HAWC", 18.99667, -97.30944, 4100}}};

constexpr double site_radius_deg = 0.5;
constexpr double wrong_sign_radius_deg = 10;  // CTA 1DC writes 79.4 for 70.3 west
constexpr double altitude_tolerance_m = 300;

bool close(double a, double b) { return std::abs(a - b) < site_radius_deg; }

/// The site of that telescope that is nearest in latitude.
Site const* site_of(std::string const& telescope, double latitude_deg) {
  Site const* best = nullptr;
  for (Site const& site : sites) {
    if (!same_word(std::string_view(telescope).substr(0, site.telescope.size()), site.telescope)) continue;
    bool const nearer = best == nullptr || std::abs(site.latitude_deg - latitude_deg) <
                                               std::abs(best->latitude_deg - latitude_deg);
    if (nearer) best = &site;
  }
  return best;
}

struct SiteReport {
  Findings const& out;
  std::string where;

  void add(Severity severity, std::string code, std::string keyword, std::string message,
           std::string remedy) const {
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = std::move(keyword),
             .message = std::move(message),
             .remedy = std::move(remedy),
             .clause = where});
  }
};

void check_position(Site const& site, double latitude_deg, double longitude_deg, SiteReport const& report) {
  double const east = std::remainder(longitude_deg, 360);
  std::string const telescope(site.telescope), latitude = shortest(site.latitude_deg),
                                               longitude = shortest(site.longitude_deg);
  if (close(latitude_deg, site.latitude_deg) && close(east, site.longitude_deg)) return;
  bool const mirrored = std::abs(east + site.longitude_deg) < wrong_sign_radius_deg &&
                        std::abs(site.longitude_deg) > wrong_sign_radius_deg / 2;
  if (close(latitude_deg, site.latitude_deg) && mirrored)
    return report.add(Severity::error, "site-longitude-sign", "GEOLON",
                      "GEOLON = " + shortest(longitude_deg) + " has the wrong sign (east is positive, " +
                          telescope + " is at " + longitude +
                          "): altitudes and azimuths computed from it are wrong",
                      "write a negative longitude for the west");
  if (close(-latitude_deg, site.latitude_deg) && close(east, site.longitude_deg))
    return report.add(Severity::error, "site-latitude-sign", "GEOLAT",
                      "GEOLAT = " + shortest(latitude_deg) + " has the wrong sign (" + telescope + " is at " +
                          latitude + ")",
                      "write a negative latitude for the south");
  if (close(latitude_deg, site.longitude_deg) && close(east, site.latitude_deg))
    return report.add(Severity::error, "site-swapped", "GEOLAT", "GEOLAT and GEOLON are exchanged",
                      "exchange their values");
  report.add(Severity::warning, "site-elsewhere", "GEOLON",
             "latitude " + shortest(latitude_deg) + ", longitude " + shortest(longitude_deg) +
                 " is not where " + telescope + " stands (" + latitude + ", " + longitude + ")",
             "correct TELESCOP, GEOLAT or GEOLON");
}

void check_altitude(Site const& site, double altitude_m, SiteReport const& report) {
  if (std::abs(altitude_m - site.altitude_m) < altitude_tolerance_m) return;
  if (std::abs(altitude_m * 1000 - site.altitude_m) < altitude_tolerance_m)
    return report.add(Severity::warning, "site-altitude-in-km", "ALTITUDE",
                      "ALTITUDE = " + shortest(altitude_m) + " is in kilometres; the format wants metres",
                      "write " + shortest(altitude_m * 1000));
  report.add(Severity::warning, "site-altitude-elsewhere", "ALTITUDE",
             "ALTITUDE = " + shortest(altitude_m) + " m is not the height of " + std::string(site.telescope) +
                 " (" + shortest(site.altitude_m) + " m)",
             "correct it");
}

}  // namespace

void check_site(FitsHeader const& header, Findings const& out) {
  SiteReport const report{out, clause(gadf_version(header), section_location)};
  check_keywords(header, location_keywords(), Severity::note, report.where, out);
  std::optional<double> const latitude = real_value(header, "GEOLAT");
  std::optional<double> const longitude = real_value(header, "GEOLON");
  std::optional<double> const altitude = real_value(header, "ALTITUDE");
  if (latitude && std::abs(*latitude) > 90)
    return report.add(Severity::error, "site-impossible", "GEOLAT",
                      "GEOLAT = " + shortest(*latitude) + " is outside -90..90 deg", "correct it");
  std::string const telescope = header.text("TELESCOP").value_or("");
  Site const* site = latitude ? site_of(telescope, *latitude) : nullptr;
  if (site == nullptr) return;
  if (longitude) check_position(*site, *latitude, *longitude, report);
  if (altitude) check_altitude(*site, *altitude, report);
}

}  // namespace engine
