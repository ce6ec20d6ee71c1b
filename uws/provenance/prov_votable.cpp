#include "uws/provenance/prov_votable.hpp"

#include <algorithm>

#include "catalog/table/xml_text.hpp"
#include "uws/provenance/votable_tables.hpp"

namespace uws::prov {

namespace {

using catalog::XmlWriter;

void write_field(XmlWriter& xml, catalog::Column const& column) {
  xml.open("FIELD")
      .attribute("name", column.name)
      .attribute("datatype", catalog::votable_word(column.datatype))
      .attribute_if("arraysize", column.arraysize)
      .attribute_if("xtype", column.xtype)
      .attribute_if("unit", column.unit)
      .attribute_if("ucd", column.ucd)
      .attribute_if("utype", column.utype)
      .element_if("DESCRIPTION", column.description)
      .close();
}

/// Rows in the order of their cells; a class without members has no table.
template <class Row>
void write_table(XmlWriter& xml, ClassTable<Row> const& table, std::vector<Row> const& members) {
  if (members.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (Row const& member : members) {
    auto& cells = rows.emplace_back();
    for (auto const& column : table.columns) cells.push_back(column.cell(member));
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  xml.open("TABLE").attribute("name", table.name).attribute_if("utype", table.utype);
  xml.attribute("nrows", std::to_string(rows.size()));
  xml.element("DESCRIPTION", table.text);
  for (auto const& column : table.columns) write_field(xml, column.column);
  xml.open("DATA").open("TABLEDATA");
  for (auto const& cells : rows) {
    xml.open("TR");
    for (std::string const& cell : cells) xml.element("TD", cell);
    xml.close();
  }
  xml.close().close().close();
}

void write_description_parts(XmlWriter& xml, catalog::prov::Graph const& graph) {
  std::vector<OwnedParameter> parameters;
  std::vector<OwnedFlow> usages, generations;
  for (auto const& description : graph.descriptions) {
    for (auto const& part : description.parameters) parameters.push_back({description.id, part});
    for (auto const& part : description.usages) usages.push_back({description.id, part});
    for (auto const& part : description.generations) generations.push_back({description.id, part});
  }
  write_table(xml, parameter_description_table(), parameters);
  write_table(xml, usage_description_table(), usages);
  write_table(xml, generation_description_table(), generations);
}

/// Of what the reader may not see, that it is there: whatever else the graph may still hold of it.
template <class Element>
std::vector<Element> redacted(std::vector<Element> elements) {
  for (Element& element : elements)
    if (element.restricted) {
      Element hidden;
      hidden.id = element.id, hidden.name = "restricted", hidden.restricted = true;
      element = hidden;
    }
  return elements;
}

void write_info(XmlWriter& xml, std::string_view name, std::string_view value, std::string_view text = {}) {
  xml.open("INFO").attribute("name", name).attribute("value", value);
  if (!text.empty()) xml.text(text);
  xml.close();
}

}  // namespace

std::string to_votable(catalog::prov::Graph const& graph) {
  std::string out;
  XmlWriter xml(out);
  xml.declaration()
      .open("VOTABLE")
      .attribute("version", "1.4")
      .attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3")
      .open("RESOURCE")
      .attribute("type", "results")
      .attribute("name", "provenance")
      .attribute("utype", "prov:Provenance");
  write_info(xml, "QUERY_STATUS", graph.truncated ? "OVERFLOW" : "OK",
             graph.truncated ? "There is more than one answer may hold" : "");
  write_info(xml, "data_model", "ivo://ivoa.net/std/ProvenanceDM");
  write_table(xml, entity_table(), redacted(graph.entities));
  write_table(xml, activity_table(), redacted(graph.activities));
  write_table(xml, agent_table(), graph.agents);
  write_table(xml, used_table(), graph.used);
  write_table(xml, generated_table(), graph.generated);
  write_table(xml, derived_table(), graph.derived);
  write_table(xml, informed_table(), graph.informed);
  write_table(xml, associated_table(), graph.associated);
  write_table(xml, attributed_table(), graph.attributed);
  write_table(xml, member_table(), graph.members);
  write_table(xml, specialized_table(), graph.specialized);
  write_table(xml, description_table(), graph.descriptions);
  write_description_parts(xml, graph);
  write_table(xml, parameter_table(), graph.parameters);
  write_table(xml, config_table(), graph.config_files);
  xml.close().close();
  return out;
}

}  // namespace uws::prov
