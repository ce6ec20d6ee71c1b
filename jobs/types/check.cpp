#include "jobs/types/check.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "jobs/types/alias.hpp"
#include "jobs/types/command.hpp"
#include "jobs/types/validate.hpp"
#include "jobs/types/value.hpp"

namespace jobs {

namespace {

constexpr std::size_t longest_value = 100'000, most_values = 10'000;
constexpr std::size_t longest_number =
    1000;  ///< and time, angle, choice, ...: readers may look at each many times

std::string shown(std::string_view value) {
  constexpr std::size_t most = 80;
  return value.size() <= most ? std::string(value) : std::string(value.substr(0, most)) + "...";
}

/// A product, by the ways the catalogue knows it.
bool is_reference(std::string_view value) {
  value = engine::trimmed(value);
  return value.starts_with("ivo://") || value.starts_with("job:") || value.starts_with("http://") ||
         value.starts_with("https://");
}

constexpr std::string_view runs = "run ids, identifiers ivo://..., job:<id>, an upload";
constexpr std::string_view products = "an upload, or a product as ivo://... or job:<id>/<result>";

/// A text that the program could take for a file: no part of it may look like one.
bool smuggles_a_file(ParameterDescription const& p, std::string const& value) {
  std::vector<std::string> const parts =
      is_list_type(p.type) ? engine::split(value, ',') : std::vector<std::string>{value};
  return std::ranges::any_of(parts, names_a_file);
}

bool has_endless_part(ParameterDescription const& p, std::string const& value) {
  if (value.size() <= longest_number || p.type == "text" || p.type == "texts" || p.type == "document")
    return false;
  if (p.type == "path" || !is_list_type(p.type)) return true;
  return std::ranges::any_of(engine::split(value, ','),
                             [](std::string const& part) { return part.size() > longest_number; });
}

bool takes_runs(JobType const& type, ParameterDescription const& p) {
  InputDescription const* const input = find_input(type, p.name);
  return input != nullptr && input->role == "events";
}

bool takes_files(JobType const& type, ParameterDescription const& p) {
  return find_input(type, p.name) != nullptr || p.may_be_file || p.type == "path" || p.type == "document";
}

/// Runs are looked up in the catalogue, never opened by name; what is plainly a file's name is better said at
/// once.
bool names_run_file(std::string_view value) {
  value = engine::trimmed(value);
  return value.starts_with('@') || value.starts_with('/') || value.starts_with("./") ||
         value.starts_with("../") || value.starts_with('~') || engine::lower(value.substr(0, 5)) == "file:";
}

class Check {
 public:
  explicit Check(JobType const& type) : type_(type) {}

  CheckedParameters run(std::vector<Parameter> const& given) {
    if (given.size() > most_values) {
      out_.mistakes.push_back("more than " + std::to_string(most_values) + " values are given");
      return std::move(out_);
    }
    for (Parameter const& each : given) take(each);
    for (ParameterDescription const& p : type_.parameters) resolve(p);
    return std::move(out_);
  }

 private:
  struct Given {
    ParameterDescription const* parameter;
    std::vector<Parameter> values;
    bool wrong = false;
  };

  Given& entry_of(ParameterDescription const& p) {
    auto const found = std::ranges::find_if(given_, [&](Given const& each) { return each.parameter == &p; });
    return found != given_.end() ? *found : given_.emplace_back(Given{&p, {}});
  }

  void mistake(std::string const& name, std::string const& what) {
    out_.mistakes.push_back(name + ": " + what);
  }

  void take(Parameter const& each) {
    ParameterDescription const* const p = find_parameter(type_, each.name);
    if (p == nullptr) return unknown(each.name);
    Given& entry = entry_of(*p);
    // An empty field of a form: nothing was said.
    if (each.file.empty() && engine::trimmed(each.value).empty()) return;
    if (auto const problem = problem_with(*p, each)) {
      entry.wrong = true;
      return mistake(p->name, *problem);
    }
    Parameter value = each;
    value.name = p->name;
    if (!names_data(type_, value)) value.value = settled_value(*p, value.value);
    bool const same = std::ranges::find(entry.values, value) != entry.values.end();
    // A form sends each choice by itself.
    if (!entry.values.empty() && p->type == "choices" && !p->repeatable && !same) {
      entry.values.front().value += "," + value.value;
      return;
    }
    if (!entry.values.empty() && !p->repeatable && !same) {
      entry.wrong = true;
      return mistake(p->name, "is given twice, as '" + shown(entry.values.front().value) + "' and as '" +
                                  shown(value.value) + "' - allowed: one value");
    }
    if (!same || p->repeatable) entry.values.push_back(std::move(value));
  }

