/// What stands in the nodes of a picture. Internal to picture_of.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "uws/provenance/picture.hpp"
#include "uws/provenance/relation_list.hpp"

namespace uws::prov {

PictureNode node_of_thing(Thing const& thing, Places const& places);
PictureNode stack_of_things(RelationList const& list, std::vector<std::size_t> const& members);
/// Nothing if the activity has no parameters and configuration files in the graph.
std::optional<PictureNode> parameter_node(catalog::prov::Graph const& graph, std::string const& activity);
PictureNode description_node(catalog::prov::ActivityDescription const& method);

}  // namespace uws::prov
