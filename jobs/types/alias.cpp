#include "jobs/types/alias.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "jobs/types/value.hpp"

namespace jobs {

namespace {

/// nullptr: it means nothing to the base.
ParameterDescription const* target_of(ParameterDescription const& parameter, JobType const& base) {
  if (parameter.to == no_target) return nullptr;
  return find_parameter(base, parameter.to.empty() ? parameter.name : parameter.to);
}

/// What a parameter of the alias would hand to the base must be what the base takes.
void check_target(ParameterDescription const& p, JobType const& base, std::vector<std::string>& problems) {
  if (p.to == no_target) return;
  std::string const place = "parameters (" + p.name + ")";
  ParameterDescription const* const target = target_of(p, base);
  if (target == nullptr) {
    problems.push_back(place + ".to: " + base.name + " has no parameter '" + (p.to.empty() ? p.name : p.to) +
                       "'");
    return;
  }
  if (!is_settable(base, *target))
    problems.push_back(place + ".to: '" + target->name + "' of " + base.name + " is set by the service");
  if (p.repeatable && !target->repeatable)
    problems.push_back(place + ".repeatable: '" + target->name + "' of " + base.name + " takes one value");
  bool const is_data = find_input(base, target->name) != nullptr || target->type == "path";
  for (auto const& [value, of_base] : p.values)
    if (auto const problem = value_problem(*target, of_base); problem && !is_data && !of_base.empty())
      problems.push_back(place + ".values." + value + ": " + target->name + ": " + *problem);
}

std::string value_in_base(ParameterDescription const& p, std::string const& value) {
  for (auto const& [own, of_base] : p.values)
    if (engine::same_word(own, value)) return of_base;
  return value;
}

}  // namespace

std::vector<std::string> problems_of_alias(JobType const& alias, JobType const& base) {
  std::vector<std::string> problems;
  if (!base.base.empty())
    problems.push_back("base: '" + base.name + "' is an alias itself - name " + base.base + " instead");
  for (ParameterDescription const& p : alias.parameters) check_target(p, base, problems);
  for (std::string const& name : alias.inherit) {
    ParameterDescription const* const found = find_parameter(base, name);
    if (found == nullptr || found->name != name)
      problems.push_back("inherit: " + base.name + " has no parameter '" + name + "'");
    else if (find_parameter(alias, name) != nullptr)
      problems.push_back("inherit: '" + name + "' is a name of the alias's own");
  }
  for (auto const& [name, value] : alias.set) {
    ParameterDescription const* const found = find_parameter(base, name);
    if (found == nullptr)
      problems.push_back("set." + name + ": " + base.name + " has no such parameter");
    else if (!found->science || find_input(base, name) != nullptr)
      problems.push_back("set." + name + ": only what changes products can be set");
    else if (auto const problem = value_problem(*found, value))
      problems.push_back("set." + name + ": " + *problem);
  }
  for (InputDescription const& input : alias.inputs)
    if (find_parameter(alias, input.parameter) == nullptr)
      problems.push_back("inputs: there is no parameter '" + input.parameter + "'");
  return problems;
}

JobType completed_alias(JobType alias, std::shared_ptr<JobType const> base) {
  bool const own_inputs = !alias.inputs.empty();
  for (InputDescription input : base->inputs) {
    auto const stands_for = std::ranges::find_if(alias.parameters, [&](ParameterDescription const& p) {
      ParameterDescription const* const target = target_of(p, *base);
      return target != nullptr && target->name == input.parameter;
    });
    if (own_inputs || stands_for == alias.parameters.end()) continue;
    input.parameter = stands_for->name;
    alias.inputs.push_back(std::move(input));
  }
  for (std::string const& name : alias.inherit) {
    ParameterDescription const* const parameter = find_parameter(*base, name);
    if (parameter == nullptr) continue;
    ParameterDescription own = *parameter;
    // A name that the alias gives to something else is no longer the base's.
    std::erase_if(own.aliases,
                  [&](std::string const& word) { return find_parameter(alias, word) != nullptr; });
    alias.parameters.push_back(std::move(own));
    if (InputDescription const* const input = find_input(*base, name); input != nullptr && !own_inputs)
      if (find_input(alias, name) == nullptr) alias.inputs.push_back(*input);
  }
  if (alias.outputs.empty()) alias.outputs = base->outputs;
  alias.command = base->command;
  alias.resources = base->resources;
  alias.version = alias.version == "1" ? base->version : alias.version;
  alias.base_type = std::move(base);
  return alias;
}

std::vector<Parameter> in_terms_of_base(JobType const& alias,
                                        std::vector<ResolvedParameter> const& resolved) {
  std::vector<Parameter> out;
  for (auto const& [name, value] : alias.set) out.push_back({.name = name, .value = value});
  for (ResolvedParameter const& each : resolved) {
    ParameterDescription const* const own = find_parameter(alias, each.name);
    ParameterDescription const* const target = own == nullptr ? nullptr : target_of(*own, *alias.base_type);
    if (target == nullptr) continue;
    for (Parameter value : each.values) {
      value.name = target->name;
      if (value.file.empty()) value.value = value_in_base(*own, value.value);
      bool const is_base_default =
          each.origin == ParameterOrigin::fallback && target->default_value == value.value;
      bool const says_nothing = value.file.empty() && value.value.empty();
      if (!is_base_default && !says_nothing) out.push_back(std::move(value));
    }
  }
  return out;
}

}  // namespace jobs
