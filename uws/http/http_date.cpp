#include "uws/http/http_date.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/base/text.hpp"

namespace uws::http {

namespace {

using namespace std::chrono;

constexpr std::array<char const*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

std::optional<Clock> clock_of(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  auto const h = engine::whole_number(text.substr(0, 2)), m = engine::whole_number(text.substr(3, 2)),
             s = engine::whole_number(text.substr(6, 2));
  bool const valid = h && m && s && *h >= 0 && *h < 24 && *m >= 0 && *m < 60 && *s >= 0 && *s <= 60;
  if (!valid) return std::nullopt;
  return Clock{static_cast<int>(*h), static_cast<int>(*m), static_cast<int>(*s)};
}

std::optional<sys_seconds> instant(std::optional<std::int64_t> day_number, std::string_view month_name,
                                   std::optional<std::int64_t> year_number, std::string_view clock_text) {
  auto const found = std::find(months.begin(), months.end(), month_name);
  auto const clock = clock_of(clock_text);
  if (!day_number || !year_number || !clock || found == months.end()) return std::nullopt;
  if (*day_number < 1 || *day_number > 31 || *year_number < 1000 || *year_number > 9999) return std::nullopt;
  year_month_day const date{year(static_cast<int>(*year_number)),
                            month(static_cast<unsigned>(found - months.begin() + 1)),
                            day(static_cast<unsigned>(*day_number))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date) + hours(clock->hour) + minutes(clock->minute) + seconds(clock->second);
}

/// RFC 850 years have two digits; one that seems more than 50 years ahead is of the past century.
std::optional<std::int64_t> full_year(std::string_view two_digits) {
  auto const short_year = engine::whole_number(two_digits);
  if (!short_year || two_digits.size() != 2 || *short_year < 0) return std::nullopt;
  auto const today = year_month_day(floor<std::chrono::days>(system_clock::now()));
  std::int64_t const this_year = static_cast<int>(today.year());
  std::int64_t const candidate = this_year / 100 * 100 + *short_year;
  return candidate > this_year + 50 ? candidate - 100 : candidate;
}

}  // namespace

std::string http_date(sys_seconds time) {
  auto const midnight = floor<std::chrono::days>(time);
  year_month_day const date(midnight);
  hh_mm_ss const clock(time - midnight);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[weekday(midnight).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::optional<sys_seconds> parse_http_date(std::string_view text) {
  std::vector<std::string> words = engine::split(engine::trimmed(text), ' ');
  std::erase(words, "");
  if (words.size() == 6 && words[5] == "GMT")
    return instant(engine::whole_number(words[1]), words[2], engine::whole_number(words[3]), words[4]);
  if (words.size() == 5)
    return instant(engine::whole_number(words[2]), words[1], engine::whole_number(words[4]), words[3]);
  if (words.size() != 4 || words[3] != "GMT") return std::nullopt;
  std::vector<std::string> const date = engine::split(words[1], '-');
  if (date.size() != 3) return std::nullopt;
  return instant(engine::whole_number(date[0]), date[1], full_year(date[2]), words[2]);
}

}  // namespace uws::http
