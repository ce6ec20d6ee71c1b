#include "engine/io/coordinate_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/base/text.hpp"

namespace engine {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string quoted(std::string_view text) {
  return text.empty() ? "the end" : "'" + std::string(text.substr(0, 30)) + "'";
}

/// Reads a text from left to right and knows where it is.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) { skip_blanks(); }

  std::string_view rest() const { return trimmed(text_.substr(at_)); }
  bool done() const { return at_ == text_.size(); }
  std::size_t position() const { return at_; }
  [[noreturn]] void fail(std::string const& expected) const {
    throw SyntaxError{at_, "expected " + expected + ", found " + quoted(rest())};
  }

  bool skip(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool skip_blanks() {  // whether there were any
    std::size_t const before = at_;
    while (!done() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return at_ > before;
  }
  /// Digits, a fraction and an exponent; the sign is the caller's.
  std::string_view plain_number() {
    std::size_t const from = at_;
    skip_digits();
    if (skip(".")) skip_digits();
    if (at_ == from || (at_ == from + 1 && text_[from] == '.')) {
      at_ = from;
      fail("a number");
    }
    std::size_t const exponent = at_;
    if (!done() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (!skip("+")) skip("-");
      std::size_t const digits = at_;
      skip_digits();
      if (at_ == digits) at_ = exponent;
    }
    return text_.substr(from, at_ - from);
  }
  /// Steps over one of these characters (in either case) and returns it, or 0.
  char one_of(std::string_view characters) {
    std::size_t const which = done() ? characters.npos : characters.find(lower(text_.substr(at_, 1)));
    if (which == characters.npos) return 0;
    ++at_;
    return characters[which];
  }

 private:
  void skip_digits() {
    while (!done() && is_digit(text_[at_])) ++at_;
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

double value_of(std::string_view written, std::size_t position) {
  if (auto const value = number(written)) return *value;
  throw SyntaxError{position, "the number " + std::string(written) + " is outside the range of a double"};
}

struct Unit {
  std::string_view word;
  double degrees;
};
constexpr double rad_deg = 180 / std::numbers::pi;
constexpr std::array<Unit, 18> units{{{"", 1},
                                      {"d", 1},
                                      {"deg", 1},
                                      {"degree", 1},
                                      {"degrees", 1},
                                      {"\xc2\xb0", 1},
                                      {"'", 1 / 60.0},
                                      {"am", 1 / 60.0},
                                      {"amin", 1 / 60.0},
                                      {"arcmin", 1 / 60.0},
                                      {"arcminutes", 1 / 60.0},
                                      {"\"", 1 / 3600.0},
                                      {"as", 1 / 3600.0},
                                      {"asec", 1 / 3600.0},
                                      {"arcsec", 1 / 3600.0},
                                      {"arcseconds", 1 / 3600.0},
                                      {"r", rad_deg},
                                      {"rad", rad_deg}}};

std::optional<double> degrees_per(std::string_view unit) {
  for (Unit const& known : units)
    if (same_word(known.word, unit)) return known.degrees;
  return std::nullopt;
}

double sign_of(Reader& in) {
  if (in.skip("-")) return -1;
  in.skip("+");
  return 1;
}

/// What follows a number up to the end, as a unit.
double degrees_per_unit_of(Reader& in) {
  in.skip_blanks();
  if (in.rest() == "i" || in.rest() == "p")
    throw SyntaxError{in.position(),
                      "sizes in pixels have no meaning without an image: give them in deg, ' or \""};
  auto const factor = degrees_per(in.rest());
  if (!factor) in.fail("a unit (deg, arcmin or ', arcsec or \", rad) or the end");
  return *factor;
}

double number_with_unit_deg(Reader& in) {
  double const sign = sign_of(in);
  std::size_t const at = in.position();
  double const value = value_of(in.plain_number(), at);
  return sign * value * degrees_per_unit_of(in);
}

enum class FirstField { hours, degrees, as_usual };  ///< as usual: hours for a right ascension
struct Sexagesimal {
  std::string_view marks;  ///< after each field; '.' stands for the end of the text
  FirstField first;
};
constexpr std::array<Sexagesimal, 14> sexagesimals{{{":.", FirstField::as_usual},
                                                    {"::.", FirstField::as_usual},
                                                    {" .", FirstField::as_usual},
                                                    {"  .", FirstField::as_usual},
                                                    {"h", FirstField::hours},
                                                    {"hm", FirstField::hours},
                                                    {"h.", FirstField::hours},
                                                    {"hms", FirstField::hours},
                                                    {"hm.", FirstField::hours},
                                                    {"dm", FirstField::degrees},
                                                    {"dms", FirstField::degrees},
                                                    {"dm.", FirstField::degrees},
                                                    {"d'", FirstField::degrees},
                                                    {"d'\"", FirstField::degrees}}};

struct Fields {
  std::vector<std::string_view> numbers;
  std::vector<std::size_t> positions;
  std::string marks;
};

Fields fields_of(Reader& in) {
  Fields out;
  do {
    out.positions.push_back(in.position());
    out.numbers.push_back(in.plain_number());
    bool const blank = in.skip_blanks();
    if (in.done())
      out.marks += '.';
    else if (char const mark = in.one_of(":hdms'\""); mark != 0)
      out.marks += mark;
    else if (blank)
      out.marks += ' ';
    else
      in.fail("hours or degrees, minutes and seconds, such as 05:34:31.9, 5h34m31.9s or 22d00m52s");
    in.skip_blanks();
  } while ((!in.done() || out.marks.back() == ':') && out.numbers.size() < 3);
  return out;
}

double sexagesimal_deg(Reader& in, Coordinate what) {
  double const sign = sign_of(in);
  Fields const fields = fields_of(in);
  auto const form = std::find_if(sexagesimals.begin(), sexagesimals.end(),
                                 [&](Sexagesimal const& s) { return s.marks == fields.marks; });
  if (form == sexagesimals.end() || !in.done())
    throw SyntaxError{fields.positions[0],
                      "expected hours or degrees, minutes and seconds, such as 05:34:31.9, "
                      "5h34m31.9s or 22d00m52s"};
  if (form->first == FirstField::hours && what == Coordinate::latitude)
    throw SyntaxError{fields.positions[0], "a latitude is not measured in hours: write d instead of h"};
  double total = 0, scale = 1;
  for (std::size_t i = 0; i < fields.numbers.size(); ++i, scale /= 60) {
    double const value = value_of(fields.numbers[i], fields.positions[i]);
    if (i > 0 && !(value < 60))
      throw SyntaxError{fields.positions[i], std::string(i == 1 ? "minutes" : "seconds") +
                                                 " must be below 60, found " +
                                                 std::string(fields.numbers[i])};
    if (i + 1 < fields.numbers.size() && !whole_number(fields.numbers[i]))
      throw SyntaxError{fields.positions[i],
                        "only the last field may have a fraction, found " + std::string(fields.numbers[i])};
    total += value * scale;
  }
  bool const hours = form->first == FirstField::hours ||
                     (form->first == FirstField::as_usual && what == Coordinate::right_ascension);
  return sign * total * (hours ? 15 : 1);
}

/// A number with a unit if it is one, or else fields.
double coordinate_deg(std::string_view text, Coordinate what) {
  Reader in(text);
  double const sign = sign_of(in);
  std::size_t const at = in.position();
  double const value = value_of(in.plain_number(), at);
  in.skip_blanks();
  if (auto const factor = degrees_per(in.rest())) return sign * value * *factor;
  if (in.rest().find_first_of(":hHdDmM0123456789") != 0)
    in.fail("a unit (deg or rad), minutes and seconds (05:34:31.9, 5h34m31.9s, 22d00m52s) or the end");
  Reader again(text);
  return sexagesimal_deg(again, what);
}

Angle in_range(double deg, Coordinate what, std::string_view text) {
  if (what == Coordinate::latitude) {
    if (std::abs(deg) <= 90) return degrees(deg);
    throw SyntaxError{0, "a latitude must be within -90..+90 deg, found " + quoted(trimmed(text))};
  }
  std::string const name = what == Coordinate::right_ascension ? "a right ascension" : "a longitude";
  if (!(std::abs(deg) <= 360))
    throw SyntaxError{0, name + " must be within -360..360 deg, found " + quoted(trimmed(text))};
  double const turned = deg < 0 ? deg + 360 : deg;
  return degrees(turned < 360 ? turned : 0);
}

template <class Parse>
Result<Angle, SyntaxError> caught(Parse parse) {
  try {
    return parse();
  } catch (SyntaxError const& error) {
    return error;
  }
}

}  // namespace

Result<Angle, SyntaxError> parse_coordinate(std::string_view text, Coordinate what) {
  return caught([&] { return in_range(coordinate_deg(text, what), what, text); });
}

Result<Angle, SyntaxError> parse_size(std::string_view text) {
  return caught([&] {
    Reader in(text);
    std::size_t const at = in.position();
    double const deg = number_with_unit_deg(in);
    if (!(deg >= 0)) throw SyntaxError{at, "a size cannot be negative, found " + quoted(trimmed(text))};
    return degrees(deg);
  });
}

Result<Angle, SyntaxError> parse_rotation(std::string_view text) {
  return caught([&] {
    Reader in(text);
    return degrees(number_with_unit_deg(in));
  });
}

}  // namespace engine
