#include "uws/analysis/examine.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/types/recipe.hpp"
#include "uws/links/dataset.hpp"

namespace uws {
namespace {

/// The collections that the session's user finds, for jobs that say which runs by target or place alone.
std::vector<std::string> collections_in(catalog::pg::Connection& session) {
  std::vector<std::string> names;
  auto const rows = session.run(
      "SELECT name FROM store.collection WHERE id = ANY (store.readable_collections()) ORDER BY 1");
  for (std::size_t i = 0; i < rows.rows(); ++i) names.push_back(rows.text(i, 0));
  return names;
}

/// A job that `user` may have as an input: his own, or an anonymous one whose id he knows.
std::optional<catalog::FoundJob> job_for(AnalysisParts const& parts, std::string const& user,
                                         jobs::JobId const& id) {
  auto job = parts.store.find(id);
  if (!job || (!job->owner.empty() && job->owner != user)) return std::nullopt;
  auto const folder = parts.directories.of(*job) / "results";
  return catalog::FoundJob{std::move(*job), folder};
}

catalog::InputRequest request_of(AnalysisParts const& parts, Asked const& asked, std::string const& user) {
  catalog::InputRequest request;
  request.values = asked.data;
  request.run_ids = asked.run_ids;
  request.collections = asked.words.collections;
  request.adql = asked.words.adql;
  request.run_query = [&parts, user](std::string const& adql) { return parts.query(adql, user); };
  request.find_job = [&parts, user](jobs::JobId const& id) { return job_for(parts, user, id); };
  request.authority = parts.publisher.authority;
  request.base_url = parts.base_url();
  request.data_roots = parts.data_roots;
  return request;
}

/// Whatever names runs: a value of the input, run ids, a query; else the collections, where something else
/// tells the runs in them apart.
bool names_runs(Asked const& asked) {
  for (auto const& value : asked.data)
    if (value.role == "events") return true;
  return !asked.run_ids.empty() || !asked.words.adql.empty() || !asked.words.collections.empty();
}

catalog::ResolvedInputs inputs_of(AnalysisParts const& parts, jobs::JobType const& type, Asked asked,
                                  std::string const& user) {
  bool const by_place = works_on_runs(type) && !names_runs(asked) && asked.narrowed;
  if (asked.data.empty() && !names_runs(asked) && !by_place) return {};
  auto const session = parts.pool.take();
  set_asker(*session, user, parts.base_url());
  if (by_place)
    for (std::string const& name : collections_in(*session))
      for (auto const& input : type.inputs)
        if (input.role == "events") asked.data.push_back({input.parameter, input.role, name, {}, {}});
  return catalog::resolve_inputs(*session, request_of(parts, asked, user));
}

std::vector<std::string> missing_of(jobs::JobType const& type, Asked const& asked,
                                    std::vector<std::string> missing) {
  if (!works_on_runs(type)) return missing;
  for (auto const& input : type.inputs)
    if (input.role == "events")
      std::erase_if(missing,
                    [&](std::string const& text) { return text.starts_with(input.parameter + ":"); });
  bool const may_be_none = std::ranges::all_of(type.inputs, [](jobs::InputDescription const& input) {
    return input.role != "events" || input.multiplicity.starts_with("0");
  });
  if (names_runs(asked) || asked.narrowed || may_be_none) return missing;
  missing.push_back("no runs are named - give a collection, run ids, publisher DIDs or job:<id> as '" +
                    type.inputs.front().parameter + "', run ids as '" + std::string(run_ids_parameter) +
                    "', or a query as 'ADQL'");
  return missing;
}

}  // namespace

std::vector<std::string> missing_in(jobs::JobType const& type, jobs::Job const& job,
                                    jobs::JobDirectories const& directories) {
  Asked const asked = asked_of(type, job, directories);
  return missing_of(type, asked, jobs::check_parameters(type, asked.given).missing);
}

std::vector<std::string> input_sums(catalog::InputSet const& set) {
  std::vector<std::string> sums;
  for (auto const& file : set.files) sums.push_back(file.sha256.empty() ? file.path.string() : file.sha256);
  for (auto const& document : set.documents) sums.push_back(document.parameter + ":" + document.file.sha256);
  return sums;
}

Examined examine(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job) {
  Asked const asked = asked_of(type, job, parts.directories);
  Examined examined;
  examined.checked = jobs::check_parameters(type, asked.given);
  examined.mistakes = asked.mistakes;
  for (auto const& mistake : examined.checked.mistakes) examined.mistakes.push_back(mistake);
  examined.missing = missing_of(type, asked, examined.checked.missing);
  examined.inputs = inputs_of(parts, type, asked, job.owner);
  for (auto const& mistake : examined.inputs.mistakes) examined.mistakes.push_back(mistake);
  if (!examined.mistakes.empty() || !examined.missing.empty()) return examined;
  std::vector<std::string> sums = input_sums(examined.inputs.set);
  // Uploads that are no inputs, such as a region file.
  for (auto const& parameter : examined.checked.work)
    for (auto const& value : parameter.values)
      if (!value.file.empty())
        sums.push_back(parameter.name + ":" +
                       engine::sha256_of_file(parts.directories.file(job, value.file).string()));
  auto work = examined.checked.work;
  // Which runs they were is told by their sums, however they were asked for.
  if (works_on_runs(type))
    std::erase_if(work, [](auto const& parameter) { return parameter.name == run_ids_parameter; });
  examined.recipe_hash = jobs::recipe_hash(jobs::worker_of(type), work, std::move(sums));
  return examined;
}

}  // namespace uws
