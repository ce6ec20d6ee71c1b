#include "uws/record/graph_of.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

std::string description_id(EndedJob const& ended) {
  jobs::Job const& job = ended.job;
  if (!ended.type) return job.list + "/" + (ended.service.version.empty() ? "1" : ended.service.version);
  std::string const id = ended.type->name + "/" + (ended.type->version.empty() ? "1" : ended.type->version);
  // What is no job type of the service yet may be described differently by each who proposes it.
  return ended.type->state == jobs::TypeState::valid ? id : id + "/proposed-by-" + job.owner;
}

bool is_one_of(std::string_view word, std::span<std::string_view const> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

catalog::prov::Entity RecordDraft::own_entity(std::string const& path) const {
  catalog::prov::Entity entity;
  entity.id = base + path;
  entity.name = path;
  entity.owner = ended.job.owner;
  entity.open = open;
  return entity;
}

std::string usage_type(std::string_view role) {
  static constexpr std::array<std::string_view, 8> calibration{"aeff",    "edisp", "psf", "bkg",
                                                               "rad_max", "arf",   "rmf", "irf"};
  static constexpr std::array<std::string_view, 9> setup{
      "config", "index", "exclusion_mask", "region", "targets", "map", "list", "like", "upload"};
  static constexpr std::array<std::string_view, 3> context{"ambient", "weather", "pointing"};
  if (is_one_of(role, calibration)) return "Calibration";
  if (is_one_of(role, setup)) return "Setup";
  return is_one_of(role, context) ? "Context" : "Main";
}

std::string without_folders(std::string const& text, std::filesystem::path const& job_folder) {
  std::string out;
  std::string const folder = job_folder.empty() ? "" : job_folder.string() + "/";
  for (std::size_t i = 0; i < text.size();) {
    bool const begins =
        text[i] == '/' && (i == 0 || std::string_view(" =,@'\"([").find(text[i - 1]) != std::string::npos);
    if (!begins) {
      out += text[i++];
    } else if (!folder.empty() && text.compare(i, folder.size(), folder) == 0) {
      i += folder.size();
    } else {
      std::size_t const end = std::min(text.find_first_of(" ,'\")]", i), text.size());
      i = std::min(text.rfind('/', end - 1) + 1, end);
    }
  }
  return out;
}

catalog::prov::Graph graph_of(EndedJob const& ended) {
  RecordDraft draft{.ended = ended};
  draft.base = "ivo://" + ended.service.authority + "/jobs?" + ended.job.id + "/";
  draft.description = description_id(ended);
  draft.open = ended.job.owner.empty() && ended.service.anonymous_is_public;
  add_description(draft);
  add_activity(draft);
  add_parameters(draft);
  add_inputs(draft);
  add_products(draft);
  add_agents(draft);
  return std::move(draft.graph);
}

}  // namespace uws
