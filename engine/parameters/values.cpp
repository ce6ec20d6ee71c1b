#include "engine/parameters/values.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parameters/energy_text.hpp"

namespace engine {

namespace {

using Problem = std::optional<std::string>;

Problem outside_range(Parameter const& parameter, double value) {
  std::string const unit = parameter.unit.empty() ? "" : " " + parameter.unit;
  if (!std::isfinite(value)) return "must be finite";
  if (parameter.min && value < *parameter.min) return "must be at least " + shortest(*parameter.min) + unit;
  if (parameter.max && value > *parameter.max) return "must be at most " + shortest(*parameter.max) + unit;
  return std::nullopt;
}

Problem problem_of_integer(Parameter const& parameter, std::string const& value) {
  std::optional<std::int64_t> const whole = whole_number(value);
  if (!whole) return "not a whole number: '" + value + "'";
  return outside_range(parameter, static_cast<double>(*whole));
}

Problem problem_of_real(Parameter const& parameter, std::string const& value) {
  std::optional<double> const real = number(value);
  if (!real) return "not a number: '" + value + "'";
  return outside_range(parameter, *real);
}

Problem problem_of_angle(Parameter const& parameter, std::string const& value) {
  auto const angle = parse_size(value);
  if (!angle) return with_caret(value, angle.error());
  return outside_range(parameter, in_degrees(*angle));
}

/// Which coordinate it is depends on the frame, so only what no frame could mean is a problem here.
Problem problem_of_coordinate(std::string const& value) {
  auto const coordinate = parse_coordinate(value, Coordinate::longitude);
  return coordinate ? std::nullopt : Problem(with_caret(value, coordinate.error()));
}

Problem problem_of_energy(Parameter const& parameter, std::string const& value) {
  auto const energy = parse_energy(value);
  if (!energy) return energy.error();
  return outside_range(parameter, in_tev(*energy));
}

Problem problem_of_choice(Parameter const& parameter, std::string const& value) {
  auto const is_value = [&](std::string const& option) { return same_word(option, value); };
  if (std::any_of(parameter.options.begin(), parameter.options.end(), is_value)) return std::nullopt;
  return "'" + value + "' is not one of " + joined(parameter.options, ", ");
}

template <class Check>
Problem first_problem_in_list(Parameter const& parameter, std::string const& value, Check check) {
  std::vector<std::string> const parts = split(value, ',');
  if (parts.empty()) return "the list is empty";
  for (std::string const& part : parts)
    if (Problem problem = check(parameter, part)) return problem;
  return std::nullopt;
}

}  // namespace

std::string text_of(std::vector<BadParameter> const& problems) {
  std::string out;
  for (BadParameter const& bad : problems)
    out += (out.empty() ? "" : "\n") + (bad.name.empty() ? "" : bad.name + ": ") + bad.problem;
  return out;
}

bool is_yes(std::string_view text) {
  return same_word(text, "yes") || same_word(text, "true") || same_word(text, "y") || same_word(text, "1") ||
         same_word(text, "on");
}

namespace {

bool is_no(std::string_view text) {
  return same_word(text, "no") || same_word(text, "false") || same_word(text, "n") || same_word(text, "0") ||
         same_word(text, "off");
}

}  // namespace

Problem problem_of(Parameter const& parameter, std::string const& value) {
  switch (parameter.type) {
    case ValueType::text:
    case ValueType::texts:
    case ValueType::coordinates: return std::nullopt;
    case ValueType::coordinate: return problem_of_coordinate(value);
    case ValueType::path: return value.empty() ? Problem("the name is empty") : std::nullopt;
    case ValueType::boolean:
      return is_yes(value) || is_no(value) ? std::nullopt : Problem("'" + value + "' is neither yes nor no");
    case ValueType::integer: return problem_of_integer(parameter, value);
    case ValueType::real: return problem_of_real(parameter, value);
    case ValueType::choice: return problem_of_choice(parameter, value);
    case ValueType::choices: return first_problem_in_list(parameter, value, problem_of_choice);
    case ValueType::angle: return problem_of_angle(parameter, value);
    case ValueType::energy: return problem_of_energy(parameter, value);
    case ValueType::time: {
      auto const time = parse_time(value, TimeScale::tt);
      return time ? std::nullopt : Problem(time.error());
    }
    case ValueType::integers: return first_problem_in_list(parameter, value, problem_of_integer);
    case ValueType::reals: return first_problem_in_list(parameter, value, problem_of_real);
    case ValueType::angles: return first_problem_in_list(parameter, value, problem_of_angle);
    case ValueType::energies: return first_problem_in_list(parameter, value, problem_of_energy);
  }
  contract_broken("every type is checked", __FILE__, __LINE__);
}

BadParameter unknown_parameter(Command const& command, std::string_view name) {
  std::vector<std::string> known;
  for (Parameter const& p : command.parameters) {
    known.push_back(p.name);
    known.insert(known.end(), p.aliases.begin(), p.aliases.end());
  }
  std::optional<std::string> const meant = nearest_word(name, known);
  return {std::string(name),
          "is not a parameter of " + command.name +
              (meant ? " - did you mean " + *meant + "?" : " - see distill " + command.name + " --help")};
}

std::optional<BadParameter> ParameterValues::set(std::string_view name, std::string const& value,
                                                 Source source) {
  Parameter const* const parameter = find_parameter(*command_, name);
  if (parameter == nullptr) return unknown_parameter(*command_, name);
  if (Problem problem = problem_of(*parameter, value)) {
    rejected_.insert(parameter->name);
    return BadParameter{parameter->name, *problem};
  }
  auto const [entry, is_new] = entries_.try_emplace(parameter->name, Entry{{}, source});
  // What the user types replaces what a file says; within one source a repeated parameter adds up.
  if (!is_new && entry->second.source != source) entry->second = Entry{{}, source};
  if (!entry->second.values.empty() && !parameter->repeatable) {
    if (entry->second.values.front() == value) return std::nullopt;
    return BadParameter{parameter->name,
                        "is given twice, as '" + entry->second.values.front() + "' and as '" + value + "'"};
  }
  entry->second.values.push_back(value);
  return std::nullopt;
}

bool ParameterValues::is_given(std::string_view name) const { return entries_.find(name) != entries_.end(); }

bool ParameterValues::is_set(std::string_view name) const {
  Parameter const* const parameter = find_parameter(*command_, name);
  EXPECTS(parameter != nullptr);
  return is_given(parameter->name) || parameter->fallback.has_value();
}

std::vector<std::string> ParameterValues::repeated(std::string_view name) const {
  Parameter const* const parameter = find_parameter(*command_, name);
  EXPECTS(parameter != nullptr);
  auto const entry = entries_.find(parameter->name);
  if (entry != entries_.end()) return entry->second.values;
  return parameter->fallback ? std::vector<std::string>{*parameter->fallback} : std::vector<std::string>{};
}

std::string ParameterValues::text(std::string_view name) const { return joined(repeated(name), ","); }

std::vector<std::string> ParameterValues::texts(std::string_view name) const {
  std::vector<std::string> out;
  for (std::string const& value : repeated(name))
    for (std::string& part : split(value, ',')) out.push_back(std::move(part));
  return out;
}

bool ParameterValues::yes(std::string_view name) const { return is_yes(text(name)); }

std::optional<std::int64_t> ParameterValues::integer(std::string_view name) const {
  return is_set(name) ? whole_number(text(name)) : std::nullopt;
}

double ParameterValues::real(std::string_view name) const {
  std::optional<double> const value = number(text(name));
  EXPECTS(value.has_value());
  return *value;
}

std::vector<std::pair<std::string, std::string>> ParameterValues::recipe() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (Parameter const& p : command_->parameters)
    if (p.concern == Concern::science && is_set(p.name)) out.emplace_back(p.name, text(p.name));
  return out;
}

std::vector<ConfiguredParameter> ParameterValues::configuration() const {
  std::vector<ConfiguredParameter> out;
  for (Parameter const& p : command_->parameters) {
    if (!is_set(p.name)) continue;
    auto const entry = entries_.find(p.name);
    Source const source = entry == entries_.end() ? Source::fallback : entry->second.source;
    out.push_back({p.name, repeated(p.name), source, p.concern});
  }
  return out;
}

bool ParameterValues::is_rejected(std::string_view name) const { return rejected_.contains(name); }

}  // namespace engine
