#include "engine/check/unit_expression.hpp"

#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <string>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

struct KnownUnit {
  std::string_view name;
  UnitExpression meaning;
};

constexpr double degrees_per_radian = 180 / std::numbers::pi;
constexpr double tev_per_erg = 1 / 1.602176634;  // 1 eV = 1.602176634e-19 J (SI 2019), 1 erg = 1e-7 J

constexpr std::array<KnownUnit, 24> known_units{{
    {"eV", {.energy = 1, .scale = 1e-12}},
    {"keV", {.energy = 1, .scale = 1e-9}},
    {"MeV", {.energy = 1, .scale = 1e-6}},
    {"GeV", {.energy = 1, .scale = 1e-3}},
    {"TeV", {.energy = 1, .scale = 1}},
    {"PeV", {.energy = 1, .scale = 1e3}},
    {"erg", {.energy = 1, .scale = tev_per_erg}},
    {"J", {.energy = 1, .scale = tev_per_erg * 1e7}},
    {"m", {.length = 1, .scale = 1}},
    {"cm", {.length = 1, .scale = 1e-2}},
    {"km", {.length = 1, .scale = 1e3}},
    {"s", {.time = 1, .scale = 1}},
    {"sec", {.time = 1, .scale = 1}},
    {"ms", {.time = 1, .scale = 1e-3}},
    {"us", {.time = 1, .scale = 1e-6}},
    {"min", {.time = 1, .scale = 60}},
    {"h", {.time = 1, .scale = 3600}},
    {"d", {.time = 1, .scale = 86400}},
    {"deg", {.angle = 1, .scale = 1}},
    {"rad", {.angle = 1, .scale = degrees_per_radian}},
    {"mrad", {.angle = 1, .scale = degrees_per_radian * 1e-3}},
    {"arcmin", {.angle = 1, .scale = 1.0 / 60}},
    {"arcsec", {.angle = 1, .scale = 1.0 / 3600}},
    {"sr", {.angle = 2, .scale = degrees_per_radian * degrees_per_radian}},
}};

UnitExpression const* known(std::string_view name) {
  for (KnownUnit const& unit : known_units)
    if (unit.name == name) return &unit.meaning;
  return nullptr;
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads factors from left to right; a solidus inverts the factor right behind it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(trimmed(text)) {}

  std::optional<UnitExpression> whole() {
    int solidi = 0;
    for (bool inverted = false; at_ < text_.size();) {
      char const c = text_[at_];
      if (c == ' ' || c == '.' || (c == '*' && at_ > 0)) {
        ++at_;
      } else if (c == '/') {
        ++at_;
        ++solidi;
        inverted = true;
      } else if (c == '1' && at_ == 0 && text_.find_first_not_of(' ', 1) == text_.find('/')) {
        ++at_;
        out_.as_fits_wants = false;
      } else if (is_letter(c)) {
        if (!factor(inverted)) return std::nullopt;
        inverted = false;
      } else {
        return std::nullopt;
      }
    }
    if (solidi > 1) out_.as_fits_wants = false;
    return out_;
  }

 private:
  bool factor(bool inverted) {
    std::size_t const start = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    UnitExpression const* unit = known(text_.substr(start, at_ - start));
    std::optional<int> const written = unit == nullptr ? std::nullopt : power();
    if (!written) return false;
    int const n = inverted ? -*written : *written;
    out_.energy += n * unit->energy;
    out_.length += n * unit->length;
    out_.time += n * unit->time;
    out_.angle += n * unit->angle;
    out_.scale *= std::pow(unit->scale, n);
    return true;
  }

  /// "-1", "^-1", "**2", "^(-1)"; nothing written is 1.
  std::optional<int> power() {
    bool const marked = skip("**") || skip("^");
    bool const bracket = skip("(");
    bool const minus = skip("-");
    if (!minus) skip("+");
    bool const digit = at_ < text_.size() && is_digit(text_[at_]);
    int const n = digit ? text_[at_++] - '0' : 1;
    if ((marked || bracket || minus) && !digit) return std::nullopt;
    if (bracket && !skip(")")) return std::nullopt;
    return minus ? -n : n;
  }

  bool skip(std::string_view word) {
    bool const there = text_.substr(at_, word.size()) == word;
    if (there) at_ += word.size();
    return there;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  UnitExpression out_;
};

}  // namespace

std::optional<UnitExpression> parse_unit(std::string_view text) { return Reader(text).whole(); }

bool measures(UnitExpression const& unit, Measure measure) {
  auto const is = [&](int energy, int length, int time, int angle) {
    return unit.energy == energy && unit.length == length && unit.time == time && unit.angle == angle;
  };
  switch (measure) {
    case Measure::none: return unit.dimensionless();
    case Measure::energy: return is(1, 0, 0, 0);
    case Measure::angle: return is(0, 0, 0, 1);
    case Measure::time: return is(0, 0, 1, 0);
    case Measure::area: return is(0, 2, 0, 0);
    case Measure::per_solid_angle: return is(0, 0, 0, -2);
    case Measure::rate_density: return is(-1, 0, -1, -2);
    case Measure::anything: return true;
  }
  EXPECTS(false && "measure out of range");
  return false;
}

std::string_view unit_of_format(Measure measure) {
  switch (measure) {
    case Measure::energy: return "TeV";
    case Measure::angle: return "deg";
    case Measure::time: return "s";
    case Measure::area: return "m2";
    case Measure::per_solid_angle: return "sr-1";
    case Measure::rate_density: return "s-1 MeV-1 sr-1";
    case Measure::none:
    case Measure::anything: return "";
  }
  EXPECTS(false && "measure out of range");
  return {};
}

}  // namespace engine
