/// The graph as numbered things and links between them, which is all that a picture or a grouping asks for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/provenance/graph.hpp"

namespace uws::prov {

enum class ThingClass { entity, activity, agent };

/// A thing of the graph; one of the pointers is set, none if only relations speak of it.
struct Thing {
  ThingClass kind = ThingClass::entity;
  std::string id{};
  catalog::prov::Entity const* entity = nullptr;
  catalog::prov::Activity const* activity = nullptr;
  catalog::prov::Agent const* agent = nullptr;
};

struct Relation {
  std::size_t from = 0, to = 0;  ///< the later, the earlier
  std::string_view word{};       ///< "used"
  std::string role{};
};

struct RelationList {
  std::vector<Thing> things{};
  std::vector<Relation> relations{};
  std::unordered_map<std::string, std::size_t> entities{}, activities{}, agents{};
};

/// Entities, activities, agents, each sorted by id. The graph must outlive the list.
RelationList relations_of(catalog::prov::Graph const& graph);

/// A number for each thing, the same for things that nothing but their names and times tells apart: same
/// class and kind, same relations to things that are alike. Jobs, agents and `unique` ids are like nothing
/// else.
std::vector<std::size_t> alike(RelationList const& list, std::vector<std::string> const& unique);

}  // namespace uws::prov
