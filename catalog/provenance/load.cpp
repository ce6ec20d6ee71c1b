#include "catalog/provenance/load.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/pg/array.hpp"
#include "catalog/pg/transaction.hpp"
#include "catalog/provenance/load_rows.hpp"
#include "catalog/provenance/row_reader.hpp"
#include "jobs/clean_text.hpp"

namespace catalog::prov {

namespace {

using Names = std::map<std::string, std::string>;  ///< of what may not be seen: id -> name to show

/// The nodes of the graph by their ids in the database.
struct Nodes {
  std::vector<std::string> entities{}, activities{};
  Names hidden_entities{}, hidden_activities{};
  bool truncated = false;
};

/// PostgreSQL refuses other texts as values; nothing has them as its name.
bool can_be_id(std::string const& text) {
  return !text.empty() && text.size() <= 2000 && jobs::clean_text(text) == text;
}

void find_starts(pg::Connection& db, std::string const& user, std::vector<std::string> const& ids,
                 Loaded& loaded) {
  std::vector<std::string> asked;
  std::ranges::copy_if(ids, std::back_inserter(asked), can_be_id);
  std::set<std::string> known;
  for (RowReader row(db.run(
           "SELECT is_activity, id, asked_as FROM store.provenance_starts($1::text[], $2) ORDER BY 1, 2",
           {pg::array_text(asked), user}));
       row.next();) {
    bool is_activity = false;
    std::string id, asked_as;
    row >> is_activity >> id >> asked_as;
    auto& found = is_activity ? loaded.activities : loaded.entities;
    if (std::ranges::find(found, id) == found.end()) found.push_back(id);
    known.insert(asked_as);
  }
  for (std::string const& id : ids)
    if (!known.contains(id)) loaded.unknown.push_back(id);
}

Nodes walk_from(pg::Connection& db, std::string const& user, std::vector<std::string> const& ids,
                Walk const& walk) {
  std::size_t const most = std::min<std::size_t>(walk.most_nodes, 1'000'000);
  bool const back = walk.direction != Direction::forward, forward = walk.direction != Direction::back;
  Nodes nodes;
  RowReader row(
      db.run("SELECT is_activity, id, hidden FROM store.provenance_nodes($1::text[], $2, $3, $4, $5, $6, $7)",
             {pg::array_text(ids), user, back ? "t" : "f", forward ? "t" : "f",
              std::to_string(std::clamp(walk.depth.value_or(1'000'000), 0, 1'000'000)),
              walk.members ? "t" : "f", std::to_string(most)}));
  for (std::size_t count = 0; row.next(); ++count) {
    if (count == most) {
      nodes.truncated = true;
      break;
    }
    bool is_activity = false;
    std::string id, hidden;
    row >> is_activity >> id >> hidden;
    if (!hidden.empty()) (is_activity ? nodes.hidden_activities : nodes.hidden_entities).emplace(id, hidden);
    (is_activity ? nodes.activities : nodes.entities).push_back(std::move(id));
  }
  return nodes;
}

std::string seen(std::vector<std::string> ids, Names const& hidden) {
  std::erase_if(ids, [&](std::string const& id) { return hidden.contains(id); });
  return pg::array_text(ids);
}

/// Gives hidden ends their names; true if there was one.
bool hide(std::string& id, Names const& hidden) {
  auto const found = hidden.find(id);
  if (found == hidden.end()) return false;
  id = found->second;
  return true;
}

void hide_nodes(Nodes const& nodes, Graph& graph) {
  Names const &e = nodes.hidden_entities, &a = nodes.hidden_activities;
  // What something hidden was to something else could tell what it is.
  for (Used& u : graph.used)
    if (bool const one = hide(u.activity, a); hide(u.entity, e) || one)
      u = {.activity = u.activity, .entity = u.entity};
  for (Generated& g : graph.generated)
    if (bool const one = hide(g.activity, a); hide(g.entity, e) || one)
      g = {.entity = g.entity, .activity = g.activity};
  for (Informed& i : graph.informed)
    if (bool const one = hide(i.activity, a); hide(i.informant, a) || one) i.reason.clear();
  for (Derived& d : graph.derived) hide(d.entity, e), hide(d.progenitor, e);
  for (Member& m : graph.members) hide(m.entity, e), hide(m.member, e);
  for (Specialized& s : graph.specialized) hide(s.entity, e), hide(s.general, e);
  for (auto const& [id, name] : e)
    graph.entities.push_back({.id = name, .name = "restricted", .restricted = true});
  for (auto const& [id, name] : a) {
    Activity& activity = graph.activities.emplace_back();
    activity.id = name;
    activity.name = "restricted";
    activity.restricted = true;
  }
}

}  // namespace

Loaded load_graph(pg::Connection& db, std::string const& user, std::vector<std::string> const& ids,
                  Walk const& walk) {
  using Options = pg::TransactionOptions;
  pg::Transaction transaction(db, {Options::Isolation::repeatable_read, Options::Access::read_only});
  std::string const asking = can_be_id(user) ? user : "";
  db.run("SELECT set_config('distill.user', $1, true)", {asking});
  Loaded loaded;
  find_starts(db, asking, ids, loaded);
  std::vector<std::string> starts = loaded.entities;
  starts.insert(starts.end(), loaded.activities.begin(), loaded.activities.end());
  if (starts.empty()) return loaded;

  Nodes const nodes = walk_from(db, asking, starts, walk);
  Graph& graph = loaded.graph;
  graph.truncated = nodes.truncated;
  std::string const entities = seen(nodes.entities, nodes.hidden_entities),
                    activities = seen(nodes.activities, nodes.hidden_activities);
  graph.entities = entities_of(db, entities);
  graph.activities = activities_of(db, activities);
  add_relations(db, pg::array_text(nodes.entities), pg::array_text(nodes.activities), graph);
  if (walk.agents) add_agents(db, entities, activities, graph);
  if (walk.descriptions > 0) add_descriptions(db, activities, asking, walk.descriptions > 1, graph);
  if (walk.configuration) add_configuration(db, activities, graph);
  if (walk.attributes) {
    add_events(db, activities, graph.activities);
  } else {
    for (Entity& e : graph.entities) e.facts.clear();
    for (Activity& a : graph.activities) a.facts.clear();
  }
  hide_nodes(nodes, graph);
  transaction.commit();
  return loaded;
}

}  // namespace catalog::prov
