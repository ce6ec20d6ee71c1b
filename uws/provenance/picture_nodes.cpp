#include "uws/provenance/picture_nodes.hpp"

#include <cstdio>

#include "uws/provenance/text_width.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;

constexpr std::size_t longest_line = 34, longest_tip_line = 120, most_tip_lines = 24, most_parameters = 14;

void add_line(PictureNode& node, std::string const& text) {
  if (!text.empty()) node.lines.push_back(shortened(text, longest_line));
}

void add_tip(PictureNode& node, std::string_view name, std::string const& value) {
  if (value.empty()) return;
  if (!node.tip.empty()) node.tip += "\n";
  node.tip += (name.empty() ? "" : std::string(name) + ": ") + shortened(value, longest_tip_line);
}

std::string bytes_text(std::int64_t bytes) {
  double value = static_cast<double>(bytes);
  char const* const units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < std::size(units); ++unit) value /= 1000;
  char text[40];
  std::snprintf(text, sizeof text, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text;
}

std::string minute_of(jobs::Instant instant) {
  std::string const text = jobs::iso_text(instant);
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

std::string time_tip(std::optional<jobs::Instant> const& instant) {
  return instant ? jobs::iso_text(*instant) : "";
}

std::string program_of(data::Activity const& activity) {
  bool const both = !activity.software.empty() && !activity.version.empty();
  return activity.software + (both ? " " : "") + activity.version;
}

PictureNode entity_node(data::Entity const& entity) {
  PictureNode node;
  if (entity.restricted) {
    node.shape = Shape::restricted;
    node.lines = {"restricted"};
    node.tip = "Something that you may not see";
    return node;
  }
  add_line(node, entity.name.empty() ? entity.id : entity.name);
  std::string about = entity.type;
  if (entity.size) about += (about.empty() ? "" : " \u00b7 ") + bytes_text(*entity.size);
  add_line(node, about);
  if (entity.invalidated) add_line(node, "invalid since " + minute_of(*entity.invalidated));
  add_tip(node, "", entity.name);
  add_tip(node, "id", entity.id);
  add_tip(node, "type", entity.type);
  add_tip(node, "file", entity.file_name);
  add_tip(node, "made", time_tip(entity.generated));
  add_tip(node, "invalid", entity.invalidated_reason);
  add_tip(node, "sha256", entity.sha256);
  add_tip(node, "owner", entity.owner);
  add_tip(node, "remark", entity.comment);
  return node;
}

PictureNode activity_node(data::Activity const& activity) {
  PictureNode node;
  if (activity.restricted) {
    node.shape = Shape::restricted_activity;
    node.lines = {"restricted"};
    node.tip = "Something that you may not see";
    return node;
  }
  node.shape = Shape::activity;
  node.failed = activity.phase == "ERROR" || activity.phase == "ABORTED";
  add_line(node, activity.name.empty() ? activity.id : activity.name);
  std::string const program = program_of(activity);
  add_line(node, program);
  std::string when = activity.started ? minute_of(*activity.started) : "";
  if (node.failed) when += (when.empty() ? "" : " \u00b7 ") + activity.phase;
  add_line(node, when);
  add_tip(node, "", activity.name);
  add_tip(node, "id", activity.id);
  add_tip(node, "software", program);
  add_tip(node, "began", time_tip(activity.started));
  add_tip(node, "ended", time_tip(activity.stopped));
  add_tip(node, "phase", activity.phase);
  add_tip(node, "error", activity.error);
  add_tip(node, "host", activity.host);
  add_tip(node, "remark", activity.comment);
  return node;
}

PictureNode agent_node(data::Agent const& agent) {
  PictureNode node;
  node.shape = Shape::agent;
  add_line(node, agent.name.empty() ? agent.id : agent.name);
  add_line(node, agent.type);
  add_tip(node, "", agent.name);
  add_tip(node, "type", agent.type);
  add_tip(node, "affiliation", agent.affiliation);
  add_tip(node, "page", agent.url);
  return node;
}

std::string name_of(Thing const& thing) {
  if (thing.entity) return thing.entity->name.empty() ? thing.id : thing.entity->name;
  if (thing.activity) return thing.activity->name.empty() ? thing.id : thing.activity->name;
  return thing.id;
}

/// Of one of many: of runs, the number says it.
std::string short_name_of(Thing const& thing) {
  bool const run = thing.entity && thing.entity->type == "DL3" && !thing.entity->obs_id.empty();
  return shortened(run ? thing.entity->obs_id : name_of(thing), 15);
}

}  // namespace

