#include "catalog/adql/units.hpp"

#include <cmath>

#include "catalog/adql/units_table.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

struct BadUnit {
  std::string problem;
};

void multiply(Unit& a, Unit const& b, double power) {
  a.factor *= std::pow(b.factor, power);
  a.tens += power * b.tens;
  for (std::size_t i = 0; i < a.powers.size(); ++i) a.powers[i] += power * b.powers[i];
}

/// Powers of ten among the factors of the table are taken out.
Unit split(Unit unit) {
  double const tens = std::round(std::log10(unit.factor));
  double const power = tens < 0 ? 1 / std::pow(10, -tens) : std::pow(10, tens);
  if (unit.factor == power) {
    unit.factor = 1;
    unit.tens = tens;
  }
  return unit;
}

double times_ten_to(double value, double tens) {
  return tens < 0 ? value / std::pow(10, -tens) : value * std::pow(10, tens);
}

Unit unit_of_symbol(std::string_view symbol) {
  for (NamedUnit const& row : named_units())
    if (row.symbol == symbol) return split(row.unit);
  for (Prefix const& prefix : unit_prefixes()) {
    if (!symbol.starts_with(prefix.symbol)) continue;
    for (NamedUnit const& row : named_units())
      if (row.takes_prefix && row.symbol == symbol.substr(prefix.symbol.size())) {
        Unit unit = split(row.unit);
        unit.tens += prefix.tens;
        return unit;
      }
  }
  throw BadUnit{"unknown unit '" + std::string(symbol) + "'"};
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(engine::trimmed(text)) {}

  Unit whole() {
    if (rest_.empty()) return {};
    Unit unit = product(0);
    if (!rest_.empty()) throw BadUnit{"'" + std::string(rest_) + "' makes no sense in a unit"};
    return unit;
  }

 private:
  static constexpr int deepest = 20;

  bool take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  Unit product(int depth) {
    if (depth > deepest) throw BadUnit{"the brackets of the unit are too deep"};
    Unit unit = factor(depth);
    for (;;) {
      double direction = 1;
      bool const blank = take(" ");
      while (take(" ")) {
      }
      if (take("/")) {
        direction = -1;
      } else if (rest_.starts_with("**") || !(take(".") || take("*"))) {
        if (!blank || rest_.empty() || rest_.front() == ')') return unit;
      }
      while (take(" ")) {
      }
      multiply(unit, factor(depth), direction);
    }
  }

  Unit factor(int depth) {
    Unit base;
    if (take("sqrt(")) {
      Unit const inner = bracketed(depth);
      multiply(base, inner, 0.5);
    } else if (take("(")) {
      base = bracketed(depth);
    } else if (!rest_.empty() && is_digit(rest_.front())) {
      base.factor = decimal();
      base = split(base);
    } else {
      std::size_t length = 0;
      while (length < rest_.size() && is_letter(rest_[length])) ++length;
      if (length == 0)
        throw BadUnit{rest_.empty() ? "the unit ends too early" : "'" + std::string(rest_) + "' is no unit"};
      base = unit_of_symbol(rest_.substr(0, length));
      rest_.remove_prefix(length);
    }
    Unit raised;
    multiply(raised, base, power());
    return raised;
  }

  Unit bracketed(int depth) {
    Unit const inner = product(depth + 1);
    if (!take(")")) throw BadUnit{"a bracket of the unit is not closed"};
    return inner;
  }

  double decimal() {
    std::size_t length = 0;
    while (length < rest_.size() && (is_digit(rest_[length]) || rest_[length] == '.')) ++length;
    // 1e-12, but not the e of a unit that begins with it
    if (length + 1 < rest_.size() && (rest_[length] == 'e' || rest_[length] == 'E')) {
      std::size_t const sign = rest_[length + 1] == '-' || rest_[length + 1] == '+' ? 1 : 0;
      if (length + 1 + sign < rest_.size() && is_digit(rest_[length + 1 + sign])) {
        length += 1 + sign;
        while (length < rest_.size() && is_digit(rest_[length])) ++length;
      }
    }
    // "10.m" has its dot for the product
    if (rest_[length - 1] == '.') --length;
    auto const value = engine::number(rest_.substr(0, length));
    if (!value || !(*value > 0)) throw BadUnit{"'" + std::string(rest_.substr(0, length)) + "' is no factor"};
    rest_.remove_prefix(length);
    return *value;
  }

  double power() {
    bool const marked = take("**") || take("^");
    bool const bracket = marked && take("(");
    double sign = 1;
    if (rest_.size() > 1 && (rest_.front() == '-' || rest_.front() == '+') && is_digit(rest_[1])) {
      sign = rest_.front() == '-' ? -1 : 1;
      rest_.remove_prefix(1);
    }
    if (rest_.empty() || !is_digit(rest_.front())) {
      if (marked) throw BadUnit{"a power of the unit is no number"};
      return 1;
    }
    double value = sign * plain_number();
    if (bracket && take("/")) value /= plain_number();
    if (bracket && !take(")")) throw BadUnit{"a bracket of the unit is not closed"};
    if (std::abs(value) > 100) throw BadUnit{"a power of the unit is too large"};
    return value;
  }

  double plain_number() {
    std::size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length])) ++length;
    if (length + 1 < rest_.size() && rest_[length] == '.' && is_digit(rest_[length + 1])) {
      ++length;
      while (length < rest_.size() && is_digit(rest_[length])) ++length;
    }
    auto const value = engine::number(rest_.substr(0, length));
    if (!value || *value == 0) throw BadUnit{"a power of the unit is no number"};
    rest_.remove_prefix(length);
    return *value;
  }

  std::string_view rest_;
};

