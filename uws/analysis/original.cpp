#include "uws/analysis/original.hpp"

#include <algorithm>
#include <map>

namespace uws {
namespace {

using catalog::prov::Entity;
using catalog::prov::Graph;

/// Runs, products and uploads: what was worked on. Single HDUs of a run ("<did>#gti"), its responses,
/// settings and the query come with them again.
bool is_data(catalog::prov::Used const& use) {
  return use.type != "Calibration" && use.role != "config" && use.role != "selection_query" &&
         use.entity.find('#') == std::string::npos;
}

/// A version of a thing that was recorded under "<id>@<sum>" is asked for by its id.
std::string plain_id(Entity const& entity) {
  if (!entity.obs_publisher_did.empty()) return entity.obs_publisher_did;
  auto const at = entity.id.rfind('@');
  return at == std::string::npos ? entity.id : entity.id.substr(0, at);
}

OriginalInput input_of(Entity const& entity, std::string const& role) {
  return {plain_id(entity),
          role,
          entity.file_name.empty() ? entity.name : entity.file_name,
          entity.sha256,
          entity.obs_id,
          entity.obs_collection,
          {}};
}

}  // namespace

Original original_in(Graph const& graph, std::string const& activity) {
  Original original;
  original.activity = activity;
  std::map<std::string, Entity const*> entities;
  for (Entity const& entity : graph.entities) entities[entity.id] = &entity;
  for (auto const& one : graph.activities)
    if (one.id == activity) {
      original.type = one.name;
      original.version = one.version;
      original.software = one.software;
    }
  for (auto const& parameter : graph.parameters)
    if (parameter.activity == activity && parameter.origin == catalog::prov::Origin::user)
      original.parameters.emplace_back(parameter.name, parameter.value);

  std::multimap<std::string, std::string> members;
  for (auto const& member : graph.members) members.emplace(member.entity, member.member);
  auto const add = [&](std::string const& id, std::string const& role) {
    auto const place = entities.find(id);
    if (place == entities.end()) return;
    auto const known = [&](OriginalInput const& input) { return input.id == plain_id(*place->second); };
    if (std::ranges::none_of(original.inputs, known))
      original.inputs.push_back(input_of(*place->second, role));
  };
  for (auto const& use : graph.used) {
    if (use.activity != activity || !is_data(use)) continue;
    auto const used = entities.find(use.entity);
    // Runs have members too: their HDUs.
    bool const is_collection = used != entities.end() && used->second->type == "collection";
    auto const [first, last] =
        is_collection ? members.equal_range(use.entity) : std::pair(members.end(), members.end());
    if (first == last) add(use.entity, use.role);
    for (auto member = first; member != last; ++member) add(member->second, use.role);
  }
  for (auto const& made : graph.generated) {
    if (made.activity != activity) continue;
    auto const place = entities.find(made.entity);
    if (place == entities.end()) continue;
    Entity const& entity = *place->second;
    original.products.push_back({entity.name, made.role, made.type, entity.sha256, entity.content_sum});
  }
  return original;
}

}  // namespace uws
