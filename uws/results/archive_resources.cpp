#include "uws/async/job_list.hpp"
#include "uws/results/archive.hpp"
#include "uws/results/result_resources.hpp"

namespace uws {

namespace {

enum class Kind { zip, tar };

http::Reply archive(JobList const& list, http::Request const& request, std::string const& id, Kind kind) {
  jobs::Job const job = visible_job(list, request, id);
  auto entries = archive_entries(job, list.services->directories);
  http::StreamReply reply;
  reply.headers.set("Content-Type", kind == Kind::zip ? "application/zip" : "application/x-tar");
  reply.headers.set("Content-Disposition", "attachment; filename=\"" + archive_name(job) +
                                               (kind == Kind::zip ? ".zip\"" : ".tar\""));
  reply.headers.set("Cache-Control", "no-cache");
  reply.body = kind == Kind::zip ? zip_of(std::move(entries)) : tar_of(std::move(entries));
  return reply;
}

JobResource resource(Kind kind) {
  JobResource made;
  made.path = kind == Kind::zip ? "/archive.zip" : "/archive.tar";
  made.rel = kind == Kind::zip ? "archive" : "archive-tar";
  made.label = kind == Kind::zip ? "All results (zip)" : "All results (tar)";
  made.shown = [](jobs::Job const& job) { return !job.results.empty(); };
  made.handler = [kind](JobList const& list, http::Request const& request, http::Captures const& captures) {
    return archive(list, request, captures["id"], kind);
  };
  return made;
}

}  // namespace

std::vector<JobResource> archive_resources() { return {resource(Kind::zip), resource(Kind::tar)}; }

void add_result_resources(JobRoutes& routes, jobs::JobDirectories const& directories,
                          std::shared_ptr<LinkSigner const> signer, LinkLifetime lifetime) {
  for (auto const& group :
       {archive_resources(), log_resources(directories), link_resources(std::move(signer), lifetime)})
    for (JobResource const& one : group) routes.add(one);
}

}  // namespace uws
