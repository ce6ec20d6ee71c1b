#include "uws/jobtypes/job_type_form.hpp"

#include "engine/base/text.hpp"
#include "jobs/types/validate.hpp"
#include "uws/jobtypes/value_kinds.hpp"

namespace uws {

namespace {

using Kind = FormField::Kind;

Kind kind_of(jobs::JobType const& type, jobs::ParameterDescription const& p) {
  jobs::InputDescription const* const input = jobs::find_input(type, p.name);
  if (is_file(p) && (input == nullptr || input->role != "events")) return Kind::file;
  if (p.type == "document") return Kind::text;
  if (p.type == "choice") return Kind::choice;
  if (p.type == "choices") return Kind::choices;
  if (p.type == "boolean") return Kind::boolean;
  return p.type == "integer" || p.type == "real" ? Kind::number : Kind::line;
}

/// The default is told, not filled in: what nobody has said stays the type's own affair.
std::string hint_of(jobs::ParameterDescription const& p) {
  std::string hint = p.text;
  if (p.default_value && !p.default_value->empty())
    hint += std::string(hint.empty() ? "" : " ") + "Default: " + *p.default_value +
            (p.unit.empty() || !engine::number(*p.default_value) ? "" : " " + p.unit) + ".";
  return hint;
}

}  // namespace

std::vector<FormField> form_fields(jobs::JobType const& type) {
  std::vector<FormField> out;
  for (jobs::ParameterDescription const& p : settable_parameters(type)) {
    FormField field{.kind = kind_of(type, p), .name = p.name};
    field.label = p.unit.empty() ? p.name : p.name + " (" + p.unit + ")";
    field.options = p.options;
    field.hint = hint_of(p);
    field.group = p.group;
    field.min = p.minimum;
    field.max = p.maximum;
    field.whole = p.type == "integer";
    // What runs are there may also be said by a query; the service asks for them when the job is to run.
    field.required = p.required && jobs::find_input(type, p.name) == nullptr;
    bool const also_a_file = jobs::find_input(type, p.name) != nullptr || p.may_be_file;
    bool const is_line = field.kind == Kind::line || field.kind == Kind::text;
    FormField file{.kind = Kind::file, .name = p.name, .label = "or as a file"};
    file.group = p.group;
    out.push_back(std::move(field));
    if (also_a_file && is_line) out.push_back(std::move(file));
  }
  return out;
}

}  // namespace uws
