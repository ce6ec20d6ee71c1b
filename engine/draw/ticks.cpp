#include "engine/draw/ticks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr char const* minus = "\xe2\x88\x92";
constexpr char const* degree = "\xc2\xb0";

int decimals_of(double step) {
  int decimals = 0;
  for (double shown = step; decimals < 9 && std::abs(shown - std::round(shown)) > 1e-6 * shown; shown *= 10)
    ++decimals;
  return decimals;
}

/// Digits without a sign. Not std::to_string: that follows the locale of the process.
std::string fixed(double magnitude, int decimals) {
  double const scale = std::pow(10.0, decimals);
  auto const scaled = static_cast<long long>(std::llround(magnitude * scale));
  std::string digits = std::to_string(scaled);
  if (decimals == 0) return digits;
  auto const places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  return digits.insert(digits.size() - places, ".");
}

std::string grouped(std::string digits) {
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, "\xe2\x80\xaf");  // narrow space
  return digits;
}

std::string superscript(int exponent) {
  constexpr std::array<char const*, 10> figures{
      "\xe2\x81\xb0", "\xc2\xb9",     "\xc2\xb2",     "\xc2\xb3",     "\xe2\x81\xb4",
      "\xe2\x81\xb5", "\xe2\x81\xb6", "\xe2\x81\xb7", "\xe2\x81\xb8", "\xe2\x81\xb9"};
  std::string out = exponent < 0 ? "\xe2\x81\xbb" : "";
  for (char const c : std::to_string(std::abs(exponent))) out += figures[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string with_sign(double value, std::string const& magnitude) {
  return (value < 0 ? minus : "") + magnitude;
}

/// A few significant digits without trailing zeros.
int decimals_to_show(double magnitude, int most) {
  for (int decimals = 0; decimals < most; ++decimals) {
    double const shown = magnitude * std::pow(10.0, decimals);
    if (std::abs(shown - std::round(shown)) < 1e-6 * shown) return decimals;
  }
  return most;
}

}  // namespace

double round_step(double range, int most) {
  EXPECTS(range > 0 && std::isfinite(range) && most > 0);
  double const exact = range / most;
  double const power = std::pow(10.0, std::floor(std::log10(exact)));
  for (double const factor : {1.0, 2.0, 5.0, 10.0})
    if (factor * power >= exact * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

double round_angle_step_deg(double range_deg, int most) {
  double const exact = range_deg / most * (1 - 1e-9);
  for (double const step : {2.0, 5.0, 10.0, 15.0, 30.0, 45.0, 60.0, 90.0})
    if (exact > 1 && exact <= step) return step;
  return exact > 1 ? 90 : round_step(range_deg, most);
}

std::vector<double> multiples(double step, double from, double to) {
  EXPECTS(step > 0 && std::isfinite(from) && std::isfinite(to));
  std::vector<double> out;
  for (double i = std::ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; ++i)
    out.push_back(i == 0 ? 0.0 : i * step);  // no negative zero
  return out;
}

std::string number_label(double value) {
  double const magnitude = std::abs(value);
  if (magnitude == 0) return "0";
  int const exponent = static_cast<int>(std::floor(std::log10(magnitude) + 1e-12));
  if (exponent >= -3 && exponent < 5) {
    std::string const text = fixed(magnitude, decimals_to_show(magnitude, std::max(0, 3 - exponent)));
    return with_sign(value, text.find('.') == text.npos && magnitude >= 1e4 ? grouped(text) : text);
  }
  double const mantissa = magnitude / std::pow(10.0, exponent);
  std::string const factor = fixed(mantissa, decimals_to_show(mantissa, 2));
  return with_sign(value, (factor == "1" ? "" : factor + "\xc3\x97") + "10" + superscript(exponent));
}

std::string longitude_label(double deg, double step_deg) {
  double const turned = deg - 360 * std::floor(deg / 360);
  std::string const label = fixed(turned, decimals_of(step_deg));
  return (label == fixed(360, decimals_of(step_deg)) ? fixed(0, decimals_of(step_deg)) : label) + degree;
}

std::string latitude_label(double deg, double step_deg) {
  std::string const sign = deg < 0 ? minus : deg > 0 ? "+" : "";
  return sign + fixed(std::abs(deg), decimals_of(step_deg)) + degree;
}

}  // namespace engine
