#include "uws/jobtypes/job_type_wadl.hpp"

#include <array>

#include "catalog/table/xml_text.hpp"
#include "engine/base/text.hpp"
#include "uws/jobtypes/value_kinds.hpp"

namespace uws {

namespace {

using catalog::XmlWriter;

/// A child of a job (UWS 1.1 section 2.2.2): what GET gives, and the control that POST takes.
struct Child {
  std::string_view path, text, media_type, element, control, control_type;
};
constexpr std::array<Child, 8> children{{
    {"phase", "The phase of the job.", "text/plain", "", "PHASE", "xs:string"},
    {"executionduration", "Seconds it may run.", "text/plain", "", "EXECUTIONDURATION", "xs:long"},
    {"destruction", "When the job will be destroyed.", "text/plain", "", "DESTRUCTION", "xs:dateTime"},
    {"quote", "When it is expected to be done.", "text/plain", "", "", ""},
    {"error", "What went wrong.", "text/plain", "", "", ""},
    {"owner", "Whose job it is.", "text/plain", "", "", ""},
    {"parameters", "What the job was given.", "application/xml", "uws:parameters", "", ""},
    {"results", "What the job gave.", "application/xml", "uws:results", "", ""},
}};

void answer(XmlWriter& xml, std::string_view status, std::string_view media_type, std::string_view element,
            std::string_view text) {
  xml.open("response").attribute("status", status);
  xml.element_if("doc", text);
  if (!media_type.empty())
    xml.open("representation").attribute("mediaType", media_type).attribute_if("element", element).close();
  xml.close();
}

void control(XmlWriter& xml, std::string_view name, std::string_view type,
             std::vector<std::string_view> const& options) {
  xml.open("param").attribute("name", name).attribute("style", "query").attribute("type", type);
  for (std::string_view const option : options) xml.open("option").attribute("value", option).close();
  xml.close();
}

void write_parameter(XmlWriter& xml, jobs::ParameterDescription const& p) {
  xml.open("param").attribute("name", p.name).attribute("style", "query").attribute("type", xsd_type(p));
  if (p.default_value) xml.attribute("default", typed_default(p));
  xml.attribute("required", p.required ? "true" : "false");
  xml.attribute("repeating", p.repeatable ? "true" : "false");
  xml.attribute_if("voprov:unit", p.unit).attribute_if("voprov:ucd", p.ucd);
  if (p.minimum) xml.attribute("voprov:min", engine::shortest(*p.minimum));
  if (p.maximum) xml.attribute("voprov:max", engine::shortest(*p.maximum));
  xml.element_if("doc", p.text);
  for (std::string const& option : p.options) xml.open("option").attribute("value", option).close();
  xml.close();
}

void write_forms(XmlWriter& xml) {
  for (std::string_view const type : {"application/x-www-form-urlencoded", "multipart/form-data"})
    xml.open("representation").attribute("mediaType", type).close();
}

void write_list(XmlWriter& xml, jobs::JobType const& type) {
  xml.open("method").attribute("id", "list_jobs").attribute("name", "GET");
  xml.element("doc", "The list of jobs.");
  answer(xml, "200", "application/xml", "uws:jobs", "");
  xml.close();
  xml.open("method").attribute("id", "create_job").attribute("name", "POST");
  xml.element("doc", "Makes a job; with PHASE=RUN it is started as well.");
  xml.open("request");
  control(xml, "PHASE", "xs:string", {"RUN"});
  control(xml, "RUNID", "xs:string", {});
  for (jobs::ParameterDescription const& p : settable_parameters(type)) write_parameter(xml, p);
  write_forms(xml);
  xml.close();
  answer(xml, "303", "", "", "The job is made: its URL is the Location.");
  answer(xml, "400", "text/plain", "", "Every mistake in the parameters.");
  xml.close();
}

void write_job(XmlWriter& xml) {
  xml.open("resource").attribute("id", "job").attribute("path", "{job-id}");
  xml.element("doc", "One job.");
  xml.open("param").attribute("name", "job-id").attribute("style", "template").attribute("type", "xs:string");
  xml.attribute("required", "true").close();
  xml.open("method").attribute("id", "show_job").attribute("name", "GET").open("request");
  control(xml, "WAIT", "xs:int", {});
  xml.close();
  answer(xml, "200", "application/xml", "uws:job", "");
  xml.close();
  xml.open("method").attribute("id", "control_job").attribute("name", "POST").open("request");
  control(xml, "ACTION", "xs:string", {"DELETE"});
  write_forms(xml);
  xml.close();
  answer(xml, "303", "", "", "");
  xml.close();
  xml.open("method").attribute("id", "delete_job").attribute("name", "DELETE");
  answer(xml, "303", "", "", "The job is gone: its list is the Location.");
  xml.close();
}

void write_child(XmlWriter& xml, Child const& child) {
  std::string const name(child.path);
  xml.open("resource").attribute("id", "job_" + name).attribute("path", name).element("doc", child.text);
  xml.open("method").attribute("id", "get_" + name).attribute("name", "GET");
  answer(xml, "200", child.media_type, child.element, "");
  xml.close();
  if (!child.control.empty()) {
    xml.open("method").attribute("id", "set_" + name).attribute("name", "POST").open("request");
    bool const is_phase = child.control == "PHASE";
    control(xml, child.control, child.control_type,
            is_phase ? std::vector<std::string_view>{"RUN", "ABORT"} : std::vector<std::string_view>{});
    write_forms(xml);
    xml.close();
    answer(xml, "303", "", "", "");
    xml.close();
  }
  xml.close();
}

}  // namespace

std::string job_type_wadl(jobs::JobType const& type, std::string const& jobs_base) {
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("application");
  xml.attribute("xmlns", "http://wadl.dev.java.net/2009/02")
      .attribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
      .attribute("xmlns:uws", "http://www.ivoa.net/xml/UWS/v1.0")
      .attribute("xmlns:voprov", "http://www.ivoa.net/documents/ProvenanceDM/index.html#");
  xml.open("doc").attribute("title", type.title.empty() ? type.name : type.title).text(type.text).close();
  xml.open("grammars").open("include").attribute("href", "http://www.ivoa.net/xml/UWS/UWS-v1.1.xsd");
  xml.close().close();
  xml.open("resources").attribute("base", jobs_base + "/");
  xml.open("resource").attribute("id", "joblist").attribute("path", type.name);
  xml.open("doc").attribute("title", "version").text(type.version).close();
  write_list(xml, type);
  write_job(xml);
  for (Child const& child : children) write_child(xml, child);
  xml.close().close().close().close();
  return out;
}

}  // namespace uws
