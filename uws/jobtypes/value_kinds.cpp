#include "uws/jobtypes/value_kinds.hpp"

#include "engine/base/text.hpp"

namespace uws {

namespace {

/// Angles and energies are numbers in the declared unit to a program; that "500 GeV" is read as well is for
/// people.
bool is_number(jobs::ParameterDescription const& p) {
  if (p.type == "real") return true;
  if (p.type != "angle" && p.type != "energy") return false;
  return !p.default_value || engine::number(*p.default_value).has_value();
}

}  // namespace

std::string_view votable_datatype(jobs::ParameterDescription const& p) {
  if (p.repeatable) return "char";
  if (p.type == "integer") return "long";
  if (p.type == "boolean") return "boolean";
  return is_number(p) ? "double" : "char";
}

std::string_view xsd_type(jobs::ParameterDescription const& p) {
  std::string_view const datatype = votable_datatype(p);
  if (datatype == "long") return "xs:long";
  if (datatype == "boolean") return "xs:boolean";
  return datatype == "double" ? "xs:double" : "xs:string";
}

std::string typed_default(jobs::ParameterDescription const& p) {
  if (!p.default_value) return {};
  if (votable_datatype(p) == "boolean") return *p.default_value == "yes" ? "true" : "false";
  return *p.default_value;
}

bool is_file(jobs::ParameterDescription const& p) { return p.type == "path"; }

std::vector<jobs::ParameterDescription> settable_parameters(jobs::JobType const& type) {
  std::vector<jobs::ParameterDescription> out;
  for (jobs::ParameterDescription const& p : type.parameters)
    if (jobs::is_settable(type, p)) out.push_back(p);
  return out;
}

}  // namespace uws
