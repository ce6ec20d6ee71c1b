#include "engine/io/unit_expression.hpp"

#include <array>
#include <cctype>
#include <cstdlib>
#include <numbers>
#include <string>

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

/// Reads factors from left to right; a solidus inverts the factor, or the bracket, right behind it.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(trimmed(text)) {}

  std::optional<UnitExpression> whole() {
    bool const one_over = text_.starts_with('1') && text_.find_first_not_of(' ', 1) == text_.find('/');
    if (one_over) ++at_;
    std::optional<UnitExpression> out = product(Until::end);
    if (out && one_over) out->as_fits_wants = false;
    return out;
  }

 private:
  enum class Until { end, bracket };

  std::optional<UnitExpression> product(Until until) {
    UnitExpression out;
    int solidi = 0;
    for (bool inverted = false; at_ < text_.size();) {
      char const c = text_[at_];
      if (c == ')' && until == Until::bracket) {
        ++at_;
        return out;
      }
      if (c == ' ' || c == '.' || (c == '*' && at_ > 0)) {
        ++at_;
      } else if (c == '/') {
        ++at_;
        inverted = true;
        if (++solidi > 1) out.as_fits_wants = false;
      } else {
        std::optional<UnitExpression> const next = c == '(' ? bracket() : factor();
        std::optional<int> const n = next ? power() : std::nullopt;
        if (!n) return std::nullopt;
        multiply(out, *next, inverted ? -*n : *n);
        inverted = false;
      }
    }
    return until == Until::end ? std::optional(out) : std::nullopt;
  }

  std::optional<UnitExpression> bracket() {
    ++at_;
    return product(Until::bracket);
  }

  std::optional<UnitExpression> factor() {
    std::size_t const start = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    UnitExpression const* unit = known(text_.substr(start, at_ - start));
    return unit == nullptr ? std::nullopt : std::optional(*unit);
  }

  static void multiply(UnitExpression& out, UnitExpression const& unit, int n) {
    out.energy += n * unit.energy;
    out.length += n * unit.length;
    out.time += n * unit.time;
    out.angle += n * unit.angle;
    // Not std::pow: its last bit may differ between machines.
    for (int k = 0; k < std::abs(n); ++k) out.scale = n > 0 ? out.scale * unit.scale : out.scale / unit.scale;
    out.as_fits_wants = out.as_fits_wants && unit.as_fits_wants;
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
};

}  // namespace

std::optional<UnitExpression> parse_unit(std::string_view text) { return Reader(text).whole(); }

}  // namespace engine
