#include <algorithm>

#include "engine/base/text.hpp"
#include "jobs/ids.hpp"
#include "uws/async/content.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_list.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"
#include "uws/results/result_resources.hpp"

namespace uws {

namespace {

using http::Refusal;

jobs::ResultLink const& result_named(jobs::Job const& job, std::string const& name) {
  auto const result = std::ranges::find(job.results, name, &jobs::ResultLink::id);
  if (result == job.results.end())
    throw Refusal(404, "job " + job.id + " has no result '" + name + "' - it is " +
                           std::string(jobs::uws_name(job.phase)));
  return *result;
}

std::chrono::seconds lifetime_asked(http::Request const& request, LinkLifetime const& allowed) {
  http::Parameters const form =
      request.method == http::Method::post ? form_of(request) : http::parse_parameters(request);
  auto const value = form.find("LIFETIME");
  if (!value) return allowed.usual;
  auto const seconds = engine::whole_number(*value);
  if (!seconds || *seconds < 1)
    throw Refusal(400, "LIFETIME: '" + std::string(value->substr(0, 80)) +
                           "' is not possible - allowed: whole seconds, 1 to " +
                           std::to_string(allowed.most.count()));
  return std::min(std::chrono::seconds(*seconds), allowed.most);
}

/// The last segment is the file's own name: that is what tools show, and guess the format by.
http::Reply make_link(JobList const& list, http::Request const& request, http::Captures const& captures,
                      LinkSigner const& signer, LinkLifetime const& allowed) {
  jobs::Job const job = visible_job(list, request, captures["id"]);
  jobs::ResultLink const& result = result_named(job, captures["name"]);
  jobs::Instant expires = list.services->clock() + lifetime_asked(request, allowed);
  if (job.destruction) expires = std::min(expires, *job.destruction);
  std::string const file = result.path.empty() ? jobs::safe_name(result.id) : name_to_save(job, result);
  std::string const url = urls_of(list, request).result(job.id, result.id) + "/signed/" +
                          signer.token(job, result.id, expires) + "/" + http::percent_encoded(file);
  static std::vector<std::string> const offers{"text/plain", "application/json"};
  bool const json = http::preferred_type(request.headers, offers) == offers.back();
  http::Response reply =
      json ? http::with_type(200, "application/json",
                             "{\"href\":\"" + url + "\",\"expires\":\"" + jobs::iso_text(expires) + "\"}\n")
           : http::text(200, url);
  reply.headers.set("Cache-Control", "no-store");
  reply.headers.set("Vary", "Accept");
  return reply;
}

/// Whoever has the link; nothing is looked up for a link that we did not make.
http::Reply follow_link(JobList const& list, http::Captures const& captures, http::Request const& request,
                        LinkSigner const& signer) {
  std::string const &id = captures["id"], &name = captures["name"];
  switch (signer.check(captures["token"], list.policy->list, id, name, list.services->clock())) {
    case LinkSigner::Verdict::wrong: throw Refusal(403, "this link is not one of ours - ask for a new one");
    case LinkSigner::Verdict::expired: throw Refusal(403, "this link has expired - ask for a new one");
    case LinkSigner::Verdict::good: break;
  }
  auto const job = jobs::is_job_id(id) ? list.services->store.find(id) : std::nullopt;
  if (!job || job->list != list.policy->list) throw_no_such_job(id);
  jobs::ResultLink const& result = result_named(*job, name);
  if (result.path.empty()) return http::see_other(request, result.href);
  auto reply = file_reply(list.services->directories.result_file(*job, result), result.mime_type,
                          name_to_save(*job, result));
  reply.headers.set("Referrer-Policy", "no-referrer");
  reply.headers.set("Cache-Control", "private, no-cache");
  return reply;
}

}  // namespace

std::vector<JobResource> link_resources(std::shared_ptr<LinkSigner const> signer, LinkLifetime lifetime) {
  JobResource make, follow;
  make.path = "/results/{name}/link";
  make.handler = [signer, lifetime](JobList const& list, http::Request const& request,
                                    http::Captures const& captures) {
    return make_link(list, request, captures, *signer, lifetime);
  };
  JobResource make_by_post = make;
  make_by_post.method = http::Method::post;
  follow.path = "/results/{name}/signed/{token}/{file}";
  follow.handler = [signer](JobList const& list, http::Request const& request,
                            http::Captures const& captures) {
    return follow_link(list, captures, request, *signer);
  };
  return {make, make_by_post, follow};
}

}  // namespace uws
