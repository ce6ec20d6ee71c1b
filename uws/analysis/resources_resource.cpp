// What a job on the cluster was given, and why.
#include "jobs/job_directory.hpp"
#include "jobs/work/work.hpp"
#include "uws/analysis/job_extras.hpp"
#include "uws/analysis/resources_json.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/http/respond.hpp"

namespace uws {
namespace {

std::filesystem::path work_of(AnalysisParts const& parts, jobs::Job const& job) {
  return parts.directories.of(job) / "work";
}

bool has_order(std::filesystem::path const& work) {
  std::error_code none;
  return std::filesystem::exists(work / jobs::order_name, none);
}

}  // namespace

std::vector<JobResource> resources_resources(AnalysisParts const& parts) {
  auto const show = [&parts](JobList const& list, http::Request const& request,
                             http::Captures const& captures) -> http::Reply {
    jobs::Job const job = visible_job(list, request, captures["id"]);
    auto const folder = work_of(parts, job);
    if (!has_order(folder)) throw http::Refusal(404, "the job's resources are chosen when its turn comes");
    return http::with_type(200, "application/json", resources_json(jobs::read_order(folder)));
  };
  return {{.path = "/resources",
           .handler = show,
           .rel = "resources",
           .label = "Nodes, processes, threads and memory, and why",
           .shown = [&parts](jobs::Job const& job) { return has_order(work_of(parts, job)); }}};
}

}  // namespace uws
