#include "uws/provenance/to_document.hpp"

#include <algorithm>
#include <tuple>

#include "uws/provenance/document_parts.hpp"
#include "uws/provenance/relation_list.hpp"

namespace uws::prov {

namespace {

/// The record that says so; PROV has no other place for it.
Record remark_record(std::string const& remark) {
  return RecordBuilder(Kind::entity, {"item", "this-answer"})
      .label(remark)
      .type(Names::prov("Bundle"))
      .add(Names::voprov("comment"), remark)
      .take();
}

Assembly assembly_of(catalog::prov::Graph const& graph, Places const& places, Model model) {
  Assembly assembly{graph, Names(places), model};
  for (Thing const& thing : relations_of(graph).things) assembly.names.reserve(thing.id);
  for (auto const& description : graph.descriptions) assembly.names.reserve(description.id);
  for (auto const& member : graph.members) assembly.collections.insert(member.entity);
  for (auto const& description : graph.descriptions) assembly.descriptions.insert(description.id);
  for (auto const& activity : graph.activities)
    if (assembly.descriptions.contains(activity.description))
      assembly.method_of[activity.id] = activity.description;
  for (auto const& made : graph.generated) assembly.generator_of.emplace(made.entity, made.activity);
  for (auto const& used : graph.used) assembly.uses.emplace(used.activity, used.entity);
  for (auto const& entity : graph.entities)
    if (entity.generated && !entity.restricted) assembly.generated_at.emplace(entity.id, *entity.generated);
  return assembly;
}

using Key = std::tuple<Kind, std::string, std::vector<std::string>, std::vector<std::string>>;

Key key_of(Record const& record) {
  std::vector<std::string> arguments, attributes;
  for (Value const& value : record.arguments)
    arguments.push_back(value.name.empty() ? value.text : text_of(value.name));
  for (Attribute const& attribute : record.attributes)
    attributes.push_back(text_of(attribute.name) + "=" + attribute.value.text +
                         text_of(attribute.value.name));
  return {record.kind, text_of(record.id), std::move(arguments), std::move(attributes)};
}

/// In the order of the keys; of elements with one identifier and of equal relations only the first stays.
std::vector<Record> sorted_once(std::vector<Record> records) {
  std::vector<std::pair<Key, Record>> keyed;
  for (Record& record : records) {
    Key key = key_of(record);
    keyed.emplace_back(std::move(key), std::move(record));
  }
  auto const less = [](auto const& a, auto const& b) { return a.first < b.first; };
  std::stable_sort(keyed.begin(), keyed.end(), less);
  std::vector<Record> out;
  Key const* before = nullptr;
  for (auto& [key, record] : keyed) {
    bool const same_element = before && !record.id.empty() && std::get<0>(*before) == std::get<0>(key) &&
                              std::get<1>(*before) == std::get<1>(key);
    if (!same_element && !(before && *before == key)) out.push_back(std::move(record));
    before = &key;
  }
  return out;
}

}  // namespace

void add_ivoa_relation(Assembly& assembly, Kind own, Name from, Name to, std::string_view artefact) {
  RecordBuilder record(assembly.ivoa() ? own : Kind::was_influenced_by);
  record.argument(name_value(std::move(from))).argument(name_value(std::move(to)));
  if (assembly.ivoa()) {
    if (own == Kind::was_configured_by) record.argument(text_value(artefact));
  } else {
    record.type(Names::voprov(own == Kind::is_described_by     ? "DescriptionRelation"
                              : own == Kind::was_configured_by ? "ConfigurationRelation"
                                                               : "RelatedToRelation"));
  }
  assembly.records.push_back(record.take());
}

Document to_document(catalog::prov::Graph const& graph, Places const& places, Model model) {
  Assembly assembly = assembly_of(graph, places, model);
  add_elements(assembly);
  add_relations(assembly);
  add_descriptions(assembly);
  add_configuration(assembly);
  Document document;
  if (graph.truncated) {
    document.remark =
        "incomplete: there is more than one answer may hold - ask from one of its nodes, or for less (DEPTH, "
        "MEMBERS=0)";
    assembly.names.entity("this-answer");
    assembly.records.push_back(remark_record(document.remark));
  }
  document.records = sorted_once(std::move(assembly.records));
  document.namespaces = assembly.names.namespaces();
  document.ivoa = model == Model::ivoa;
  return document;
}

}  // namespace uws::prov
