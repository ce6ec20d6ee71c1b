#include "catalog/adql/literals.hpp"

#include <chrono>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

/// Takes digits off the front: exactly `count` of them.
std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (char const c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int> after(std::string_view& text, char separator, std::size_t count) {
  return take(text, separator) ? digits(text, count) : std::nullopt;
}

bool is_clock(std::string_view& text) {
  auto const hour = digits(text, 2);
  auto const minute = after(text, ':', 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return false;
  if (text.empty() || text.front() == 'Z') return true;
  auto const second = after(text, ':', 2);
  if (!second || *second > 60) return false;
  if (take(text, '.'))
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<std::string> iso_time(std::string_view written) {
  std::string_view const whole = engine::trimmed(written);
  std::string_view text = whole;
  auto const year = digits(text, 4);
  auto const month = after(text, '-', 2);
  auto const day = after(text, '-', 2);
  if (!year || !month || !day || *year < 1) return std::nullopt;
  using namespace std::chrono;
  if (!year_month_day(std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                      std::chrono::day{static_cast<unsigned>(*day)})
           .ok())
    return std::nullopt;
  if (!text.empty() && text.front() != 'Z' && !((take(text, 'T') || take(text, ' ')) && is_clock(text)))
    return std::nullopt;
  std::string_view const kept = whole.substr(0, whole.size() - text.size());
  take(text, 'Z');
  if (!text.empty()) return std::nullopt;
  return std::string(kept);
}

std::string array_element(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace catalog::adql
