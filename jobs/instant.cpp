#include "jobs/instant.hpp"

#include <array>
#include <cstdio>

#include "engine/base/text.hpp"

namespace jobs {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes text from the left, piece by piece; a piece that is not there leaves everything as it was.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (char const c : rest_.substr(0, count)) {
      if (!is_digit(c)) return std::nullopt;
      value = 10 * value + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool one_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// ".123456": the milliseconds; at least one digit must follow the point.
  std::optional<int> fraction() {
    if (!one_of(".,")) return 0;
    if (rest_.empty() || !is_digit(rest_.front())) return std::nullopt;
    int value = 0;
    for (int scale = 100; !rest_.empty() && is_digit(rest_.front()); scale /= 10, rest_.remove_prefix(1))
      value += scale * (rest_.front() - '0');
    return value;
  }

 private:
  std::string_view rest_;
};

/// Year, month, day, hour, minute, second as far as they are there, with one spelling throughout: separators
/// everywhere or nowhere.
struct Parts {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
};

std::optional<Parts> date_part(Reader& in) {
  Parts parts;
  auto const year = in.digits(4);
  if (!year) return std::nullopt;
  parts.year = *year;
  bool const separated = in.one_of("-");
  if (auto const month = in.digits(2)) {
    parts.month = *month;
  } else {
    return separated ? std::nullopt : std::optional(parts);
  }
  bool const day_follows = !separated || in.one_of("-");
  auto const day = day_follows ? in.digits(2) : std::nullopt;
  if (day) parts.day = *day;
  // "201510" is not a date of ISO 8601, and "2015-10-" is an unfinished one.
  return day || (separated && !day_follows) ? std::optional(parts) : std::nullopt;
}

bool time_part(Reader& in, Parts& parts) {
  auto const hour = in.digits(2);
  if (!hour) return false;
  parts.hour = *hour;
  bool const separated = in.one_of(":");
  auto const minute = in.digits(2);
  if (!minute) return !separated;
  parts.minute = *minute;
  if (separated && !in.one_of(":")) return true;
  auto const second = in.digits(2);
  if (!second) return !separated;
  parts.second = *second;
  auto const fraction = in.fraction();
  if (fraction) parts.millisecond = *fraction;
  return fraction.has_value();
}

std::optional<Instant> instant_of(Parts const& p) {
  using namespace std::chrono;
  auto const date = year(p.year) / month(static_cast<unsigned>(p.month)) / day(static_cast<unsigned>(p.day));
  // A leap second (60) is the first instant of the next minute, as POSIX counts.
  if (!date.ok() || p.year < 1 || p.hour > 23 || p.minute > 59 || p.second > 60) return std::nullopt;
  return sys_days(date) + hours(p.hour) + minutes(p.minute) + seconds(p.second) + milliseconds(p.millisecond);
}

}  // namespace

Instant system_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string iso_text(Instant instant) {
  using namespace std::chrono;
  auto const midnight = floor<days>(instant);
  year_month_day const date(midnight);
  hh_mm_ss const time(instant - midnight);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

std::optional<Instant> instant_from(std::string_view text) {
  Reader in(engine::trimmed(text));
  auto parts = date_part(in);
  if (!parts) return std::nullopt;
  if (in.one_of("Tt ") && !time_part(in, *parts)) return std::nullopt;
  bool const zone_or_nothing = in.one_of("Zz") || in.done();
  return zone_or_nothing && in.done() ? instant_of(*parts) : std::nullopt;
}

}  // namespace jobs
