#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/base/text.hpp"
#include "jobs/types/template.hpp"
#include "jobs/types/validate.hpp"
#include "jobs/types/validate_parts.hpp"
#include "jobs/types/value.hpp"

namespace jobs {

namespace {

constexpr std::size_t most_options = 1000, most_aliases = 50;
/// What a request means by these is not the job type's to say: UWS 1.1 sections 2.2.2 and 2.2.3, and the
/// service.
constexpr std::array<std::string_view, 11> controls{
    "adql",       "collection", "phase", "executionduration", "destruction", "runid", "action", "wait",
    "provenance", "reuse",      "jobid"};

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_small(c) || (c >= 'A' && c <= 'Z'); }

bool is_word(std::string_view word, std::size_t most) {
  if (word.empty() || word.size() > most || !is_letter(word.front())) return false;
  return std::ranges::all_of(word,
                             [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

/// As names are compared.
std::string folded(std::string_view name) {
  std::string out = engine::lower(name);
  std::ranges::replace(out, '_', '-');
  return out;
}

class ParameterCheck {
 public:
  ParameterCheck(JobType const& type, ParameterDescription const& parameter, std::string place,
                 Complaints& complaints)
      : type_(type), p_(parameter), place_(std::move(place)), complaints_(complaints) {}

  void run() {
    std::size_t const before = complaints_.all.size();
    if (!is_value_type(p_.type)) return add("type", "'" + p_.type + "' is none of the types of values");
    check_options();
    check_range();
    check_use();
    check_texts();
    if (complaints_.all.size() == before)
      check_default();  // what depends on a wrong range would be wrong too
  }

 private:
  void add(std::string const& key, std::string const& what) { complaints_.add(place_ + "." + key, what); }

  void check_options() {
    bool const chooses = p_.type == "choice" || p_.type == "choices";
    if (chooses && p_.options.empty()) add("options", "there is nothing to choose from");
    if (!chooses && !p_.options.empty()) add("options", "only choice and choices have options");
    if (p_.options.size() > most_options) add("options", "more than " + std::to_string(most_options));
    std::map<std::string, int> seen;
    for (std::string const& option : p_.options) {
      complaints_.check_text(place_ + ".options", option, 200);
      if (engine::trimmed(option).empty() || engine::trimmed(option) != option)
        add("options", "'" + option + "' is empty or has blanks at an end");
      if (option.find(',') != std::string::npos && p_.type == "choices")
        add("options", "'" + option + "' has a comma, which separates choices");
      if (++seen[engine::lower(option)] == 2) add("options", "'" + option + "' stands twice");
    }
  }

  void check_range() {
    if (!p_.minimum && !p_.maximum) return;
    static constexpr std::array<std::string_view, 8> numbers{"integer", "integers", "real",   "reals",
                                                             "angle",   "angles",   "energy", "energies"};
    if (std::ranges::find(numbers, p_.type) == numbers.end()) add("range", "only numbers have a range");
    if ((p_.minimum && !std::isfinite(*p_.minimum)) || (p_.maximum && !std::isfinite(*p_.maximum)))
      add("range", "must be finite");
    if (p_.minimum && p_.maximum && !(*p_.minimum <= *p_.maximum)) add("range", "min is above max");
  }

  void check_use() {
    if (p_.required && p_.default_value) add("required", "it has a default, so nobody must give it");
    if (p_.required && !is_settable(type_, p_) && type_.base.empty())
      add("required", "nobody may set it: its concern is run and it is no input");
    if (p_.may_be_file && p_.type != "path" && p_.type != "text" && p_.type != "texts" &&
        p_.type != "document")
      add("may_be_file", "only path, text, texts and document can be files");
    for (auto const& [value, of_base] : p_.values) {
      if (auto const problem = value_problem(p_, value)) add("values." + value, *problem);
      complaints_.check_text(place_ + ".values." + value, of_base, 1000);
    }
  }

  void check_texts() {
    complaints_.check_text(place_ + ".unit", p_.unit, 100);
    complaints_.check_text(place_ + ".ucd", p_.ucd, 200);
    complaints_.check_text(place_ + ".text", p_.text, 2000);
    complaints_.check_text(place_ + ".group", p_.group, 100);
  }

  void check_default() {
    if (!p_.default_value) return;
    complaints_.check_text(place_ + ".default", *p_.default_value, 10000);
    if (find_input(type_, p_.name) != nullptr || p_.type == "path" || !p_.science) return;
    if (auto const problem = value_problem(p_, *p_.default_value)) add("default", *problem);
    if (p_.may_be_file && names_a_file(*p_.default_value)) add("default", "names a file");
  }

  JobType const& type_;
  ParameterDescription const& p_;
  std::string place_;
  Complaints& complaints_;
};

}  // namespace

bool is_type_name(std::string_view name) {
  if (name.empty() || name.size() > 60 || !is_small(name.front())) return false;
  return std::ranges::all_of(name, [](char c) { return is_small(c) || is_digit(c) || c == '_' || c == '-'; });
}

bool is_parameter_name(std::string_view name) { return is_word(name, 64); }
bool is_role(std::string_view word) { return is_word(word, 60); }

void check_parameters_of(JobType const& type, Complaints& complaints) {
  std::map<std::string, std::string> owners;  // of each name and alias
  for (std::size_t i = 0; i < type.parameters.size(); ++i) {
    ParameterDescription const& p = type.parameters[i];
    std::string const place = "parameters[" + std::to_string(i) + "] (" + p.name + ")";
    std::vector<std::string> names{p.name};
    names.insert(names.end(), p.aliases.begin(), p.aliases.end());
    if (p.aliases.size() > most_aliases)
      complaints.add(place + ".aliases", "more than " + std::to_string(most_aliases));
    for (std::string const& name : names) {
      std::string const what = &name == &names.front() ? ".name" : ".aliases";
      if (!is_parameter_name(name))
        complaints.add(place + what, "'" + name +
                                         "' is no name - allowed: up to 64 letters, digits, '_' and "
                                         "'-', a letter first");
      if (std::ranges::find(controls, folded(name)) != controls.end())
        complaints.add(place + what, "'" + name + "' means something to the service already");
      auto const [owner, is_new] = owners.emplace(folded(name), p.name);
      bool const another = !is_new && (owner->second != p.name || &name == &names.front());
      if (another) complaints.add(place + what, "'" + name + "' is a name of " + owner->second + " already");
    }
    ParameterCheck(type, p, place, complaints).run();
  }
}

}  // namespace jobs
