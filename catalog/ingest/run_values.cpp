#include "catalog/ingest/run_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"
#include "engine/io/observation_header.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/model/sky.hpp"

namespace catalog::ingest {

namespace {

using engine::FitsHeader;

/// Runs `read`; what stands against it becomes a note.
template <class Read>
auto noted(Notes& notes, Read read) -> decltype(read()) {
  try {
    return read();
  } catch (engine::Failure const& failure) {
    notes.emplace_back(failure.what());
    return {};
  }
}

std::optional<double> within(FitsHeader const& header, std::string const& keyword, double least, double most,
                             std::string const& meaning, Notes& notes) {
  std::optional<double> const value = real_or_note(header, keyword, notes);
  if (!value || (*value >= least && *value <= most)) return value;
  notes.push_back(keyword + " = " + engine::shortest(*value) + " is left out: it cannot be " + meaning);
  return std::nullopt;
}

double turned(double degrees) {
  double const in_turn = degrees - 360 * std::floor(degrees / 360);
  return in_turn < 360 ? in_turn : 0;
}

/// Seconds whatever TIMEUNIT is; beyond three thousand years it is no time of a telescope.
std::optional<double> seconds_of(FitsHeader const& header, std::string const& keyword, double least,
                                 Notes& notes) {
  constexpr double three_thousand_years_s = 1e11;
  std::optional<double> const value = real_or_note(header, keyword, notes);
  if (!value) return std::nullopt;
  auto const unit = engine::canonical_from(header.text("TIMEUNIT").value_or(""), engine::Dimension::time,
                                           header.place() + " TIMEUNIT");
  double const value_s = unit(*value);
  if (value_s >= least && value_s <= three_thousand_years_s) return value_s;
  notes.push_back(keyword + " = " + engine::shortest(*value) + " is left out: no " +
                  (least < 0 ? "time of a telescope" : "duration"));
  return std::nullopt;
}

/// The least and the greatest MJD that the years of UTC allow for an observation of gamma rays.
constexpr double first_mjd_utc = 36934, last_mjd_utc = 88069;  // 1960 to 2100

std::optional<double> mjd_utc(engine::TimeReference const& reference, double met_s,
                              std::string const& keyword, Notes& notes) {
  return noted(notes, [&]() -> std::optional<double> {
    double const mjd = engine::mjd_in(reference.time_of(met_s), engine::TimeScale::utc);
    if (mjd >= first_mjd_utc && mjd < last_mjd_utc) return mjd;
    notes.push_back(keyword + " is left out: MJD " + engine::shortest(mjd) +
                    " is no date of an observation - check MJDREF and TIMEUNIT");
    return std::nullopt;
  });
}

void add_limits(TimeValues& out, std::vector<engine::MetRange> const& good_times, Notes& notes) {
  auto start_s = out.tstart_s, stop_s = out.tstop_s;
  if (start_s && stop_s && *stop_s < *start_s) {
    notes.emplace_back("TSTOP is before TSTART: the good time intervals tell the times of the run");
    start_s = stop_s = std::nullopt;
  }
  if (!start_s && !good_times.empty()) start_s = good_times.front().start_s;
  if (!stop_s && !good_times.empty()) stop_s = good_times.back().stop_s;
  if (start_s) out.t_min = mjd_utc(*out.reference, *start_s, "TSTART", notes);
  if (stop_s) out.t_max = mjd_utc(*out.reference, *stop_s, "TSTOP", notes);
}

void add_exposure(TimeValues& out, FitsHeader const& header, Notes& notes) {
  constexpr double roundly_one = 1.000001;  // single precision may put it a little above
  out.ontime_s = seconds_of(header, "ONTIME", 0, notes);
  out.livetime_s = seconds_of(header, "LIVETIME", 0, notes);
  out.telapse_s = seconds_of(header, "TELAPSE", 0, notes);
  out.deadc = within(header, "DEADC", 0, roundly_one, "a live fraction (0 to 1)", notes);
  if (!out.livetime_s && out.ontime_s && out.deadc) {
    out.livetime_s = *out.ontime_s * *out.deadc;
    notes.emplace_back("LIVETIME is absent: ONTIME * DEADC is used");
  }
}

/// The radius in "CIRCLE(267.6812,-29.6075,5)".
std::optional<double> circle_radius(std::string const& text) {
  std::string const upper = engine::upper(text);
  std::size_t const open = upper.find("CIRCLE("), close = upper.find(')');
  if (open == upper.npos || close == upper.npos || close < open) return std::nullopt;
  std::vector<std::string> const numbers = engine::split(text.substr(open + 7, close - open - 7), ',');
  return numbers.size() == 3 ? engine::number(numbers[2]) : std::nullopt;
}

std::optional<double> region_of_interest_deg(FitsHeader const& header) {
  for (int n = 1; n <= 99; ++n) {
    std::string const suffix = std::to_string(n);
    std::string const type = engine::upper(header.text("DSTYP" + suffix).value_or(""));
    if (type.empty()) return std::nullopt;
    if (!type.starts_with("POS(")) continue;
    std::optional<double> const radius = circle_radius(header.text("DSVAL" + suffix).value_or(""));
    if (radius && *radius > 0 && *radius <= 180) return 2 * *radius;
  }
  return std::nullopt;
}

struct KnownInstrument {
  std::string_view telescope;
  double fov_deg;
};
/// Fields of view of the arrays themselves (formats.md of the collections: H.E.S.S. 5, MAGIC and VERITAS 3.5,
/// CTA 10 deg), for runs of which nothing else says it.
constexpr std::array<KnownInstrument, 6> known_instruments{
    {{"HESS", 5}, {"MAGIC", 3.5}, {"VERITAS", 3.5}, {"CTA", 10}, {"CTAO", 10}, {"H.E.S.S.", 5}}};

}  // namespace

std::optional<double> real_or_note(FitsHeader const& header, std::string const& keyword, Notes& notes) {
  return noted(notes, [&] { return header.real(keyword); });
}

std::optional<std::int64_t> integer_or_note(FitsHeader const& header, std::string const& keyword,
                                            std::int64_t least, std::int64_t most, Notes& notes) {
  auto const value = noted(notes, [&] { return header.integer(keyword); });
  if (!value || (*value >= least && *value <= most)) return value;
  notes.push_back(keyword + " = " + std::to_string(*value) + " is left out: it cannot be");
  return std::nullopt;
}

SkyValues sky_values(FitsHeader const& header, Notes& notes) {
  SkyValues out;
  out.ra_pnt = real_or_note(header, "RA_PNT", notes);
  out.dec_pnt = within(header, "DEC_PNT", -90, 90, "a declination", notes);
  out.ra_obj = real_or_note(header, "RA_OBJ", notes);
  out.dec_obj = within(header, "DEC_OBJ", -90, 90, "a declination", notes);
  out.alt_deg = within(header, "ALT_PNT", -90, 90, "an altitude", notes);
  out.az_deg = within(header, "AZ_PNT", -360, 720, "an azimuth", notes);
  if (out.alt_deg) out.zen_deg = 90 - *out.alt_deg;
  bool const icrs = noted(notes, [&] { return engine::require_icrs(header), true; });
  constexpr double most_turns_deg = 3600;
  if (out.ra_pnt && std::abs(*out.ra_pnt) > most_turns_deg) {
    notes.push_back("RA_PNT = " + engine::shortest(*out.ra_pnt) + " is left out: it is no angle in degrees");
    out.ra_pnt = std::nullopt;
  }
  if (!icrs || !out.ra_pnt || !out.dec_pnt) return out;
  out.pointing = SkyPoint{turned(*out.ra_pnt), *out.dec_pnt};
  auto const direction =
      engine::Direction<engine::Icrs>::at(engine::degrees(*out.ra_pnt), engine::degrees(*out.dec_pnt));
  engine::Direction<engine::Galactic> const galactic = engine::to_galactic(direction);
  out.glon_deg = turned(engine::in_degrees(galactic.lon()));
  out.glat_deg = engine::in_degrees(galactic.lat());
  return out;
}

TimeValues time_values(FitsHeader const& header, std::vector<engine::MetRange> const& good_times,
                       Notes& notes) {
  TimeValues out;
  out.reference = noted(notes, [&] { return std::optional(engine::time_reference(header)); });
  noted(notes, [&] {
    constexpr double any = -std::numeric_limits<double>::infinity();
    out.tstart_s = seconds_of(header, "TSTART", any, notes);
    out.tstop_s = seconds_of(header, "TSTOP", any, notes);
    add_exposure(out, header, notes);
    return true;
  });
  if (out.reference) add_limits(out, good_times, notes);
  return out;
}

std::optional<double> mean_field_of_view_deg(ArrayConfiguration const& array) {
  double sum = 0;
  int known = 0;
  for (Telescope const& telescope : array.telescopes)
    if (telescope.fov_deg) sum += *telescope.fov_deg, ++known;
  return known > 0 ? std::optional(sum / known) : std::nullopt;
}

std::optional<double> field_of_view_deg(FitsHeader const& header, Collection const& collection,
                                        ArrayConfiguration const* array) {
  if (array != nullptr)
    if (std::optional<double> const mean = mean_field_of_view_deg(*array)) return mean;
  if (std::optional<double> const region = region_of_interest_deg(header)) return region;
  if (collection.s_fov_deg) return collection.s_fov_deg;
  std::string const telescope = header.text("TELESCOP").value_or("");
  for (KnownInstrument const& known : known_instruments)
    if (engine::same_word(known.telescope, telescope)) return known.fov_deg;
  return std::nullopt;
}

ArrayConfiguration const* array_of(FitsHeader const& header, std::optional<engine::Time> when,
                                   Collection const& collection) {
  std::string const instrument = header.text("INSTRUME").value_or("");
  for (ArrayConfiguration const& array : collection.arrays) {
    if (!array.instrument.empty() && !engine::same_word(array.instrument, instrument)) continue;
    bool const dated = array.valid_from || array.valid_to;
    if (dated && !when) continue;
    if ((array.valid_from && *when < *array.valid_from) || (array.valid_to && *when >= *array.valid_to))
      continue;
    return &array;
  }
  return nullptr;
}

}  // namespace catalog::ingest