PictureNode node_of_thing(Thing const& thing, Places const& places) {
  PictureNode node;
  if (thing.entity)
    node = entity_node(*thing.entity);
  else if (thing.activity)
    node = activity_node(*thing.activity);
  else if (thing.agent)
    node = agent_node(*thing.agent);
  else {
    node.shape = thing.kind == ThingClass::agent      ? Shape::agent
                 : thing.kind == ThingClass::activity ? Shape::activity
                                                      : Shape::entity;
    add_line(node, thing.id);
    add_tip(node, "id", thing.id);
  }
  bool const hidden = node.shape == Shape::restricted || node.shape == Shape::restricted_activity;
  bool const has_page = !hidden && thing.kind != ThingClass::agent;
  if (has_page) node.url = places.page_of(thing.id);
  return node;
}

PictureNode stack_of_things(RelationList const& list, std::vector<std::size_t> const& members) {
  Thing const& first = list.things[members.front()];
  PictureNode node;
  node.stack = members.size();
  node.shape = first.kind == ThingClass::activity ? Shape::activity : Shape::entity;
  std::string kind = first.activity ? first.activity->name : first.entity ? first.entity->type : "";
  if ((first.entity && first.entity->restricted) || (first.activity && first.activity->restricted)) {
    node.shape = first.entity ? Shape::restricted : Shape::restricted_activity;
    node.lines = {std::to_string(members.size()) + " \u00d7 restricted"};
    node.tip = "Things that you may not see";
    return node;
  }
  if (kind == "DL3") kind = "DL3 runs";
  if (kind.empty()) kind = first.kind == ThingClass::activity ? "activities" : "entities";
  add_line(node, std::to_string(members.size()) + " \u00d7 " + kind);
  std::string const one = short_name_of(first), last = short_name_of(list.things[members.back()]);
  if (one != last) add_line(node, one + " \u2026 " + last);
  if (first.activity) add_line(node, program_of(*first.activity));
  for (std::size_t i = 0; i < members.size() && i < most_tip_lines; ++i)
    add_tip(node, "", name_of(list.things[members[i]]));
  if (members.size() > most_tip_lines)
    add_tip(node, "", "and " + std::to_string(members.size() - most_tip_lines) + " more");
  return node;
}

std::optional<PictureNode> parameter_node(data::Graph const& graph, std::string const& activity) {
  PictureNode node;
  node.shape = Shape::table;
  std::size_t count = 0;
  for (auto const& parameter : graph.parameters) {
    if (parameter.activity != activity) continue;
    if (++count <= most_parameters) add_line(node, parameter.name + " = " + parameter.value);
    if (count <= most_tip_lines) add_tip(node, parameter.name, parameter.value);
  }
  if (count > most_parameters) add_line(node, "\u2026 " + std::to_string(count - most_parameters) + " more");
  for (auto const& file : graph.config_files)
    if (file.activity == activity) add_line(node, "file " + file.name);
  if (node.lines.empty()) return std::nullopt;
  node.lines.insert(node.lines.begin(), "Parameters");
  return node;
}

PictureNode description_node(data::ActivityDescription const& method) {
  PictureNode node;
  node.shape = Shape::note;
  add_line(node, method.name + (method.version.empty() ? "" : " " + method.version));
  add_line(node, method.text);
  add_tip(node, "", method.name);
  add_tip(node, "version", method.version);
  add_tip(node, "", method.text);
  bool const web = method.docurl.starts_with("http://") || method.docurl.starts_with("https://");
  if (web) node.url = method.docurl;
  return node;
}

}  // namespace uws::prov
