// Descriptions and configuration: ProvenanceDM 1.0 sections 3.6 and 3.7.
#include "uws/provenance/document_parts.hpp"
#include "uws/provenance/text_width.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;

/// An element of the IVOA's own classes. `first` and `second` are what voprov wants as arguments; in W3C's
/// model they are attributes like the others.
RecordBuilder element(Assembly& a, Kind own, Name id, std::string_view type) {
  RecordBuilder record(a.kind(own), std::move(id));
  record.type(Names::voprov(type));
  return record;
}

void say(Assembly& a, RecordBuilder& record, std::string_view word, std::string const& value) {
  if (a.ivoa())
    record.argument(text_value(value));
  else
    record.add(Names::voprov(word), value);
}

void add_parameter_descriptions(Assembly& a, data::ActivityDescription const& method, Name const& id) {
  for (data::ParameterDescription const& p : method.parameters) {
    Name const own = Names::below(id, "parameters", p.name);
    auto record = element(a, Kind::parameter_description, own, "ParameterDescription");
    record.label(p.name);
    say(a, record, "name", p.name);
    say(a, record, "valueType", p.type);
    record.add(Names::voprov("description"), p.text)
        .add(Names::voprov("unit"), p.unit)
        .add(Names::voprov("ucd"), p.ucd)
        .add(Names::voprov("min"), p.minimum)
        .add(Names::voprov("max"), p.maximum)
        .add(Names::voprov("options"), p.options)
        .add(Names::voprov("default"), p.default_value);
    a.records.push_back(record.take());
    add_ivoa_relation(a, Kind::is_related_to, own, id);
  }
}

void add_flows(Assembly& a, std::vector<data::FlowDescription> const& flows, Kind own, Name const& id) {
  bool const usage = own == Kind::usage_description;
  for (data::FlowDescription const& flow : flows) {
    Name const flow_id = Names::below(id, usage ? "usages" : "generations", flow.role);
    auto record = element(a, own, flow_id, usage ? "UsageDescription" : "GenerationDescription");
    record.label(flow.role);
    say(a, record, "role", flow.role);
    record.add(Names::voprov("type"), flow.type)
        .add(Names::voprov("description"), flow.text)
        .add(Names::voprov("multiplicity"), flow.multiplicity)
        .add(Names::voprov("contentType"), flow.content_type);
    a.records.push_back(record.take());
    add_ivoa_relation(a, Kind::is_related_to, flow_id, id);
  }
}

/// "parameters/emin", a repeated one "parameters/emin/2".
Name parameter_id(Assembly& a, data::Parameter const& parameter, std::map<std::string, int>& seen) {
  int const number = ++seen[parameter.activity + '\n' + parameter.name];
  Name id = Names::below(a.names.activity(parameter.activity), "parameters", parameter.name);
  if (number > 1) id.local += "/" + std::to_string(number);
  return id;
}

std::string_view origin_word(data::Origin origin) {
  switch (origin) {
    case data::Origin::user: return "user";
    case data::Origin::by_default: return "default";
    case data::Origin::derived: return "derived";
  }
  return "";
}

bool describes(Assembly const& a, std::string const& method, std::string const& parameter) {
  for (auto const& description : a.graph.descriptions) {
    if (description.id != method) continue;
    for (auto const& p : description.parameters)
      if (p.name == parameter) return true;
  }
  return false;
}

void add_parameter(Assembly& a, data::Parameter const& parameter, std::map<std::string, int>& seen) {
  Name const id = parameter_id(a, parameter, seen);
  auto record = element(a, Kind::parameter, id, "Parameter");
  record.label(shortened(parameter.name + " = " + parameter.value, 80));  // run lists may be long
  say(a, record, "name", parameter.name);
  if (a.ivoa())
    record.argument(text_value(parameter.value));
  else
    record.add(Names::prov("value"), parameter.value);
  record.add(Names::engine("origin"), text_value(origin_word(parameter.origin)));
  a.records.push_back(record.take());
  add_ivoa_relation(a, Kind::was_configured_by, a.names.activity(parameter.activity), id, "Parameter");
  auto const method = a.method_of.find(parameter.activity);
  if (method != a.method_of.end() && describes(a, method->second, parameter.name))
    add_ivoa_relation(a, Kind::is_described_by, id,
                      Names::below(a.names.description(method->second), "parameters", parameter.name));
}

void add_config_file(Assembly& a, data::ConfigFile const& file) {
  Name const id = Names::below(a.names.activity(file.activity), "config", file.name);
  auto record = element(a, Kind::config_file, id, "ConfigFile");
  record.label(file.name);
  say(a, record, "name", file.name);
  if (a.ivoa())
    record.argument(text_value(file.location));
  else
    record.add(Names::prov("location"), file.location);
  record.add(Names::voprov("comment"), file.comment).add(Names::engine("sha256"), file.sha256);
  a.records.push_back(record.take());
  add_ivoa_relation(a, Kind::was_configured_by, a.names.activity(file.activity), id, "ConfigFile");
}

}  // namespace

void add_descriptions(Assembly& a) {
  for (data::ActivityDescription const& method : a.graph.descriptions) {
    Name const id = a.names.description(method.id);
    auto record = element(a, Kind::activity_description, id, "ActivityDescription");
    if (!a.ivoa()) record.type(Names::prov("Plan"));
    record.label(method.name.empty() ? method.id : method.name);
    say(a, record, "name", method.name);
    record.add(Names::voprov("version"), method.version)
        .add(Names::voprov("description"), method.text)
        .add(Names::voprov("docurl"), method.docurl)
        .add(Names::voprov("type"), method.type)
        .add(Names::voprov("subtype"), method.subtype);
    a.records.push_back(record.take());
    add_parameter_descriptions(a, method, id);
    add_flows(a, method.usages, Kind::usage_description, id);
    add_flows(a, method.generations, Kind::generation_description, id);
  }
  for (auto const& [activity, method] : a.method_of)
    add_ivoa_relation(a, Kind::is_described_by, a.names.activity(activity), a.names.description(method));
}

void add_configuration(Assembly& a) {
  std::map<std::string, int> seen;
  for (data::Parameter const& parameter : a.graph.parameters) add_parameter(a, parameter, seen);
  for (data::ConfigFile const& file : a.graph.config_files) add_config_file(a, file);
}

}  // namespace uws::prov
