#include "uws/async/job_xml.hpp"

#include <array>
#include <cstdio>
#include <optional>

#include "catalog/table/xml_text.hpp"
#include "uws/http/percent.hpp"

namespace uws {

using catalog::XmlWriter;
using jobs::Job;

namespace {

constexpr char const* info_namespace = "urn:distiller:job";

// Clients of UWS look for the prefix "uws" or for none, and some refuse a document that does not declare
// xlink.
void open_document(XmlWriter& xml, std::string_view root) {
  xml.declaration();
  xml.open(root).attribute("xmlns:uws", "http://www.ivoa.net/xml/UWS/v1.0");
  xml.attribute("xmlns:xlink", "http://www.w3.org/1999/xlink");
  xml.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  xml.attribute("xmlns:custom", "urn:uwscustom");
}

void nillable(XmlWriter& xml, std::string_view name, std::string_view value) {
  if (value.empty()) {
    xml.open(name).attribute("xsi:nil", "true").close();
    return;
  }
  xml.element(name, value);
}

void nillable(XmlWriter& xml, std::string_view name, std::optional<jobs::Instant> instant) {
  nillable(xml, name, instant ? jobs::iso_text(*instant) : std::string());
}

void write_parameters(XmlWriter& xml, Job const& job, JobUrls const& urls) {
  for (jobs::Parameter const& parameter : job.parameters) {
    bool const only_by_url = !parameter.file.empty() || !fits_xml(parameter.value);
    xml.open("uws:parameter").attribute("id", parameter.name);
    if (only_by_url || parameter.by_reference) xml.attribute("byReference", "true");
    xml.text(only_by_url ? urls.parameter(job.id, parameter.name) : parameter.value);
    xml.close();
  }
}

void write_results(XmlWriter& xml, Job const& job, JobUrls const& urls) {
  for (jobs::ResultLink const& result : job.results) {
    xml.open("uws:result").attribute("id", result.id);
    xml.attribute("xlink:type", "simple").attribute("xlink:href", urls.result(job.id, result.id));
    if (result.size) xml.attribute("size", std::to_string(*result.size));
    xml.attribute_if("mime-type", result.mime_type);
    xml.attribute_if("custom:sha256", result.sha256);
    xml.close();
  }
}

void write_error(XmlWriter& xml, jobs::ErrorSummary const& error) {
  xml.open("uws:errorSummary");
  xml.attribute("type", error.type == jobs::ErrorType::transient ? "transient" : "fatal");
  // There is always a document at .../error, if only the message.
  xml.attribute("hasDetail", "true");
  xml.element("uws:message", error.message);
  xml.close();
}

/// The schema leaves open what stands in jobInfo: elements of a namespace of ours.
void write_info_elements(XmlWriter& xml, Job const& job, std::span<JobLink const> links) {
  xml.element_if("job:stage", job.info.stage);
  if (job.info.fraction) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", *job.info.fraction);
    xml.element("job:progress", text.data());
  }
  xml.element("job:revision", std::to_string(job.revision));
  for (JobLink const& link : links) {
    xml.open("job:link").attribute("rel", link.rel).attribute("method", http::word_of(link.method));
    xml.attribute("xlink:type", "simple").attribute("xlink:href", link.href).close();
  }
}

void write_info(XmlWriter& xml, Job const& job, std::span<JobLink const> links) {
  if (job.info.stage.empty() && !job.info.fraction && links.empty()) return;
  xml.open("uws:jobInfo").attribute("xmlns:job", info_namespace);
  write_info_elements(xml, job, links);
  xml.close();
}

}  // namespace

bool fits_xml(std::string_view text) {
  for (char const c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  bool const has_noncharacter = text.find("\xEF\xBF\xBE") != std::string_view::npos ||
                                text.find("\xEF\xBF\xBF") != std::string_view::npos;
  return !has_noncharacter && http::is_utf8(text);
}

std::string jobs_xml(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of) {
  std::string out;
  out.reserve(400 + 360 * jobs.size());
  XmlWriter xml(out);
  open_document(xml, "uws:jobs");
  xml.attribute("version", "1.1");
  for (jobs::JobBrief const& job : jobs) {
    xml.open("uws:jobref").attribute("id", job.id);
    xml.attribute("xlink:type", "simple").attribute("xlink:href", url_of(job));
    xml.element("uws:phase", jobs::uws_name(job.phase));
    xml.element_if("uws:runId", job.run_id);
    nillable(xml, "uws:ownerId", job.owner);
    xml.element("uws:creationTime", jobs::iso_text(job.created));
    xml.close();
  }
  xml.close();
  return out;
}

// The order of the elements is that of the schema's sequence.
std::string job_xml(Job const& job, JobUrls const& urls, std::span<JobLink const> links) {
  std::string out;
  XmlWriter xml(out);
  open_document(xml, "uws:job");
  xml.attribute("version", "1.1");
  xml.element("uws:jobId", job.id);
  xml.element_if("uws:runId", job.run_id);
  nillable(xml, "uws:ownerId", job.owner);
  xml.element("uws:phase", jobs::uws_name(job.phase));
  nillable(xml, "uws:quote", job.quote);
  xml.element("uws:creationTime", jobs::iso_text(job.created));
  nillable(xml, "uws:startTime", job.started);
  nillable(xml, "uws:endTime", job.ended);
  xml.element("uws:executionDuration", std::to_string(job.execution_duration.count()));
  nillable(xml, "uws:destruction", job.destruction);
  xml.open("uws:parameters");
  write_parameters(xml, job, urls);
  xml.close().open("uws:results");
  write_results(xml, job, urls);
  xml.close();
  if (job.error) write_error(xml, *job.error);
  write_info(xml, job, links);
  xml.close();
  return out;
}

std::string parameters_xml(Job const& job, JobUrls const& urls) {
  std::string out;
  XmlWriter xml(out);
  open_document(xml, "uws:parameters");
  write_parameters(xml, job, urls);
  xml.close();
  return out;
}

std::string info_xml(Job const& job, std::span<JobLink const> links) {
  std::string out;
  XmlWriter xml(out);
  open_document(xml, "uws:jobInfo");
  xml.attribute("xmlns:job", info_namespace);
  write_info_elements(xml, job, links);
  xml.close();
  return out;
}

std::string results_xml(Job const& job, JobUrls const& urls) {
  std::string out;
  XmlWriter xml(out);
  open_document(xml, "uws:results");
  write_results(xml, job, urls);
  xml.close();
  return out;
}

}  // namespace uws
