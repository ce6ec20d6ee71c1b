#include "uws/analysis/find_original.hpp"

#include <algorithm>

#include "catalog/provenance/load.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/provenance_table.hpp"
#include "jobs/ids.hpp"

namespace uws {
namespace {

namespace prov = catalog::prov;

/// "job:8Fx...", "https://host/uws/map/8Fx...", "8Fx..." -> the id.
std::string plain_id(std::string_view text, std::string const& base_url) {
  std::string id(engine::trimmed(text));
  if (id.starts_with("job:")) id.erase(0, 4);
  if (!base_url.empty() && id.starts_with(base_url + "/"))
    for (std::string const& segment : engine::split(id.substr(base_url.size()), '/'))
      if (jobs::is_job_id(segment)) return segment;
  return id;
}

prov::Loaded load(AnalysisParts const& parts, std::string const& user, std::string const& id) {
  prov::Walk walk;
  walk.members = walk.configuration = true;
  walk.most_nodes = 200'000;
  auto const session = parts.pool.take();
  return prov::load_graph(*session, user, {id}, walk);
}

std::optional<Original> recorded(AnalysisParts const& parts, std::string const& user, std::string const& id) {
  auto loaded = load(parts, user, id);
  if (loaded.activities.empty() && !loaded.entities.empty()) {
    auto const made =
        std::ranges::find(loaded.graph.generated, loaded.entities.front(), &prov::Generated::entity);
    if (made == loaded.graph.generated.end()) return std::nullopt;
    loaded = load(parts, user, made->activity);
  }
  if (loaded.activities.empty()) return std::nullopt;
  Original original = original_in(loaded.graph, loaded.activities.front());
  return original.type.empty() ? std::nullopt : std::optional(std::move(original));
}

std::variant<Original, std::string> original_in_file(AnalysisParts const& parts, jobs::Job const& job,
                                                     jobs::Parameter const& parameter) try {
  auto const document = engine::provenance_document(parts.directories.file(job, parameter.file).string());
  if (!document) return "PROVENANCE: the file has no PROVENANCE table - give a product of this program";
  auto original = original_in_document(*document);
  if (!original) return "PROVENANCE: the document in the file's PROVENANCE table cannot be understood";
  if (jobs::is_job_id(original->activity))
    if (auto known = recorded(parts, job.owner, original->activity)) return std::move(*known);
  return std::move(*original);
} catch (engine::Failure const& failure) {
  return std::string("PROVENANCE: the upload is no FITS file that can be read: ") + failure.what();
}

}  // namespace

std::variant<Original, std::string> find_original(AnalysisParts const& parts, jobs::Job const& job) {
  auto const* const parameter = jobs::find_parameter(job, "PROVENANCE");
  if (parameter == nullptr) return "PROVENANCE is missing";
  if (!parameter->file.empty()) return original_in_file(parts, job, *parameter);
  std::string const id = plain_id(parameter->value, parts.base_url());
  if (auto original = recorded(parts, job.owner, id)) return std::move(*original);
  return "PROVENANCE: nothing is recorded (for you) of '" + id +
         "' - give the id of a job that has ended, or of a product";
}

}  // namespace uws
