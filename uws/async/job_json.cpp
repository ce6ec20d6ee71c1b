#include "uws/async/job_json.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>

#include "catalog/table/json_text.hpp"
#include "uws/async/content.hpp"

namespace uws {

using jobs::Job;
using Json = nlohmann::ordered_json;

namespace {

void put(Json& json, char const* name, std::string const& value) {
  if (!value.empty()) json[name] = value;
}

void put(Json& json, char const* name, std::optional<jobs::Instant> instant) {
  if (instant) json[name] = jobs::iso_text(*instant);
}

Json info_of(jobs::JobInfo const& info) {
  Json json = Json::object();
  put(json, "stage", info.stage);
  if (info.fraction) json["progress"] = *info.fraction;
  return json;
}

Json parameters_of(Job const& job, JobUrls const& urls) {
  Json list = Json::array();
  for (jobs::Parameter const& parameter : job.parameters) {
    bool const only_by_url = !parameter.file.empty();
    Json json{{"id", parameter.name},
              {"value", only_by_url ? urls.parameter(job.id, parameter.name) : parameter.value}};
    if (only_by_url || parameter.by_reference) json["byReference"] = true;
    if (only_by_url) put(json, "fileName", parameter.value);
    list.push_back(std::move(json));
  }
  return list;
}

Json results_of(Job const& job, JobUrls const& urls) {
  Json list = Json::array();
  for (jobs::ResultLink const& result : job.results) {
    Json json{{"id", result.id}, {"href", urls.result(job.id, result.id)}};
    if (result.size) json["size"] = *result.size;
    put(json, "mimeType", result.mime_type);
    put(json, "sha256", result.sha256);
    put(json, "fileName", std::filesystem::path(result.path).filename().string());
    json["preview"] = is_picture(result.mime_type);
    json["inline"] = may_be_shown(result.mime_type);
    list.push_back(std::move(json));
  }
  return list;
}

Json error_of(jobs::ErrorSummary const& error, std::string const& href) {
  return {{"type", error.type == jobs::ErrorType::transient ? "transient" : "fatal"},
          {"hasDetail", true},
          {"message", error.message},
          {"href", href}};
}

Json links_of(std::span<JobLink const> links) {
  Json list = Json::array();
  for (JobLink const& link : links)
    list.push_back({{"rel", link.rel},
                    {"label", link.label},
                    {"href", link.href},
                    {"method", http::word_of(link.method)}});
  return list;
}

/// Bytes that are no UTF-8 become U+FFFD: an old row of the store must not break the list.
std::string written(Json const& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string compact(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void append_member(std::string& out, char const* name, std::string_view value) {
  ((out += ",\"") += name) += "\":";
  catalog::append_json_string(out, value);
}

}  // namespace

// By hand: for ten thousand jobs a tree of objects takes several times as long.
std::string jobs_json(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of,
                      std::string const& revision) {
  std::string out = "{\"version\":\"1.1\"";
  if (!revision.empty()) append_member(out, "revision", revision);
  out += ",\"jobs\":[";
  out.reserve(100 + 300 * jobs.size());
  for (jobs::JobBrief const& job : jobs) {
    out += &job == jobs.data() ? "\n" : ",\n";
    out += "{\"jobId\":";
    catalog::append_json_string(out, job.id);
    append_member(out, "href", url_of(job));
    append_member(out, "phase", jobs::uws_name(job.phase));
    if (!job.run_id.empty()) append_member(out, "runId", job.run_id);
    if (!job.owner.empty()) append_member(out, "ownerId", job.owner);
    append_member(out, "type", job.list);
    append_member(out, "creationTime", jobs::iso_text(job.created));
    if (job.started) append_member(out, "startTime", jobs::iso_text(*job.started));
    if (job.ended) append_member(out, "endTime", jobs::iso_text(*job.ended));
    if (job.quote) append_member(out, "quote", jobs::iso_text(*job.quote));
    if (job.destruction) append_member(out, "destruction", jobs::iso_text(*job.destruction));
    if (!job.error.empty()) append_member(out, "error", job.error);
    if (Json const info = info_of(job.info); !info.empty()) out += ",\"jobInfo\":" + compact(info);
    out += "}";
  }
  return out + "\n]}\n";
}

std::string job_json(Job const& job, JobUrls const& urls, std::span<JobLink const> links) {
  Json json{{"version", "1.1"}, {"jobId", job.id}, {"href", urls.job(job.id)}};
  put(json, "runId", job.run_id);
  put(json, "ownerId", job.owner);
  json["type"] = job.list;
  json["phase"] = jobs::uws_name(job.phase);
  put(json, "quote", job.quote);
  put(json, "creationTime", job.created);
  put(json, "startTime", job.started);
  put(json, "endTime", job.ended);
  json["executionDuration"] = job.execution_duration.count();
  put(json, "destruction", job.destruction);
  json["parameters"] = parameters_of(job, urls);
  json["results"] = results_of(job, urls);
  if (job.error) json["errorSummary"] = error_of(*job.error, urls.child(job.id, "error"));
  if (Json const info = info_of(job.info); !info.empty()) json["jobInfo"] = info;
  json["revision"] = job.revision;
  if (!links.empty()) json["links"] = links_of(links);
  return written(json);
}

std::string info_json(Job const& job, std::span<JobLink const> links) {
  Json json = info_of(job.info);
  json["revision"] = job.revision;
  json["links"] = links_of(links);
  return written(json);
}

std::string acts_json(std::span<ActOnOne const> outcomes) {
  Json list = Json::array();
  for (ActOnOne const& one : outcomes) {
    Json json{{"jobId", one.id}, {"status", one.status}};
    if (one.status != 200) json["message"] = one.message;
    list.push_back(std::move(json));
  }
  return written(Json{{"jobs", list}});
}

std::string parameters_json(Job const& job, JobUrls const& urls) {
  return written(Json{{"parameters", parameters_of(job, urls)}});
}

std::string results_json(Job const& job, JobUrls const& urls) {
  return written(Json{{"results", results_of(job, urls)}});
}

}  // namespace uws
