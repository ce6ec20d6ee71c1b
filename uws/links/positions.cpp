#include "uws/links/positions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/base/text.hpp"

namespace uws {

namespace {

using engine::Result;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::optional<double> finite_or_open(std::string_view word) {
  std::string const small = engine::lower(word);
  if (small == "inf" || small == "+inf" || small == "infinity" || small == "+infinity") return infinity;
  if (small == "-inf" || small == "-infinity") return -infinity;
  auto const value = engine::number(word);
  return value && !std::isnan(*value) ? value : std::nullopt;
}

Result<std::vector<double>, BadValue> numbers_of(std::string_view text) {
  std::vector<double> numbers;
  for (std::string const& word : engine::split(text, ' ')) {
    if (word.empty()) continue;
    auto const value = finite_or_open(word);
    if (!value) return BadValue{"'" + word.substr(0, 40) + "' is not a number"};
    numbers.push_back(*value);
  }
  return numbers;
}

std::optional<BadValue> bad_point(double ra, double dec) {
  if (!(ra >= 0 && ra <= 360)) return BadValue{"right ascension must be between 0 and 360 degrees"};
  if (!(dec >= -90 && dec <= 90)) return BadValue{"declination must be between -90 and 90 degrees"};
  return std::nullopt;
}

}  // namespace

Result<SkyShape, BadValue> circle_of(std::string_view text) {
  auto numbers = numbers_of(text);
  if (!numbers) return numbers.error();
  if (numbers->size() != 3)
    return BadValue{"a circle needs three numbers: right ascension, declination, radius"};
  if (auto bad = bad_point((*numbers)[0], (*numbers)[1])) return *bad;
  if (double const radius = (*numbers)[2]; !(radius >= 0 && radius <= 180))
    return BadValue{"the radius must be between 0 and 180 degrees"};
  return SkyShape{SkyShape::Kind::circle, std::move(*numbers)};
}

Result<SkyShape, BadValue> polygon_of(std::string_view text) {
  constexpr std::size_t most_numbers = 2000;
  auto numbers = numbers_of(text);
  if (!numbers) return numbers.error();
  std::size_t const count = numbers->size();
  if (count < 6 || count % 2 != 0 || count > most_numbers)
    return BadValue{"a polygon needs three to 1000 vertices of right ascension and declination"};
  for (std::size_t i = 0; i < count; i += 2)
    if (auto bad = bad_point((*numbers)[i], (*numbers)[i + 1])) return *bad;
  return SkyShape{SkyShape::Kind::polygon, std::move(*numbers)};
}

Result<SkyShape, BadValue> range_of(std::string_view text) {
  auto parsed = numbers_of(text);
  if (!parsed) return parsed.error();
  std::vector<double>& n = *parsed;
  if (n.size() != 4)
    return BadValue{
        "a range needs four numbers: lower and upper right ascension, lower and upper declination"};
  n[0] = n[0] == -infinity ? 0.0 : n[0];
  n[1] = n[1] == infinity ? 360.0 : n[1];
  n[2] = n[2] == -infinity ? -90.0 : n[2];
  n[3] = n[3] == infinity ? 90.0 : n[3];
  for (std::size_t i = 0; i < 2; ++i)
    if (auto bad = bad_point(n[i], n[2 + i])) return *bad;
  if (n[2] > n[3]) return BadValue{"the lower declination is above the upper one"};
  return SkyShape{SkyShape::Kind::range, std::move(n)};
}

Result<SkyShape, BadValue> position_of(std::string_view text) {
  std::string_view const trimmed = engine::trimmed(text);
  std::size_t const blank = std::min(trimmed.find(' '), trimmed.size());
  std::string const word = engine::upper(trimmed.substr(0, blank));
  std::string_view const numbers = trimmed.substr(blank);
  if (word == "CIRCLE") return circle_of(numbers);
  if (word == "RANGE") return range_of(numbers);
  if (word == "POLYGON") return polygon_of(numbers);
  return BadValue{"a position begins with CIRCLE, RANGE or POLYGON"};
}

Result<Interval, BadValue> interval_of(std::string_view text) {
  auto const numbers = numbers_of(text);
  if (!numbers) return numbers.error();
  if (numbers->empty() || numbers->size() > 2)
    return BadValue{"an interval needs two numbers, lower and upper end"};
  Interval const interval{numbers->front(), numbers->back()};
  if (interval.low > interval.high) return BadValue{"the lower end is above the upper one"};
  return interval;
}

}  // namespace uws
