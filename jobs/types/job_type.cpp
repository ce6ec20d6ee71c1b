#include "jobs/types/job_type.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace jobs {

namespace {

char folded(char c) {
  if (c == '_') return '-';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return folded(x) == folded(y); });
}

}  // namespace

ParameterDescription const* find_parameter(JobType const& type, std::string_view name) {
  for (ParameterDescription const& p : type.parameters)
    if (same_name(p.name, name)) return &p;
  for (ParameterDescription const& p : type.parameters)
    if (std::ranges::any_of(p.aliases, [&](std::string const& alias) { return same_name(alias, name); }))
      return &p;
  return nullptr;
}

InputDescription const* find_input(JobType const& type, std::string_view parameter) {
  auto const found = std::ranges::find_if(
      type.inputs, [&](InputDescription const& input) { return same_name(input.parameter, parameter); });
  return found == type.inputs.end() ? nullptr : &*found;
}

bool is_settable(JobType const& type, ParameterDescription const& parameter) {
  return parameter.science || find_input(type, parameter.name) != nullptr;
}

}  // namespace jobs
