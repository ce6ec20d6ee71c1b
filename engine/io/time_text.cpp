#include <array>
#include <cmath>
#include <cstdio>

#include <erfa.h>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace {

constexpr double jd_of_mjd = 2400000.5;
constexpr double day_s = 86400;
constexpr double tt_minus_tai_s = 32.184;

std::string not_a_time(std::string_view text, std::string_view why) {
  std::string out = "'";
  out.append(text).append("' is not a time: ").append(why);
  return out + " - write an MJD (53343.92), ISO 8601 (2004-12-04T22:08:06 UTC) or met:SECONDS";
}

using Parsed = Result<TimePoint, std::string>;

/// The date is cut at its decimal point before it becomes a double: day and fraction keep all their digits.
Parsed time_of_mjd_text(std::string_view whole, std::string_view text, TimeScale scale) {
  std::optional<double> const value = number(text);
  if (!value || !std::isfinite(*value)) return not_a_time(whole, "no number");
  if (*value < 0 || *value >= 1e6)
    return not_a_time(
        whole, "an MJD lies between 0 and a million; seconds are written met:" + std::string(trimmed(text)));
  std::size_t const point = text.find('.');
  bool const plain = text.find_first_of("eEdD") == text.npos;
  double const day = std::floor(*value);
  bool const has_decimals = plain && point != text.npos && point + 1 < text.size();
  std::string decimals = "0";
  if (has_decimals) decimals += text.substr(point);
  double const fraction = has_decimals ? number(decimals).value_or(*value - day) : *value - day;
  return TimePoint{time_from_mjd(day, fraction, scale), std::nullopt};
}

/// The digits at `from`, `width` of them; nothing if one is none.
std::optional<int> digits_at(std::string_view text, std::size_t from, std::size_t width) {
  if (from + width > text.size()) return std::nullopt;
  int value = 0;
  for (char const c : text.substr(from, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

struct Calendar {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  double second = 0;
};

/// YYYY-MM-DD[Thh:mm[:ss[.f]]]
std::optional<Calendar> calendar_of(std::string_view text) {
  auto const year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  Calendar out{*year, *month, *day};
  if (text.size() == 10) return out;
  auto const hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2);
  if (!hour || !minute || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':')
    return std::nullopt;
  out.hour = *hour;
  out.minute = *minute;
  if (text.size() == 16) return out;
  if (text[16] != ':' || !digits_at(text, 17, 2)) return std::nullopt;
  std::string_view const seconds_text = text.substr(17);
  if (seconds_text.find_first_not_of("0123456789.") != seconds_text.npos) return std::nullopt;
  std::optional<double> const second = number(seconds_text);
  if (!second) return std::nullopt;
  out.second = *second;
  return out;
}

Parsed time_of_iso_text(std::string_view whole, std::string_view text, TimeScale scale) {
  std::optional<Calendar> const date = calendar_of(text);
  if (!date) return not_a_time(whole, "neither a number nor YYYY-MM-DDThh:mm:ss");
  double jd = 0, fraction = 0;
  // ERFA only asks whether the scale has leap seconds.
  char const* const erfa_scale = scale == TimeScale::utc ? "UTC" : "TT";
  int const status = eraDtf2d(erfa_scale, date->year, date->month, date->day, date->hour, date->minute,
                              date->second, &jd, &fraction);
  if (status < 0 || status > 1) return not_a_time(whole, "there is no such date or time of day");
  return TimePoint{time_from_mjd(jd - jd_of_mjd, fraction, scale), std::nullopt};
}

/// Cuts a scale word (or Z) off the end of `text`; nothing if there is none.
std::optional<TimeScale> cut_scale(std::string_view& text) {
  if (!text.empty() && (text.back() == 'Z' || text.back() == 'z')) {
    text = trimmed(text.substr(0, text.size() - 1));
    return TimeScale::utc;
  }
  std::size_t const blank = text.find_last_of(" \t");
  if (blank == text.npos) return std::nullopt;
  std::optional<TimeScale> const scale = time_scale_of(text.substr(blank + 1));
  if (scale) text = trimmed(text.substr(0, blank));
  return scale;
}

}  // namespace

Parsed parse_time(std::string_view whole, TimeScale default_scale) {
  std::string_view text = trimmed(whole);
  auto const starts_with = [&](std::string_view prefix) {
    return same_word(text.substr(0, prefix.size()), prefix);
  };
  if (starts_with("met:")) {
    std::optional<double> const met_s = number(text.substr(4));
    if (!met_s || !std::isfinite(*met_s)) return not_a_time(whole, "no number of seconds");
    return TimePoint{std::nullopt, met_s};
  }
  TimeScale const scale = cut_scale(text).value_or(default_scale);
  if (starts_with("mjd:")) return time_of_mjd_text(whole, trimmed(text.substr(4)), scale);
  if (number(text)) return time_of_mjd_text(whole, text, scale);
  return time_of_iso_text(whole, text, scale);
}

std::string iso_text(Time t, TimeScale scale, int decimals) {
  EXPECTS(decimals >= 0 && decimals <= 9);
  double const tt_s = in_seconds(t.tt());
  constexpr double years_of_four_digits_s = 6e10;
  if (!(std::abs(tt_s) < years_of_four_digits_s)) return "MJD " + shortest(t.mjd_tt());
  double const day = std::floor(tt_s / day_s);
  double jd = jd_of_mjd + Time::epoch_mjd + day, fraction = (tt_s - day * day_s) / day_s;
  switch (scale) {
    case TimeScale::tt: break;
    case TimeScale::tai: fraction -= tt_minus_tai_s / day_s; break;
    case TimeScale::tdb: fraction += eraDtdb(jd, fraction, fraction, 0, 0, 0) / day_s; break;
    case TimeScale::utc: {
      double const tai_jd = jd, tai_fraction = fraction - tt_minus_tai_s / day_s;
      eraTaiutc(tai_jd, tai_fraction, &jd, &fraction);
      break;
    }
  }
  int year = 0, month = 0, date = 0;
  std::array<int, 4> clock{};  // hours, minutes, seconds, decimals of a second
  eraD2dtf(scale == TimeScale::utc ? "UTC" : "TT", decimals, jd, fraction, &year, &month, &date,
           clock.data());
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d", year, month, date, clock[0],
                clock[1], clock[2]);
  std::string iso = out.data();
  if (decimals > 0) {
    std::snprintf(out.data(), out.size(), ".%0*d", decimals, clock[3]);
    iso += out.data();
  }
  return iso;
}

}  // namespace engine
