// What of a job is a file: results, uploaded parameters, the error document.
#include <algorithm>
#include <system_error>

#include "engine/base/text.hpp"
#include "uws/async/content.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;

namespace {

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
                    name_to_save(job, *result));
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
