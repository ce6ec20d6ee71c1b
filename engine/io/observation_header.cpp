#include "engine/io/observation_header.hpp"

#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(FitsHeader const& header, std::string const& what, std::string const& why) {
  throw Failure(Fault::bad_data, what + ": " + header.place() + " (" + why + ") - correct the header");
}

std::optional<double> seconds_in_header(FitsHeader const& header, std::string_view keyword) {
  std::optional<double> const value = header.real(keyword);
  if (!value) return std::nullopt;
  std::string const unit = header.text("TIMEUNIT").value_or("");
  double const value_s = canonical_from(unit, Dimension::time, header.place() + " TIMEUNIT")(*value);
  constexpr double three_thousand_years_s = 1e11;
  if (std::abs(value_s) > three_thousand_years_s)
    refuse(header, std::string(keyword) + " = " + shortest(*value) + " is no time of a telescope",
           "it counts from MJDREF in units of TIMEUNIT");
  return value_s;
}

std::optional<double> duration_in_header(FitsHeader const& header, std::string_view keyword) {
  std::optional<double> const value = seconds_in_header(header, keyword);
  if (value && *value < 0) refuse(header, std::string(keyword) + " is negative", "it is a duration");
  return value;
}

/// DEADC is livetime over ontime; single precision may put it a little above 1.
double live_fraction(FitsHeader const& header, double deadc) {
  if (!(deadc > 0 && deadc <= 1.000001))
    refuse(header, "DEADC = " + shortest(deadc) + " is outside (0, 1]", "it is livetime over ontime");
  return std::min(deadc, 1.0);
}

}  // namespace

std::optional<std::int64_t> observation_id(FitsHeader const& header) {
  std::optional<std::string> const text = header.text("OBS_ID");
  if (!text) return std::nullopt;
  if (std::optional<std::int64_t> const whole = whole_number(*text)) return whole;
  std::optional<double> const value = number(*text);  // 23523.0
  if (!value || std::trunc(*value) != *value || std::abs(*value) > 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<Direction<Icrs>> direction_in_header(FitsHeader const& header, std::string_view ra_keyword,
                                                   std::string_view dec_keyword) {
  std::optional<double> const ra = header.real(ra_keyword), dec = header.real(dec_keyword);
  if (!ra || !dec) return std::nullopt;
  if (std::abs(*dec) > 90)
    refuse(header, std::string(dec_keyword) + " is beyond the pole", "it is in degrees");
  return Direction<Icrs>::at(degrees(*ra), degrees(*dec));
}

// RADECSYS is the old name of RADESYS. H.E.S.S., MAGIC and VERITAS write FK5; it differs from ICRS by some
// 20 mas, and every tool of the field reads it as ICRS.
void require_icrs(FitsHeader const& header) {
  std::string const keyword = header.text("RADESYS") ? "RADESYS" : "RADECSYS";
  std::string const frame = header.text(keyword).value_or("");
  if (same_word(frame, "ICRS")) return;
  if (!frame.empty() && !same_word(frame, "FK5"))
    refuse(header, keyword + " = '" + frame + "' is not supported",
           "RA and DEC must be ICRS or FK5 J2000: as they stand they would land elsewhere on the sky");
  std::string equinox = header.text("EQUINOX").value_or("");
  if (equinox.starts_with('J')) equinox.erase(0, 1);
  if (!equinox.empty() && number(equinox) != 2000.0)
    refuse(header, "EQUINOX = '" + equinox + "' is not supported", "RA and DEC must be of equinox 2000");
}

ObservationHeader read_observation_header(FitsHeader const& header) {
  require_icrs(header);
  ObservationHeader out;
  out.id = observation_id(header).value_or(0);
  out.object = header.text("OBJECT").value_or("");
  out.telescope = header.text("TELESCOP").value_or("");
  out.instrument = header.text("INSTRUME").value_or("");
  out.origin = header.text("ORIGIN").value_or("");
  out.observer = header.text("OBSERVER").value_or("");
  out.pointing = direction_in_header(header, "RA_PNT", "DEC_PNT");
  out.object_position = direction_in_header(header, "RA_OBJ", "DEC_OBJ");
  out.time = time_reference(header);
  out.tstart_s = seconds_in_header(header, "TSTART");
  out.tstop_s = seconds_in_header(header, "TSTOP");
  out.ontime_s = duration_in_header(header, "ONTIME");
  out.livetime_s = duration_in_header(header, "LIVETIME");
  if (std::optional<double> const deadc = header.real("DEADC")) {
    out.dead_time_fraction = 1 - live_fraction(header, *deadc);
    out.deadc_known = true;
  }
  return out;
}

}  // namespace engine
