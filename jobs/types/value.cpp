#include "jobs/types/value.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/parameters/energy_text.hpp"
#include "engine/parameters/values.hpp"
#include "jobs/types/validate.hpp"

namespace jobs {

namespace {

using engine::ValueType;

struct TypeWord {
  ValueType type;
  std::string_view allowed;
};
constexpr std::array<TypeWord, 17> type_words{{
    {ValueType::text, "a text"},
    {ValueType::texts, "texts with commas between them"},
    {ValueType::path, "an upload"},
    {ValueType::boolean, "yes or no"},
    {ValueType::integer, "a whole number"},
    {ValueType::integers, "whole numbers with commas between them"},
    {ValueType::real, "a number"},
    {ValueType::reals, "numbers with commas between them"},
    {ValueType::choice, "one of"},
    {ValueType::choices, "some of, with commas between them:"},
    {ValueType::angle, "an angle (0.5, 0.5deg, 30arcmin, 10arcsec)"},
    {ValueType::angles, "angles (0.5, 0.5deg, 30arcmin) with commas between them"},
    {ValueType::energy, "an energy (0.5, 0.5TeV, 500GeV)"},
    {ValueType::energies, "energies (0.5, 500GeV) with commas between them"},
    {ValueType::time, "a time (MJD, ISO 8601 with a scale, met:<seconds>)"},
    {ValueType::coordinate, "a coordinate (83.633, 05:34:31.9, 22d00m52s)"},
    {ValueType::coordinates, "coordinates with commas between them"},
}};

TypeWord const* type_word(std::string_view word) {
  auto const found = std::ranges::find_if(
      type_words, [&](TypeWord const& each) { return engine::word_of(each.type) == word; });
  return found == type_words.end() ? nullptr : &*found;
}

ValueType value_type(std::string_view word) {
  TypeWord const* const known = type_word(word);
  return known == nullptr ? ValueType::text : known->type;
}

std::string range_text(ParameterDescription const& p) {
  std::string const unit = p.unit.empty() ? "" : " " + p.unit;
  if (p.minimum && p.maximum)
    return " from " + engine::shortest(*p.minimum) + " to " + engine::shortest(*p.maximum) + unit;
  if (p.minimum) return " of at least " + engine::shortest(*p.minimum) + unit;
  if (p.maximum) return " of at most " + engine::shortest(*p.maximum) + unit;
  return "";
}

std::string one_line(std::string const& text) { return text.substr(0, text.find('\n')); }

std::string settled_option(ParameterDescription const& p, std::string const& value) {
  for (std::string const& option : p.options)
    if (engine::same_word(option, value)) return option;
  return std::string(engine::trimmed(value));
}

template <class Change>
std::string each_in_list(std::string const& value, Change change) {
  std::vector<std::string> parts = engine::split(value, ',');
  std::ranges::transform(parts, parts.begin(), change);
  return engine::joined(parts, ",");
}

std::string number_text(std::string const& value) {
  auto const number = engine::number(value);
  return number ? engine::shortest(*number) : value;
}

std::string degrees_text(std::string const& value) {
  auto const angle = engine::parse_size(value);
  return angle ? engine::shortest(engine::in_degrees(*angle)) : value;
}

std::string tev_text(std::string const& value) {
  auto const energy = engine::parse_energy(value);
  return energy ? engine::shortest(engine::in_tev(*energy)) : value;
}

}  // namespace

bool is_value_type(std::string_view word) { return type_word(word) != nullptr || word == "document"; }

bool is_list_type(std::string_view word) {
  static constexpr std::array<std::string_view, 7> lists{"texts",  "choices",  "integers",   "reals",
                                                         "angles", "energies", "coordinates"};
  return std::ranges::find(lists, word) != lists.end();
}

std::optional<std::string> value_problem(ParameterDescription const& p, std::string const& value) {
  engine::Parameter const rule{.name = p.name,
                               .type = value_type(p.type),
                               .unit = p.unit,
                               .options = p.options,
                               .min = p.minimum,
                               .max = p.maximum};
  auto const problem = engine::problem_of(rule, value);
  return problem ? std::optional(one_line(*problem)) : std::nullopt;
}

std::string allowed_values(ParameterDescription const& p) {
  if (p.type == "document") return "a text of several lines, or an upload";
  TypeWord const* const known = type_word(p.type);
  if (known == nullptr) return p.type;
  std::string out(known->allowed);
  if (!p.options.empty()) return out + " " + engine::joined(p.options, ", ");
  return out + range_text(p);
}

std::string settled_value(ParameterDescription const& p, std::string const& value) {
  if (p.type == "document") return value;
  if (p.type == "choice") return settled_option(p, value);
  if (p.type == "choices")
    return each_in_list(value, [&](std::string const& part) { return settled_option(p, part); });
  if (p.type == "boolean") return engine::is_yes(value) ? "yes" : "no";
  return std::string(engine::trimmed(value));
}

std::string compared_value(ParameterDescription const& p, std::string const& value) {
  std::string const settled = settled_value(p, value);
  switch (value_type(p.type)) {
    case ValueType::integer:
    case ValueType::real: return number_text(settled);
    case ValueType::integers:
    case ValueType::reals: return each_in_list(settled, number_text);
    case ValueType::angle: return degrees_text(settled);
    case ValueType::angles: return each_in_list(settled, degrees_text);
    case ValueType::energy: return tev_text(settled);
    case ValueType::energies: return each_in_list(settled, tev_text);
    case ValueType::text:
    case ValueType::path:
    case ValueType::boolean:
    case ValueType::choice:
    case ValueType::choices:
    case ValueType::time:
    case ValueType::coordinate:
    case ValueType::coordinates:
    case ValueType::texts: return settled;
  }
  return settled;
}

bool names_a_file(std::string_view text) {
  text = engine::trimmed(text);
  if (text.starts_with("ivo://")) return false;
  return text.starts_with('@') || text.starts_with('~') || text.starts_with('.') ||
         text.find('/') != std::string_view::npos || text.find('\\') != std::string_view::npos;
}

}  // namespace jobs
