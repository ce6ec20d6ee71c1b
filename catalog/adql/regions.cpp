#include "catalog/adql/regions.hpp"

#include <array>
#include <cmath>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (char const c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

template <std::size_t n>
bool is_one_of(std::string const& word, std::array<std::string_view, n> const& words) {
  for (std::string_view const other : words)
    if (word == other) return true;
  return false;
}

constexpr std::array<std::string_view, 6> icrs_frames = {"ICRS",         "FK5",     "J2000",
                                                         "UNKNOWNFRAME", "UNKNOWN", ""};
constexpr std::array<std::string_view, 2> galactic_frames = {"GALACTIC", "GALACTIC_II"};
/// Words of STC-S that do not move a position by what matters here.
constexpr std::array<std::string_view, 12> skipped_words = {
    "GEOCENTER",     "BARYCENTER", "HELIOCENTER", "LSR",          "TOPOCENTER", "RELOCATABLE",
    "UNKNOWNREFPOS", "SPHERICAL2", "SPHERICAL",   "EMBARYCENTER", "DEFAULT",    "UNITS"};

std::optional<SkySystem> frame(std::string const& word) {
  if (is_one_of(word, icrs_frames)) return SkySystem::icrs;
  if (is_one_of(word, galactic_frames)) return SkySystem::galactic;
  return std::nullopt;
}

bool is_range(double value, double low, double high) { return value >= low && value <= high; }

}  // namespace

std::optional<SkySystem> sky_system(std::string_view text) {
  SkySystem system = SkySystem::icrs;
  for (std::string const& word : words_of(engine::upper(text))) {
    if (is_one_of(word, skipped_words)) continue;
    auto const known = frame(word);
    if (!known) return std::nullopt;
    system = *known;
  }
  return system;
}

std::string complaint_about(Kind kind, std::vector<double> const& numbers) {
  for (double const number : numbers)
    if (!std::isfinite(number)) return "coordinates are finite numbers, in degrees";
  std::size_t const coordinates = kind == Kind::circle ? 2 : numbers.size();
  for (std::size_t i = 0; i + 1 < coordinates; i += 2) {
    if (!is_range(numbers[i], -360, 720))
      return "the first coordinate " + engine::shortest(numbers[i]) + " is no angle of the sky in degrees";
    if (!is_range(numbers[i + 1], -90, 90))
      return "the second coordinate " + engine::shortest(numbers[i + 1]) + " is outside of -90 to 90 degrees";
  }
  if (kind == Kind::circle && !is_range(numbers[2], 0, 180))
    return "the radius " + engine::shortest(numbers[2]) + " is outside of 0 to 180 degrees";
  if (kind != Kind::polygon) return "";
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    std::size_t const j = (i + 2) % numbers.size();
    double const turn = std::remainder(numbers[i] - numbers[j], 360.0);
    bool const opposite =
        std::abs(std::abs(turn) - 180) < 1e-6 && std::abs(numbers[i + 1] + numbers[j + 1]) < 1e-6;
    if (opposite) return "an edge of the polygon joins opposite points of the sky, so its way is undecided";
  }
  return "";
}

std::variant<ParsedRegion, std::string> parse_region(std::string_view text) {
  std::vector<std::string> const words = words_of(text);
  if (words.empty()) return "the region is empty";
  std::string const shape = engine::upper(words[0]);
  ParsedRegion region;
  if (shape == "CIRCLE")
    region.kind = Kind::circle;
  else if (shape == "POLYGON")
    region.kind = Kind::polygon;
  else if (shape == "POSITION" || shape == "POINT")
    region.kind = Kind::point;
  else if (shape == "BOX" || shape == "POSITIONINTERVAL")
    region.kind = Kind::polygon, region.is_box = shape == "BOX";
  else if (shape == "UNION" || shape == "INTERSECTION" || shape == "NOT")
    return "regions made of others (" + shape + ") are not understood - combine conditions with AND, OR, NOT";
  else
    return "'" + words[0] + "' is no region - write Circle, Box, Polygon or Position, a frame, and degrees";
  if (shape == "POSITIONINTERVAL")
    return std::string("PositionInterval is not understood - write a Polygon or a Box");

  std::size_t i = 1;
  for (; i < words.size() && !engine::number(words[i]); ++i) {
    auto const system = sky_system(words[i]);
    if (!system) return "'" + words[i] + "' is no frame known here - write ICRS, FK5 or GALACTIC";
    if (frame(engine::upper(words[i]))) region.system = *system;
  }
  for (; i < words.size(); ++i) {
    auto const number = engine::number(words[i]);
    if (!number) return "'" + words[i] + "' is not a number of degrees";
    region.numbers.push_back(*number);
  }
  std::size_t const count = region.numbers.size();
  bool const fits = region.is_box                 ? count == 4
                    : region.kind == Kind::point  ? count == 2
                    : region.kind == Kind::circle ? count == 3
                                                  : count >= 6 && count % 2 == 0;
  if (!fits) return shape + " has " + std::to_string(count) + " numbers";
  if (!region.is_box)
    if (std::string problem = complaint_about(region.kind, region.numbers); !problem.empty()) return problem;
  return region;
}

std::string array_text(std::vector<double> const& numbers) {
  std::string out = "{";
  for (double const number : numbers) out += (out.size() > 1 ? "," : "") + engine::shortest(number);
  return out + "}";
}

}  // namespace catalog::adql
