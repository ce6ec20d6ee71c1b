#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "uws/analysis/original.hpp"

namespace uws {
namespace {

using Json = nlohmann::json;

/// PROV-JSON values are texts, numbers, or {"$": value, "type": ...}.
std::string text_of(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.contains("$")) return text_of(value["$"]);
  return value.is_primitive() && !value.is_null() ? value.dump() : std::string();
}

std::string text_at(Json const& object, std::string_view key) {
  auto const place = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && place != object.end() ? text_of(*place) : std::string();
}

/// A word in whatever namespace of ours it stands.
std::string fact(Json const& object, std::string_view name) {
  if (!object.is_object()) return {};
  for (auto const& [key, value] : object.items())
    if (key.substr(key.find(':') + 1) == name) return text_of(value);
  return {};
}

/// "ds:23523" -> the URI, if the prefix is declared; an unprefixed name as it is.
std::string full(Json const& document, std::string const& id) {
  auto const colon = id.find(':');
  if (colon == std::string::npos || !document.contains("prefix")) return id;
  std::string const uri = text_at(document["prefix"], id.substr(0, colon));
  return uri.empty() ? id : uri + id.substr(colon + 1);
}

std::string behind_last(std::string const& text, std::string_view separators) {
  auto const place = text.find_last_of(separators);
  return place == std::string::npos ? text : text.substr(place + 1);
}

/// A part of the document; empty if it has none. A reference, since loops go over its items().
Json const& section(Json const& document, char const* name) {
  static Json const none = Json::object();
  auto const place = document.find(name);
  return place != document.end() && place->is_object() ? *place : none;
}

bool is_of_type(Json const& thing, std::string_view type) {
  return text_at(thing, "prov:type").find(type) != std::string::npos;
}

void read_parameters(Json const& document, Original& original) {
  for (auto const& [id, entity] : section(document, "entity").items()) {
    if (!entity.is_object() || !is_of_type(entity, "Parameter") || is_of_type(entity, "Description"))
      continue;
    std::string const origin = fact(entity, "origin");
    if (!origin.empty() && origin != "user") continue;
    original.parameters.emplace_back(text_at(entity, "voprov:name"), text_at(entity, "prov:value"));
  }
}

void read_inputs(Json const& document, std::string const& activity, Original& original) {
  Json const& entities = section(document, "entity");
  std::multimap<std::string, std::string> members;
  for (auto const& [id, member] : section(document, "hadMember").items())
    members.emplace(text_at(member, "prov:collection"), text_at(member, "prov:entity"));
  auto const add = [&](std::string const& id, std::string const& role) {
    if (!entities.contains(id)) return;
    Json const& entity = entities[id];
    std::string const did = fact(entity, "publisherDid"), uri = full(document, id);
    OriginalInput input{!did.empty()                ? did
                        : uri.starts_with("ivo://") ? uri
                                                    : std::string(),
                        role,
                        text_at(entity, "prov:label"),
                        fact(entity, "sha256"),
                        fact(entity, "obsId"),
                        {},
                        {}};
    bool const known = std::ranges::any_of(original.inputs, [&](auto const& one) {
      return one.id == input.id && one.obs_id == input.obs_id && one.name == input.name;
    });
    if (!known) original.inputs.push_back(std::move(input));
  };
  for (auto const& [key, use] : section(document, "used").items()) {
    if (text_at(use, "prov:activity") != activity) continue;
    std::string const entity = text_at(use, "prov:entity"), role = text_at(use, "prov:role");
    auto const [first, last] = members.equal_range(entity);
    if (first == last) add(entity, role);
    for (auto member = first; member != last; ++member) add(member->second, role);
  }
}

}  // namespace

std::optional<Original> original_in_document(std::string const& prov_json) {
  Json const document = Json::parse(prov_json, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  Json const& activities = section(document, "activity");
  // The product's own document tells of one activity that generated it.
  std::string activity;
  for (auto const& [key, made] : section(document, "wasGeneratedBy").items())
    activity = text_at(made, "prov:activity");
  if (activity.empty() && activities.size() == 1) activity = activities.begin().key();
  if (!activities.contains(activity)) return std::nullopt;
  Original original;
  original.activity = behind_last(activity, ":/=");
  original.type = text_at(activities[activity], "voprov:name");
  for (auto const& [id, agent] : section(document, "agent").items())
    if (is_of_type(agent, "SoftwareAgent")) original.software = text_at(agent, "voprov:name");
  original.version = behind_last(original.software, " ");
  read_parameters(document, original);
  read_inputs(document, activity, original);
  return original.type.empty() ? std::nullopt : std::optional(std::move(original));
}

}  // namespace uws
