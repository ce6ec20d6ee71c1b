#include "uws/provenance/relation_list.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace uws::prov {

namespace {

namespace data = catalog::prov;

class Collector {
 public:
  explicit Collector(data::Graph const& graph) {
    for (auto const& entity : graph.entities) add(ThingClass::entity, entity.id).entity = &entity;
    for (auto const& activity : graph.activities) add(ThingClass::activity, activity.id).activity = &activity;
    for (auto const& agent : graph.agents) add(ThingClass::agent, agent.id).agent = &agent;
    mention(graph);
    for (auto& [key, thing] : things_) {
      index_of(thing.kind)[thing.id] = list_.things.size();
      list_.things.push_back(thing);
    }
    relate(graph);
  }
  RelationList take() { return std::move(list_); }

 private:
  Thing& add(ThingClass kind, std::string const& id) {
    Thing& thing = things_[{kind, id}];
    thing.kind = kind, thing.id = id;
    return thing;
  }
  void mention(data::Graph const& graph) {
    constexpr auto e = ThingClass::entity, a = ThingClass::activity, g = ThingClass::agent;
    for (auto const& r : graph.used) add(a, r.activity), add(e, r.entity);
    for (auto const& r : graph.generated) add(e, r.entity), add(a, r.activity);
    for (auto const& r : graph.derived) add(e, r.entity), add(e, r.progenitor);
    for (auto const& r : graph.informed) add(a, r.activity), add(a, r.informant);
    for (auto const& r : graph.associated) add(a, r.activity), add(g, r.agent);
    for (auto const& r : graph.attributed) add(e, r.entity), add(g, r.agent);
    for (auto const& r : graph.members) add(e, r.entity), add(e, r.member);
    for (auto const& r : graph.specialized) add(e, r.entity), add(e, r.general);
  }
  std::unordered_map<std::string, std::size_t>& index_of(ThingClass kind) {
    if (kind == ThingClass::entity) return list_.entities;
    return kind == ThingClass::activity ? list_.activities : list_.agents;
  }
  void relate(data::Graph const& graph) {
    auto& e = list_.entities;
    auto& a = list_.activities;
    auto& g = list_.agents;
    auto& out = list_.relations;
    for (auto const& r : graph.used) out.push_back({a[r.activity], e[r.entity], "used", r.role});
    for (auto const& r : graph.generated)
      out.push_back({e[r.entity], a[r.activity], "wasGeneratedBy", r.role});
    for (auto const& r : graph.derived) out.push_back({e[r.entity], e[r.progenitor], "wasDerivedFrom", {}});
    for (auto const& r : graph.informed)
      out.push_back({a[r.activity], a[r.informant], "wasInformedBy", r.reason});
    for (auto const& r : graph.associated)
      out.push_back({a[r.activity], g[r.agent], "wasAssociatedWith", r.role});
    for (auto const& r : graph.attributed)
      out.push_back({e[r.entity], g[r.agent], "wasAttributedTo", r.role});
    for (auto const& r : graph.members) out.push_back({e[r.entity], e[r.member], "hadMember", {}});
    for (auto const& r : graph.specialized)
      out.push_back({e[r.entity], e[r.general], "specializationOf", {}});
    auto const key = [](Relation const& r) { return std::tie(r.from, r.to, r.word, r.role); };
    std::sort(out.begin(), out.end(), [&](auto const& x, auto const& y) { return key(x) < key(y); });
    auto const same = [&](auto const& x, auto const& y) { return key(x) == key(y); };
    out.erase(std::unique(out.begin(), out.end(), same), out.end());
  }

  std::map<std::pair<ThingClass, std::string>, Thing> things_{};
  RelationList list_{};
};

std::string first_key(Thing const& thing, std::set<std::string> const& unique) {
  if (unique.contains(thing.id) || thing.kind == ThingClass::agent) return "= " + thing.id;
  if (thing.entity) {
    auto const& e = *thing.entity;
    return e.restricted ? "hidden" : "entity\n" + e.type + "\n" + e.content_type + "\n" + e.owner;
  }
  if (thing.activity) {
    auto const& a = *thing.activity;
    if (a.restricted) return "hidden activity";
    bool const job = !a.phase.empty() || !a.job_id.empty();
    return job ? "= " + a.id : "activity\n" + a.name + "\n" + a.software + "\n" + a.version + "\n" + a.owner;
  }
  return thing.kind == ThingClass::entity ? "entity" : "activity";
}

/// Numbers for keys, by their order.
template <class Key>
std::vector<std::size_t> numbered(std::vector<Key> const& keys, std::size_t& count) {
  std::map<Key, std::size_t> numbers;
  for (Key const& key : keys) numbers.emplace(key, 0);
  count = 0;
  for (auto& [key, number] : numbers) number = count++;
  std::vector<std::size_t> out;
  for (Key const& key : keys) out.push_back(numbers[key]);
  return out;
}

}  // namespace

RelationList relations_of(data::Graph const& graph) { return Collector(graph).take(); }

std::vector<std::size_t> alike(RelationList const& list, std::vector<std::string> const& unique) {
  std::set<std::string> const names(unique.begin(), unique.end());
  std::vector<std::string> first;
  for (Thing const& thing : list.things) first.push_back(first_key(thing, names));
  std::size_t count = 0;
  auto colours = numbered(first, count);
  using Neighbour = std::tuple<std::string_view, std::string_view, bool, std::size_t>;
  using Key = std::pair<std::size_t, std::vector<Neighbour>>;
  // Chains so long that this takes more rounds are not what is put on stacks.
  constexpr int most_rounds = 64;
  int round = 0;
  for (std::size_t before = 0; before != count; ++round) {
    if (round == most_rounds) {
      std::iota(colours.begin(), colours.end(), std::size_t{0});
      break;
    }
    before = count;
    std::vector<Key> keys(list.things.size());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].first = colours[i];
    for (Relation const& r : list.relations) {
      keys[r.from].second.emplace_back(r.word, r.role, true, colours[r.to]);
      keys[r.to].second.emplace_back(r.word, r.role, false, colours[r.from]);
    }
    for (Key& key : keys) std::sort(key.second.begin(), key.second.end());
    colours = numbered(keys, count);
  }
  return colours;
}

}  // namespace uws::prov
