// The provenance of one job, beside its other resources.
#include "jobs/ids.hpp"
#include "jobs/phase.hpp"
#include "uws/http/respond.hpp"
#include "uws/provenance/provenance_reply.hpp"

namespace uws::prov {

namespace {

/// Why there is no record of this job (yet). The record and the final phase come into the database together.
[[noreturn]] void refuse_job(ProvenanceParts const& parts, std::string const& id, std::string const& asker) {
  auto const job = parts.jobs && jobs::is_job_id(id) ? parts.jobs->find(id) : std::nullopt;
  bool const visible = job && (job->owner.empty() || job->owner == asker);
  if (!visible) refuse_unknown({id}, asker);
  std::string const phase(jobs::uws_name(job->phase));
  if (!jobs::is_final(job->phase))
    throw http::Refusal(
        404, "job " + id + " is " + phase +
                 " (provenance is recorded when a job ends) - ask again then: ?WAIT on the job tells when");
  throw http::Refusal(
      404, "job " + id + " is " + phase + " and has no provenance (it ended before it was recorded)");
}

/// A whole account: what was used and made, by whom, with which parameters. Pictures leave descriptions out.
ProvsapRequest usual_request(std::string const& id, std::optional<Form> fixed) {
  ProvsapRequest usual;
  usual.ids = {id};
  usual.walk.agents = usual.walk.configuration = true;
  usual.walk.descriptions = 2;
  if (fixed) usual.form = {*fixed, std::string(row_of(*fixed).content_type)};
  return usual;
}

bool is_picture(Form form) {
  return form == Form::svg || form == Form::png || form == Form::dot || form == Form::html;
}

}  // namespace

http::Reply job_reply(http::Request const& request, ProvenanceParts const& parts, std::string const& id,
                      std::optional<Form> fixed) {
  auto const parameters = http::parse_parameters(request);
  auto asked = read_provsap(parameters, request.headers, usual_request(id, fixed), parts.most_ids);
  asked.ids = {id};
  if (fixed) asked.form = {*fixed, std::string(row_of(*fixed).content_type)};
  if (is_picture(asked.form.form) && !parameters.has("DESCRIPTIONS")) asked.walk.descriptions = 0;
  http::remark_job(request, id);
  auto const loaded = load(parts, request, asked);
  if (loaded.activities.empty()) refuse_job(parts, id, asker_of(parts, request));
  return reply_with(request, parts, asked, loaded);
}

}  // namespace uws::prov
