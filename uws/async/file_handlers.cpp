// What of a job is a file: results, uploaded parameters, the error document.
#include <algorithm>
#include <array>
#include <system_error>

#include "engine/base/text.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;

namespace {

/// What a browser may show in its window. Everything else is saved: a product or an upload could bring
/// scripts, which would run with the rights of whoever looks at it.
bool may_be_shown(std::string_view content_type) {
  constexpr std::array<std::string_view, 6> harmless{
      "text/plain", "text/csv",         "text/tab-separated-values",
      "image/png",  "application/json", "application/pdf"};
  auto const type = http::parse_media_type(content_type);
  return type && std::ranges::find(harmless, type->type) != harmless.end();
}

Reply file_reply(std::filesystem::path const& path, std::string const& content_type,
                 std::string const& file_name) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw Refusal(404,
                  "the file of this job is gone: " + file_name + " - the job may be expiring; run it again");
  http::FileReply reply{path, {}};
  std::string const type = content_type.empty() ? "application/octet-stream" : content_type;
  reply.headers.set("Content-Type", type);
  reply.headers.set("Content-Disposition", std::string(may_be_shown(type) ? "inline" : "attachment") +
                                               "; filename=\"" + jobs::safe_name(file_name) + "\"");
  reply.headers.set("X-Content-Type-Options", "nosniff");
  return reply;
}

/// Files named "result" would all be one file in a folder of downloads; others are named for a reason (index
/// tables name each other), and keep it.
std::string name_to_save(Job const& job, std::string const& name) {
  return name.starts_with("result") ? job.id.substr(0, 8) + "-" + name : name;
}

std::vector<jobs::Parameter> named(Job const& job, std::string const& name) {
  std::vector<jobs::Parameter> found;
  for (jobs::Parameter const& parameter : job.parameters)
    if (engine::same_word(parameter.name, name)) found.push_back(parameter);
  return found;
}

}  // namespace

Reply show_parameter(JobList const& list, Request const& request, std::string const& id,
                     std::string const& name) {
  Job const job = visible_job(list, request, id);
  auto const found = named(job, name);
  if (found.empty()) throw Refusal(404, "job " + id + " has no parameter '" + name + "'");
  auto const upload = std::ranges::find_if(found, [](auto const& p) { return !p.file.empty(); });
  if (upload != found.end())
    return file_reply(list.services->directories.file(job, upload->file), upload->mime_type,
                      upload->value.empty() ? name : upload->value);
  std::vector<std::string> values;
  for (jobs::Parameter const& parameter : found) values.push_back(parameter.value);
  return http::text(200, engine::joined(values, "\n"));
}

Reply show_result(JobList const& list, Request const& request, std::string const& id,
                  std::string const& name) {
  Job const job = visible_job(list, request, id);
  auto const result = std::ranges::find(job.results, name, &jobs::ResultLink::id);
  if (result == job.results.end())
    throw Refusal(
        404, "job " + id + " has no result '" + name + "' - it is " + std::string(jobs::uws_name(job.phase)));
  if (result->path.empty()) return http::see_other(request, result->href);
  return file_reply(list.services->directories.result_file(job, *result), result->mime_type,
                    name_to_save(job, std::filesystem::path(result->path).filename().string()));
}

Reply show_error(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  if (!job.error)
    throw Refusal(404, "job " + id + " has no error - it is " + std::string(jobs::uws_name(job.phase)));
  if (job.error->has_detail()) {
    auto const path = list.services->directories.file(job, job.error->document);
    std::error_code gone;
    if (std::filesystem::is_regular_file(path, gone))
      return http::FileReply{path, [&] {
                               http::Headers headers;
                               headers.set("Content-Type", job.error->document_type);
                               headers.set("X-Content-Type-Options", "nosniff");
                               return headers;
                             }()};
  }
  if (list.policy->error_document) return list.policy->error_document(request, job);
  return http::text(200, job.error->message);
}

}  // namespace uws
