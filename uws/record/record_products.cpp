#include <algorithm>

#include "engine/base/text.hpp"
#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

namespace prov = catalog::prov;

/// '*' stands for any text; nothing else is special.
bool fits(std::string_view name, std::string_view pattern) {
  auto const star = pattern.find('*');
  if (star == std::string_view::npos) return name == pattern;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  for (name.remove_prefix(star);; name.remove_prefix(1)) {
    if (fits(name, pattern.substr(star + 1))) return true;
    if (name.empty()) return false;
  }
}

ReportedFile const* reported(EndedJob const& ended, std::string const& name) {
  if (!ended.report) return nullptr;
  auto const found = std::ranges::find(ended.report->products, name, &ReportedFile::name);
  return found == ended.report->products.end() ? nullptr : &*found;
}

jobs::OutputDescription const* declared(EndedJob const& ended, std::string const& name) {
  if (!ended.type) return nullptr;
  auto const& outputs = ended.type->outputs;
  auto const found = std::ranges::find_if(
      outputs, [&](auto const& o) { return !o.pattern.empty() && fits(name, o.pattern); });
  return found == outputs.end() ? nullptr : &*found;
}

/// What nobody describes is judged by its name.
std::string generation_type(std::string const& name, std::string const& media_type) {
  std::string const word = engine::lower(name);
  for (char const* const log : {"log", "stdout", "stderr", "report"})
    if (word.find(log) != std::string::npos) return "Log";
  return media_type.starts_with("image/") && media_type != "image/fits" ? "Preview" : "Main";
}

std::string entity_type(EndedJob const& ended, prov::Generated const& made, std::string const& media_type) {
  if (made.type == "Log" || made.type == "Preview" || made.type == "Quality") return engine::lower(made.type);
  if (made.role == "events") return "DL3";
  bool const analysed = ended.type && ended.type->kind != "Selection";
  if (analysed &&
      (media_type.find("fits") != std::string::npos || media_type.find("hdf5") != std::string::npos))
    return "DL4";
  return ended.job.list == "tap" ? "table" : "data";
}

std::optional<int> level_of(std::string const& entity_type) {
  return entity_type == "DL3" ? std::optional(3) : entity_type == "DL4" ? std::optional(4) : std::nullopt;
}

std::string location_of(EndedJob const& ended, jobs::ResultLink const& result) {
  if (result.path.empty()) return result.href;
  auto const path = ended.service.paths.find(ended.job.list);
  return ended.service.base_url +
         (path == ended.service.paths.end() ? "/uws/" + ended.job.list : path->second) + "/" + ended.job.id +
         "/results/" + result.id;
}

void add_product(RecordDraft& draft, jobs::ResultLink const& result) {
  EndedJob const& ended = draft.ended;
  std::string const name =
      result.path.empty() ? result.id : std::filesystem::path(result.path).filename().string();
  ReportedFile const* const told = reported(ended, name);
  jobs::OutputDescription const* const output = declared(ended, name);
  prov::Entity entity = draft.own_entity(result.id);
  prov::Generated made{.entity = entity.id, .activity = ended.job.id};
  made.role = told != nullptr && !told->role.empty()       ? told->role
              : output != nullptr && !output->role.empty() ? output->role
                                                           : result.id;
  made.type = told != nullptr && !told->type.empty() ? told->type
              : output != nullptr                    ? output->type
                                                     : generation_type(name, result.mime_type);
  entity.name = name;
  entity.type = entity_type(ended, made, result.mime_type);
  entity.level = level_of(entity.type);
  entity.location = location_of(ended, result);
  entity.generated = draft.graph.activities.front().stopped;
  entity.file_name = name;
  entity.content_type = result.mime_type;
  entity.size = result.size;
  entity.sha256 = result.sha256;
  entity.obs_publisher_did = entity.id;
  if (told != nullptr) {
    entity.content_sum = told->content_sum;
    entity.datasum = told->datasum;
  }
  if (output != nullptr && !output->content_type.empty())
    entity.description = draft.description + "/makes/" + made.role;
  draft.graph.entities.push_back(std::move(entity));
  draft.graph.generated.push_back(std::move(made));
}

/// Logs tell of the job rather than of the sky. A preview is made of what it shows.
void add_derivations(RecordDraft& draft) {
  auto& graph = draft.graph;
  std::vector<std::string> main;
  for (prov::Generated const& made : graph.generated)
    if (made.type == "Main") main.push_back(made.entity);
  for (prov::Generated const& made : graph.generated) {
    if (made.type == "Log") continue;
    if (made.type == "Preview" && !main.empty()) {
      graph.derived.push_back({made.entity, main.front()});
      continue;
    }
    for (std::string const& input : draft.main_inputs) graph.derived.push_back({made.entity, input});
  }
}

}  // namespace

void add_products(RecordDraft& draft) {
  for (jobs::ResultLink const& result : draft.ended.job.results) add_product(draft, result);
  add_derivations(draft);
}

}  // namespace uws
