#include <system_error>

#include "jobs/work/work.hpp"
#include "uws/async/job_list.hpp"
#include "uws/http/respond.hpp"
#include "uws/results/result_resources.hpp"

namespace uws {

namespace {

namespace fs = std::filesystem;

fs::path log_of(jobs::JobDirectories const& directories, jobs::Job const& job, char const* name) {
  return directories.of(job) / "work" / name;
}

bool is_there(fs::path const& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

http::Reply show_log(JobList const& list, http::Request const& request, std::string const& id,
                     char const* name) {
  jobs::Job const job = visible_job(list, request, id);
  fs::path const path = log_of(list.services->directories, job, name);
  if (!is_there(path))
    throw http::Refusal(404, "job " + id + " has no log - it is " + std::string(jobs::uws_name(job.phase)) +
                                 "; only programs write one, from their start on");
  http::FileReply reply{path, {}};
  reply.headers.set("Content-Type", "text/plain; charset=utf-8");
  reply.headers.set("Content-Disposition", "inline; filename=\"" + id.substr(0, 8) + "-" + name + ".txt\"");
  reply.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
  reply.headers.set("Cache-Control", "no-cache");
  return reply;
}

JobResource resource(std::string path, char const* name) {
  JobResource made;
  made.path = std::move(path);
  made.handler = [name](JobList const& list, http::Request const& request, http::Captures const& captures) {
    return show_log(list, request, captures["id"], name);
  };
  return made;
}

}  // namespace

std::vector<JobResource> log_resources(jobs::JobDirectories const& directories) {
  auto const linked = [&directories](JobResource made, std::string rel, std::string label, char const* name) {
    made.rel = std::move(rel);
    made.label = std::move(label);
    made.shown = [&directories, name](jobs::Job const& job) {
      std::error_code error;
      auto const path = log_of(directories, job, name);
      return is_there(path) && fs::file_size(path, error) > 0;
    };
    return made;
  };
  return {linked(resource("/log", jobs::error_log), "log", "Log", jobs::error_log),
          resource("/log/stderr", jobs::error_log),
          linked(resource("/log/stdout", jobs::output_log), "output", "Output", jobs::output_log)};
}

}  // namespace uws
