#include <algorithm>
#include <set>

#include "engine/base/text.hpp"
#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

namespace prov = catalog::prov;

/// The types of VOTable for those of job types.
std::string value_type(std::string const& type) {
  static constexpr std::string_view reals[] = {"real", "angle", "energy", "time", "angles", "energies"};
  if (type == "integer") return "long";
  if (type == "boolean") return "boolean";
  return std::ranges::find(reals, type) != std::end(reals) ? "double" : "char";
}

std::string bound(std::optional<double> const& value) {
  return value ? engine::shortest(*value) : std::string();
}

prov::ParameterDescription described(jobs::ParameterDescription const& p) {
  return {.name = p.name,
          .type = value_type(p.type),
          .unit = p.unit,
          .ucd = p.ucd,
          .text = p.text,
          .minimum = bound(p.minimum),
          .maximum = bound(p.maximum),
          .options = engine::joined(p.options, ","),
          .default_value = p.default_value.value_or("")};
}

/// Of several with one role the first stands for all.
template <class Flows, class Describe>
std::vector<prov::FlowDescription> flows(Flows const& items, Describe describe) {
  std::vector<prov::FlowDescription> out;
  std::set<std::string> roles;
  for (auto const& item : items)
    if (prov::FlowDescription flow = describe(item); !flow.role.empty() && roles.insert(flow.role).second)
      out.push_back(std::move(flow));
  return out;
}

prov::ActivityDescription of_type(jobs::JobType const& type) {
  prov::ActivityDescription d;
  d.name = type.name;
  d.version = type.version;
  d.text = type.text.empty() ? type.title : type.text;
  d.docurl = type.docurl;
  d.type = type.kind;
  d.subtype = type.subtype;
  for (auto const& parameter : type.parameters) d.parameters.push_back(described(parameter));
  d.usages = flows(type.inputs, [](jobs::InputDescription const& i) {
    return prov::FlowDescription{i.role.empty() ? i.parameter : i.role, usage_type(i.role), i.text,
                                 i.multiplicity, i.content_type};
  });
  d.generations = flows(type.outputs, [](jobs::OutputDescription const& o) {
    return prov::FlowDescription{o.role.empty() ? o.name : o.role, o.type, o.text, "", o.content_type};
  });
  return d;
}

/// The lists that are no job types.
prov::ActivityDescription of_list(EndedJob const& ended) {
  prov::ActivityDescription d;
  d.name = ended.job.list;
  d.version = ended.service.version;
  d.type = "Selection";
  if (d.name == "tap") d.text = "A query in ADQL, answered from the tables of the service (TAP 1.1).";
  if (d.name == "soda") d.text = "Cuts a dataset (SODA 1.0).";
  return d;
}

}  // namespace

void add_description(RecordDraft& draft) {
  auto const& type = draft.ended.type;
  prov::ActivityDescription d = type ? of_type(*type) : of_list(draft.ended);
  d.id = draft.description;
  if (type && type->state != jobs::TypeState::valid)
    d.owner = draft.ended.job.owner.empty() ? "anonymous" : draft.ended.job.owner;
  draft.graph.descriptions.push_back(std::move(d));
}

}  // namespace uws
