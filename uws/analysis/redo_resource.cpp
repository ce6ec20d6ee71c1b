#include "uws/analysis/job_extras.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_handlers.hpp"

namespace uws {
namespace {

http::Reply redo(JobList const& list, http::Request const& request, http::Captures const& captures) {
  jobs::Job const job = visible_job(list, request, captures["id"]);
  http::Parameters const form = form_of(request);
  auto values = form.values();
  values.push_back({"PROVENANCE", job.id});
  if (!form.has("PHASE")) values.push_back({"PHASE", "RUN"});
  return create_job(list, request, http::Parameters(std::move(values), form.files()));
}

}  // namespace

std::vector<JobResource> redo_resources() {
  return {{.method = http::Method::post,
           .path = "/redo",
           .handler = redo,
           .rel = "redo",
           .label = "Do it again",
           .shown = [](jobs::Job const& job) { return is_final(job.phase); }}};
}

}  // namespace uws
