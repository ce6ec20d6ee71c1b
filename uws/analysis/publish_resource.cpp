#include <algorithm>

#include "catalog/inputs/inputs_json.hpp"
#include "catalog/publication/publish.hpp"
#include "engine/base/text.hpp"
#include "jobs/types/value.hpp"
#include "uws/analysis/job_extras.hpp"
#include "uws/analysis/report_file.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_list.hpp"
#include "uws/http/respond.hpp"

namespace uws {
namespace {

using http::Refusal;

std::string text_of(http::Parameters const& form, std::string_view name) {
  auto const value = form.find(name);
  return value ? std::string(engine::trimmed(*value)) : std::string();
}

std::optional<double> energy_of(jobs::Job const& job, std::string_view name) {
  auto const* const parameter = jobs::find_parameter(job, name);
  if (parameter == nullptr) return std::nullopt;
  jobs::ParameterDescription energy;
  energy.type = "energy";
  return engine::number(jobs::compared_value(energy, parameter->value));
}

catalog::Publication publication_of(AnalysisParts const& parts, jobs::Job const& job,
                                    jobs::ResultLink const& result, http::Parameters const& form,
                                    std::string const& publisher) {
  auto const folder = parts.directories.of(job);
  catalog::Publication publication;
  publication.collection = text_of(form, "COLLECTION");
  publication.authority = parts.publisher.authority;
  publication.name = text_of(form, "NAME");
  publication.did = "ivo://" + parts.publisher.authority + "/jobs?" + job.id + "/" + result.id;
  publication.job_id = job.id;
  publication.result_id = result.id;
  publication.file = parts.directories.result_file(job, result);
  publication.media_type = result.mime_type;
  publication.sha256 = result.sha256;
  publication.title = text_of(form, "TITLE");
  publication.description = text_of(form, "DESCRIPTION");
  publication.bib_reference = text_of(form, "BIB_REFERENCE");
  publication.owner = engine::same_word(text_of(form, "PUBLIC"), "yes") ? std::string() : publisher;
  std::error_code none;
  if (std::filesystem::is_regular_file(folder / catalog::inputs_name, none))
    for (auto const& run : catalog::read_inputs(folder / catalog::inputs_name).runs)
      publication.runs.push_back(run.did);
  publication.activity = job.list;
  if (auto const report = find_report(folder / "results")) publication.version = report->software;
  publication.created = job.ended;
  publication.energy_min_tev = energy_of(job, "emin");
  publication.energy_max_tev = energy_of(job, "emax");
  return publication;
}

jobs::ResultLink result_of(jobs::Job const& job, std::string const& name) {
  auto const place = std::ranges::find(job.results, name, &jobs::ResultLink::id);
  if (place == job.results.end() || place->path.empty())
    throw Refusal(404, "job " + job.id + " has no product '" + name + "'");
  return *place;
}

http::Response told(std::string const& text) { return http::text(200, text); }

http::Reply publish(AnalysisParts const& parts, PublishRules const& rules, JobList const& list,
                    http::Request const& request, http::Captures const& captures) {
  jobs::Job const job = changeable_job(list, request, captures["id"]);
  jobs::ResultLink const result = result_of(job, captures["name"]);
  http::Parameters const form = form_of(request);
  if (job.phase != jobs::Phase::completed)
    throw Refusal(403, "job " + job.id + " is " + std::string(jobs::uws_name(job.phase)) +
                           ": only results of a COMPLETED job can be published");
  auto const publication = publication_of(parts, job, result, form, user_of(list, request).name);
  if (publication.collection.empty())
    throw Refusal(400, "COLLECTION is missing - name the collection that the product is to be found in");
  rules.allow(request, user_of(list, request), publication.collection);
  auto const session = parts.pool.take();
  std::string const action = engine::upper(text_of(form, "ACTION"));
  if (!action.empty() && action != "PUBLISH" && action != "RELEASE" && action != "WITHDRAW")
    throw Refusal(400, "ACTION: '" + action + "' is not known - allowed: PUBLISH, RELEASE, WITHDRAW");
  if (action == "RELEASE" || action == "WITHDRAW") {
    std::string const reason = text_of(form, "REASON");
    if (action == "WITHDRAW" && reason.empty())
      throw Refusal(400, "REASON is missing - say why the product is withdrawn");
    bool const done = action == "RELEASE" ? catalog::release_product(*session, publication.did)
                                          : catalog::withdraw_product(*session, publication.did, reason);
    if (!done) throw Refusal(404, "'" + result.id + "' is not published");
    if (rules.note) rules.note(request, "product." + engine::lower(action), publication.did);
    return told(publication.did);
  }
  auto const published = catalog::publish(*session, rules.folder, publication);
  session->run("NOTIFY distill_catalogue");
  if (rules.note) rules.note(request, "product.publish", published.did);
  return told(published.did);
}

}  // namespace

std::vector<JobResource> publish_resources(AnalysisParts const& parts, PublishRules rules) {
  return {{.method = http::Method::post,
           .path = "/results/{name}/publish",
           .handler = [&parts, rules = std::move(rules)](JobList const& list, http::Request const& request,
                                                         http::Captures const& captures) {
             return publish(parts, rules, list, request, captures);
           }}};
}

}  // namespace uws
