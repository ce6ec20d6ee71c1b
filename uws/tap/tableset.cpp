#include <algorithm>
#include <cctype>

#include "catalog/adql/words.hpp"
#include "catalog/table/cell_shape.hpp"
#include "catalog/table/xml_text.hpp"
#include "engine/base/text.hpp"
#include "uws/tap/vosi.hpp"

namespace uws {
namespace {

using catalog::XmlWriter;
using namespace catalog::adql;

std::string full_name(PublishedTable const& table) { return table.schema + "." + table.name; }

/// As a query has to write it: in double quotes unless it is a regular identifier that is not reserved.
std::string written(std::string const& name) {
  auto const inner = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  bool const regular = !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) &&
                       std::all_of(name.begin(), name.end(), inner);
  return regular && !catalog::adql::classify(name).reserved ? name : '"' + name + '"';
}

void write_namespaces(XmlWriter& xml) {
  xml.attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSITables/v1.0")
      .attribute("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1")
      .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
}

void write_column(XmlWriter& xml, PublishedColumn const& published) {
  auto const& column = published.column;
  xml.open("column");
  if (published.standard) xml.attribute("std", "true");
  xml.element("name", written(column.name)).element_if("description", column.description);
  xml.element_if("unit", column.unit).element_if("ucd", column.ucd).element_if("utype", column.utype);
  xml.open("dataType").attribute("xsi:type", "vs:VOTableType");
  xml.attribute_if("arraysize", catalog::published_arraysize(column))
      .attribute_if("extendedType", column.xtype);
  xml.text(catalog::votable_word(column.datatype)).close();
  if (published.indexed) xml.element("flag", "indexed");
  if (published.principal) xml.element("flag", "primary");
  xml.close();
}

void write_keys(XmlWriter& xml, std::vector<ForeignKey> const& keys, std::string const& table) {
  for (auto const& key : keys) {
    if (key.from_table != table) continue;
    xml.open("foreignKey").element("targetTable", key.target_table);
    for (auto const& [from, target] : key.columns)
      xml.open("fkColumn")
          .element("fromColumn", written(from))
          .element("targetColumn", written(target))
          .close();
    xml.element_if("description", key.description).close();
  }
}

/// What stands inside <table> after its attributes.
void write_table_content(XmlWriter& xml, Tables const& tables, PublishedTable const& table,
                         TableDetail detail) {
  xml.element("name", full_name(table));
  xml.element_if("description", table.description).element_if("utype", table.utype);
  if (detail == TableDetail::names) return;
  for (auto const& column : table.columns) write_column(xml, column);
  write_keys(xml, tables.keys, full_name(table));
}

}  // namespace

std::string tableset_xml(Tables const& tables, TableDetail detail) {
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("vosi:tableset");
  write_namespaces(xml);
  for (auto const& schema : tables.schemas) {
    xml.open("schema").element("name", schema.name);
    xml.element_if("description", schema.description).element_if("utype", schema.utype);
    for (auto const& table : tables.tables) {
      if (table.schema != schema.name) continue;
      xml.open("table").attribute("type", table.type);
      write_table_content(xml, tables, table, detail);
      xml.close();
    }
    xml.close();
  }
  xml.close();
  return out;
}

std::optional<std::string> table_xml(Tables const& tables, std::string_view name) {
  auto const found =
      std::find_if(tables.tables.begin(), tables.tables.end(),
                   [&](PublishedTable const& table) { return engine::same_word(full_name(table), name); });
  if (found == tables.tables.end()) return std::nullopt;
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("vosi:table");
  write_namespaces(xml);
  xml.attribute("type", found->type);
  write_table_content(xml, tables, *found, TableDetail::columns);
  xml.close();
  return out;
}

}  // namespace uws
