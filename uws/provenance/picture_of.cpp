#include <algorithm>
#include <map>
#include <set>

#include "uws/provenance/picture.hpp"
#include "uws/provenance/picture_nodes.hpp"
#include "uws/provenance/relation_list.hpp"
#include "uws/provenance/text_width.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;
using Pair = std::pair<std::size_t, std::size_t>;

/// The things of one node: several if they are alike and many.
std::vector<std::vector<std::size_t>> groups_of(RelationList const& list, PictureRules const& rules) {
  auto const colours = alike(list, rules.asked);
  std::map<std::size_t, std::vector<std::size_t>> by_colour;
  for (std::size_t i = 0; i < colours.size(); ++i) by_colour[colours[i]].push_back(i);
  std::vector<std::vector<std::size_t>> groups;
  for (auto& [colour, members] : by_colour) {
    if (members.size() >= std::max<std::size_t>(rules.stack_from, 2))
      groups.push_back(std::move(members));
    else
      for (std::size_t member : members) groups.push_back({member});
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

/// Derivations that an activity explains, attributions to an agent of the generating activity.
std::set<Pair> implied(RelationList const& list) {
  std::map<std::size_t, std::size_t> maker;
  std::set<Pair> used, associated, out;
  for (Relation const& r : list.relations) {
    if (r.word == "wasGeneratedBy") maker[r.from] = r.to;
    if (r.word == "used") used.emplace(r.from, r.to);
    if (r.word == "wasAssociatedWith") associated.emplace(r.from, r.to);
  }
  for (Relation const& r : list.relations) {
    auto const made_by = maker.find(r.from);
    if (made_by == maker.end()) continue;
    bool const drawn = (r.word == "wasDerivedFrom" && used.contains({made_by->second, r.to})) ||
                       (r.word == "wasAttributedTo" && associated.contains({made_by->second, r.to}));
    if (drawn) out.emplace(r.from, r.to);
  }
  return out;
}

std::string joined_roles(std::set<std::string> const& roles) {
  std::string out;
  std::size_t count = 0;
  for (std::string const& role : roles) {
    if (role.empty()) continue;
    if (++count > 3) break;
    out += (out.empty() ? "" : ", ") + role;
  }
  return count > 3 ? shortened(out, 32) + " \u2026" : shortened(out, 32);
}

/// What the picture says where there is no role.
std::string plain_word(std::string_view word) {
  if (word == "wasDerivedFrom") return "derived from";
  if (word == "hadMember") return "member";
  if (word == "specializationOf") return "version of";
  return {};
}

bool is_dashed(std::string_view word) {
  return word == "wasAssociatedWith" || word == "wasAttributedTo" || word == "hadMember" ||
         word == "specializationOf";
}

void add_links(Picture& picture, RelationList const& list, std::vector<std::size_t> const& node_of) {
  auto const left_out = implied(list);
  struct Bundle {
    std::set<std::string> roles{};
    bool dashed = true;
  };
  std::map<Pair, Bundle> bundles;
  for (Relation const& r : list.relations) {
    Pair const ends{node_of[r.from], node_of[r.to]};
    bool const hidden =
        (r.word == "wasDerivedFrom" || r.word == "wasAttributedTo") && left_out.contains({r.from, r.to});
    if (hidden || ends.first == ends.second) continue;
    Bundle& bundle = bundles[ends];
    bundle.roles.insert(r.role.empty() ? plain_word(r.word) : r.role);
    bundle.dashed = bundle.dashed && is_dashed(r.word);
  }
  for (auto const& [ends, bundle] : bundles)
    picture.links.push_back({ends.first, ends.second, joined_roles(bundle.roles), bundle.dashed, {}});
}

/// Agents that only implied attributions lead to would float about.
void drop_lonely_agents(Picture& picture) {
  std::set<std::size_t> linked;
  for (auto const& link : picture.links) linked.insert(link.from), linked.insert(link.to);
  std::vector<std::size_t> now(picture.nodes.size());
  std::vector<PictureNode> kept;
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    now[i] = kept.size();
    if (picture.nodes[i].shape != Shape::agent || linked.contains(i) || picture.nodes[i].asked)
      kept.push_back(std::move(picture.nodes[i]));
  }
  picture.nodes = std::move(kept);
  for (auto& link : picture.links) link.from = now[link.from], link.to = now[link.to];
}

/// Parameters and description of activities that stand for themselves.
void add_notes(Picture& picture, data::Graph const& graph, RelationList const& list,
               std::vector<std::size_t> const& node_of) {
  std::map<std::string, std::size_t> methods;
  for (auto const& thing : list.things) {
    if (!thing.activity) continue;
    std::size_t const node = node_of[list.activities.at(thing.id)];
    auto const attach = [&](std::size_t to) { picture.links.push_back({node, to, {}, true, {}}); };
    if (picture.nodes[node].stack == 1) {
      auto table = parameter_node(graph, thing.id);
      if (table) {
        attach(picture.nodes.size());
        picture.nodes.push_back(std::move(*table));
      }
    }
    for (auto const& method : graph.descriptions) {
      if (method.id != thing.activity->description) continue;
      auto const [known, fresh] = methods.emplace(method.id, picture.nodes.size());
      if (fresh) picture.nodes.push_back(description_node(method));
      bool const twice =
          std::any_of(picture.links.begin(), picture.links.end(),
                      [&](PictureLink const& link) { return link.from == node && link.to == known->second; });
      if (!twice) attach(known->second);
    }
  }
}

}  // namespace

Picture picture_of(data::Graph const& graph, Places const& places, PictureRules const& rules) {
  Picture picture;
  picture.flow = rules.flow;
  RelationList const list = relations_of(graph);
  std::set<std::string> collections;
  for (auto const& member : graph.members) collections.insert(member.entity);
  std::vector<std::size_t> node_of(list.things.size());
  for (auto const& members : groups_of(list, rules)) {
    for (std::size_t member : members) node_of[member] = picture.nodes.size();
    PictureNode node =
        members.size() == 1 ? node_of_thing(list.things[members[0]], places) : stack_of_things(list, members);
    Thing const& first = list.things[members[0]];
    if (node.shape == Shape::entity && collections.contains(first.id)) node.shape = Shape::collection;
    node.asked = std::find(rules.asked.begin(), rules.asked.end(), first.id) != rules.asked.end();
    picture.nodes.push_back(std::move(node));
  }
  add_links(picture, list, node_of);
  add_notes(picture, graph, list, node_of);
  drop_lonely_agents(picture);
  if (graph.truncated) picture.remark = "There is more than is shown: ask from one of its nodes.";
  return picture;
}

}  // namespace uws::prov
