#include "uws/jobtypes/job_type_votable.hpp"

#include "catalog/table/xml_text.hpp"
#include "engine/base/text.hpp"
#include "uws/jobtypes/value_kinds.hpp"

namespace uws {

namespace {

using catalog::XmlWriter;

void text_param(XmlWriter& xml, std::string_view name, std::string_view value, std::string_view utype) {
  xml.open("PARAM").attribute("name", name).attribute("value", value);
  xml.attribute("datatype", "char").attribute("arraysize", "*").attribute_if("utype", utype).close();
}

void whole_param(XmlWriter& xml, std::string_view name, long long value, std::string_view utype) {
  xml.open("PARAM").attribute("name", name).attribute("value", std::to_string(value));
  xml.attribute("datatype", "long").attribute("utype", utype).close();
}

void write_values(XmlWriter& xml, jobs::ParameterDescription const& p) {
  if (!p.minimum && !p.maximum && p.options.empty()) return;
  xml.open("VALUES");
  if (p.minimum) xml.open("MIN").attribute("value", engine::shortest(*p.minimum)).close();
  if (p.maximum) xml.open("MAX").attribute("value", engine::shortest(*p.maximum)).close();
  for (std::string const& option : p.options) xml.open("OPTION").attribute("value", option).close();
  xml.close();
}

/// RESOURCE has the type's name as its ID: a parameter of the same name does without.
void write_parameter(XmlWriter& xml, jobs::JobType const& type, jobs::ParameterDescription const& p) {
  std::string_view const datatype = votable_datatype(p);
  xml.open("PARAM");
  if (p.name != type.name) xml.attribute("ID", p.name);
  xml.attribute("name", p.name).attribute("datatype", datatype);
  if (datatype == "char") xml.attribute("arraysize", "*");
  xml.attribute("value", typed_default(p));
  if (!p.required) xml.attribute("type", "no_query");
  if (is_file(p)) xml.attribute("xtype", "application/octet-stream");
  xml.attribute_if("unit", p.unit)
      .attribute_if("ucd", p.ucd)
      .attribute("utype", "voprov:ParameterDescription");
  xml.element_if("DESCRIPTION", p.text);
  write_values(xml, p);
  xml.close();
}

void write_input(XmlWriter& xml, jobs::JobType const& type, jobs::InputDescription const& input) {
  xml.open("GROUP").attribute("name", input.parameter).attribute("utype", "voprov:UsedDescription");
  xml.element_if("DESCRIPTION", input.text);
  if (input.parameter != type.name) xml.open("PARAMref").attribute("ref", input.parameter).close();
  text_param(xml, "role", input.role, "voprov:UsedDescription.role");
  text_param(xml, "multiplicity", input.multiplicity, "voprov:UsedDescription.multiplicity");
  text_param(xml, "default", "", "voprov:Entity.id");
  text_param(xml, "content_type", input.content_type, "voprov:EntityDescription.content_type");
  text_param(xml, "url", "file://$ID", "voprov:EntityDescription.url");
  xml.close();
}

void write_output(XmlWriter& xml, jobs::OutputDescription const& output) {
  xml.open("GROUP").attribute("name", output.name).attribute("utype", "voprov:WasGeneratedBy");
  xml.element_if("DESCRIPTION", output.text);
  text_param(xml, "role", output.role, "voprov:WasGeneratedByDescription.role");
  text_param(xml, "type", output.type, "voprov:WasGeneratedByDescription.type");
  text_param(xml, "multiplicity", "0..*", "voprov:WasGeneratedByDescription.multiplicity");
  text_param(xml, "default", output.pattern, "voprov:Entity.id");
  text_param(xml, "content_type", output.content_type, "voprov:EntityDescription.content_type");
  xml.close();
}

void write_activity(XmlWriter& xml, jobs::JobType const& type, std::string const& jobs_url) {
  text_param(xml, "standardID", "ivo://ivoa.net/std/UWS#rest-1.1", "");
  text_param(xml, "accessURL", jobs_url, "");
  text_param(xml, "doculink", type.docurl, "voprov:ActivityDescription.doculink");
  text_param(xml, "type", type.kind, "voprov:ActivityDescription.type");
  text_param(xml, "subtype", type.subtype, "voprov:ActivityDescription.subtype");
  text_param(xml, "version", type.version, "voprov:ActivityDescription.version");
  bool const is_address = type.contact.find('@') != std::string::npos;
  text_param(xml, "contact_name", is_address ? "" : type.contact, "voprov:Agent.name");
  text_param(xml, "contact_email", is_address ? type.contact : "", "voprov:Agent.email");
  whole_param(xml, "executionDuration", type.resources.time.count(), "uws:Job.executionDuration");
}

}  // namespace

std::string job_type_votable(jobs::JobType const& type, std::string const& jobs_url) {
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("VOTABLE");
  xml.attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3").attribute("version", "1.4");
  xml.open("RESOURCE").attribute("ID", type.name).attribute("name", type.name);
  xml.attribute("type", "meta").attribute("utype", "voprov:ActivityDescription");
  std::string const& text = type.text.empty() ? type.title : type.text;
  xml.element_if("DESCRIPTION", text);
  write_activity(xml, type, jobs_url);
  xml.open("GROUP").attribute("name", "InputParams");
  for (jobs::ParameterDescription const& p : settable_parameters(type)) write_parameter(xml, type, p);
  xml.close();
  xml.open("GROUP").attribute("name", "Used");
  for (jobs::InputDescription const& input : type.inputs) write_input(xml, type, input);
  xml.close();
  xml.open("GROUP").attribute("name", "Generated");
  for (jobs::OutputDescription const& output : type.outputs) write_output(xml, output);
  xml.close();
  xml.close().close();
  return out;
}

}  // namespace uws