bool same_dimension(Unit const& a, Unit const& b) {
  for (std::size_t i = 0; i < a.powers.size(); ++i)
    if (std::abs(a.powers[i] - b.powers[i]) > 1e-9) return false;
  return true;
}

}  // namespace

std::variant<Unit, std::string> parse_unit(std::string_view text) {
  try {
    Unit const unit = Reader(text).whole();
    if (!std::isfinite(unit.factor) || unit.factor == 0) return "the factor of the unit is out of range";
    return unit;
  } catch (BadUnit const& bad) {
    return bad.problem;
  }
}

std::optional<double> factor_between(Unit const& from, Unit const& to) {
  if (!same_dimension(from, to)) return std::nullopt;
  return times_ten_to(from.factor / to.factor, from.tens - to.tens);
}

std::optional<SpectralConversion> spectral_conversion_between(Unit const& from, Unit const& to) {
  if (auto const factor = factor_between(from, to)) return SpectralConversion{*factor, false};
  // Everything through the energy in J: E = h f = h c / wavelength (exact constants of the SI).
  constexpr double h = 6.62607015e-34, c = 299792458;
  Unit const joule{1, {2, 1, -2}}, metre{1, {1}}, hertz{1, {0, 0, -1}};
  enum class Form { energy, length, frequency, none };
  auto const form = [&](Unit const& unit) {
    return same_dimension(unit, joule)   ? Form::energy
           : same_dimension(unit, metre) ? Form::length
           : same_dimension(unit, hertz) ? Form::frequency
                                         : Form::none;
  };
  Form const a = form(from), b = form(to);
  double const source = times_ten_to(from.factor, from.tens), target = times_ten_to(to.factor, to.tens);
  if (a == Form::none || b == Form::none) return std::nullopt;
  if (a == Form::energy && b == Form::frequency) return SpectralConversion{source / h / target, false};
  if (a == Form::frequency && b == Form::energy) return SpectralConversion{source * h / target, false};
  bool const with_energy = a == Form::energy || b == Form::energy;
  return SpectralConversion{(with_energy ? h * c : c) / source / target, true};
}

}  // namespace catalog::adql