  std::optional<std::string> problem_with(ParameterDescription const& p, Parameter const& given) const {
    if (!is_settable(type_, p)) return "is set by the service and cannot be given";
    std::string const allowed = " - allowed: ", file_problem = "files of the service cannot be named: '" +
                                                               shown(given.value) + "'" + allowed;
    if (!given.file.empty())
      return takes_files(type_, p)
                 ? std::nullopt
                 : std::optional("an upload has no meaning here" + allowed + allowed_values(p));
    if (given.value.size() > longest_value)
      return "too long: " + std::to_string(given.value.size()) + " bytes" + allowed +
             std::to_string(longest_value);
    if (given.value.find('\0') != std::string::npos) return std::string("has a NUL character in it");
    if (!takes_runs(type_, p) && has_endless_part(p, given.value))
      return "too long" + allowed + allowed_values(p);
    if (takes_runs(type_, p)) {
      if (names_run_file(given.value)) return file_problem + std::string(runs);
      return std::nullopt;
    }
    if (names_data(type_, given_as(p, given))) return std::nullopt;
    if (p.type == "path") return file_problem + std::string(products);
    if (p.may_be_file && smuggles_a_file(p, given.value))
      return file_problem + allowed_values(p) + ", or " + std::string(products);
    if (auto const problem = value_problem(p, given.value))
      return problem_text(p, given.value, *problem) + allowed + allowed_values(p);
    if (auto const danger = option_danger(p, given.value)) return danger;
    return std::nullopt;
  }

  /// The engine's words, but for what `allowed` says again.
  static std::string problem_text(ParameterDescription const& p, std::string const& value,
                                  std::string const& problem) {
    if (!p.options.empty()) return "'" + shown(value) + "' is not possible";
    if (problem.starts_with("must be")) return "'" + shown(value) + "' " + problem;
    return problem.size() <= 300 ? problem : problem.substr(0, 300) + "...";
  }

  static Parameter given_as(ParameterDescription const& p, Parameter given) {
    given.name = p.name;
    return given;
  }

  std::optional<std::string> option_danger(ParameterDescription const& p, std::string const& value) const {
    std::string_view const text = engine::trimmed(value);
    if (!text.starts_with('-') || engine::number(text) || !leads_a_word(type_.command, p.name))
      return std::nullopt;
    return "'" + shown(value) + "' begins with '-', which the program would take for an option";
  }

  void unknown(std::string const& name) {
    // Guessing costs time; nobody misspells fifty names, or one of a hundred letters.
    bool const guesses = name.size() <= 100 && ++unknown_ <= 50;
    auto const meant = guesses ? engine::nearest_word(name, known_names()) : std::nullopt;
    mistake(shown(name), "is not a parameter of " + type_.name +
                             (meant ? " - did you mean " + *meant + "?" : " - see its description"));
  }

  std::vector<std::string> known_names() const {
    std::vector<std::string> known;
    for (ParameterDescription const& p : type_.parameters) {
      if (!is_settable(type_, p)) continue;
      known.push_back(p.name);
      known.insert(known.end(), p.aliases.begin(), p.aliases.end());
    }
    return known;
  }

  void resolve(ParameterDescription const& p) {
    if (!is_settable(type_, p)) return;
    auto const found = std::ranges::find_if(given_, [&](Given const& each) { return each.parameter == &p; });
    bool const is_given = found != given_.end() && !found->values.empty();
    if (found != given_.end() && found->wrong) return;
    if (is_given) {
      out_.resolved.push_back({p.name, std::move(found->values), ParameterOrigin::user});
    } else if (p.default_value) {
      Parameter value{.name = p.name, .value = *p.default_value};
      out_.resolved.push_back({p.name, {std::move(value)}, ParameterOrigin::fallback});
    } else if (is_required(p)) {
      out_.missing.push_back(p.name + ": is not given - allowed: " +
                             (takes_runs(type_, p) ? std::string(runs) : allowed_values(p)));
    }
  }

  bool is_required(ParameterDescription const& p) const {
    InputDescription const* const input = find_input(type_, p.name);
    return p.required || (input != nullptr && input->multiplicity.starts_with('1'));
  }

  JobType const& type_;
  std::vector<Given> given_;
  int unknown_ = 0;
  CheckedParameters out_;
};

}  // namespace

CheckedParameters check_parameters(JobType const& type, std::vector<Parameter> const& given) {
  CheckedParameters checked = Check(type).run(given);
  if (type.base_type == nullptr) {
    checked.work = checked.resolved;
    return checked;
  }
  CheckedParameters base = Check(*type.base_type).run(in_terms_of_base(type, checked.resolved));
  for (std::string const& mistake : base.mistakes) checked.mistakes.push_back(mistake);
  if (checked.missing.empty()) checked.missing = base.missing;
  checked.work = std::move(base.resolved);
  return checked;
}

std::string canonical_name(JobType const& type, std::string_view name) {
  ParameterDescription const* const parameter = find_parameter(type, name);
  return parameter == nullptr ? std::string(name) : parameter->name;
}

bool names_data(JobType const& type, Parameter const& given) {
  ParameterDescription const* const p = find_parameter(type, given.name);
  if (p == nullptr || !takes_files(type, *p)) return false;
  return takes_runs(type, *p) || !given.file.empty() || is_reference(given.value);
}

std::string name_for_worker(JobType const& type, std::string_view name) {
  ParameterDescription const* const p = find_parameter(type, name);
  if (type.base_type == nullptr || p == nullptr || p->to == no_target) return std::string(name);
  return canonical_name(*type.base_type, p->to.empty() ? p->name : p->to);
}

JobType const& worker_of(JobType const& type) { return type.base_type == nullptr ? type : *type.base_type; }

}  // namespace jobs
