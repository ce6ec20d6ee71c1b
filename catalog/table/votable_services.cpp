#include "catalog/table/votable_services.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace catalog {

namespace {

std::size_t index_of(std::vector<Column> const& columns, std::string const& name) {
  auto const found = std::find_if(columns.begin(), columns.end(),
                                  [&](Column const& c) { return engine::same_word(c.name, name); });
  return static_cast<std::size_t>(found - columns.begin());
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_character(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

/// The column's name where that is an XML ID of its own: astropy calls columns by their ID. Names that are
/// none (delimited ones may hold anything), or stand for two columns, or for the systems of
/// votable_frame.cpp, get a number.
std::string id_of_column(std::vector<Column> const& columns, std::size_t index) {
  std::string const& name = columns[index].name;
  bool const plain = !name.empty() && is_letter(name.front()) &&
                     std::all_of(name.begin(), name.end(), is_name_character) && name != "icrs" &&
                     name != "mjd_utc";
  auto const same = [&](Column const& other) { return other.name == name; };
  if (plain && std::count_if(columns.begin(), columns.end(), same) == 1) return name;
  std::string id = "col" + std::to_string(index + 1) + "-";
  for (char c : name) id += is_name_character(c) ? c : '_';
  return id;
}

void write_plain(XmlWriter& xml, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  xml.open("PARAM").attribute("name", name).attribute("datatype", "char").attribute("arraysize", "*");
  xml.attribute("value", value).close();
}

void write_values(XmlWriter& xml, ServiceParameter const& parameter) {
  if (parameter.min.empty() && parameter.max.empty() && parameter.options.empty()) return;
  xml.open("VALUES");
  if (!parameter.min.empty()) xml.open("MIN").attribute("value", parameter.min).close();
  if (!parameter.max.empty()) xml.open("MAX").attribute("value", parameter.max).close();
  for (std::string const& option : parameter.options) xml.open("OPTION").attribute("value", option).close();
  xml.close();
}

void write_input(XmlWriter& xml, ServiceParameter const& p, std::vector<Column> const& columns) {
  xml.open("PARAM").attribute("name", p.name).attribute("datatype", p.datatype);
  xml.attribute_if("arraysize", p.arraysize).attribute_if("xtype", p.xtype).attribute_if("unit", p.unit);
  xml.attribute_if("ucd", p.ucd);
  std::size_t const column = index_of(columns, p.column);
  if (column < columns.size()) xml.attribute("ref", id_of_column(columns, column));
  xml.attribute("value", p.value);
  xml.element_if("DESCRIPTION", p.description);
  write_values(xml, p);
  xml.close();
}

}  // namespace

std::vector<std::string> ids_of_columns(std::vector<Column> const& columns,
                                        std::vector<ServiceDescriptor> const& services) {
  std::vector<std::string> ids(columns.size());
  for (ServiceDescriptor const& service : services)
    for (ServiceParameter const& input : service.inputs)
      if (std::size_t const i = index_of(columns, input.column); !input.column.empty() && i < columns.size())
        ids[i] = id_of_column(columns, i);
  return ids;
}

void write_service(XmlWriter& xml, ServiceDescriptor const& service, std::vector<Column> const& columns) {
  bool const complete =
      std::all_of(service.inputs.begin(), service.inputs.end(), [&](ServiceParameter const& p) {
        return p.column.empty() || index_of(columns, p.column) < columns.size();
      });
  if (!complete) return;
  xml.open("RESOURCE").attribute("type", "meta").attribute("utype", "adhoc:service");
  xml.attribute_if("ID", service.id).attribute_if("name", service.name);
  xml.element_if("DESCRIPTION", service.description);
  write_plain(xml, "standardID", service.standard_id);
  write_plain(xml, "resourceIdentifier", service.resource_identifier);
  write_plain(xml, "accessURL", service.access_url);
  write_plain(xml, "contentType", service.content_type);
  xml.open("GROUP").attribute("name", "inputParams");
  for (ServiceParameter const& input : service.inputs) write_input(xml, input, columns);
  xml.close().close();
}

}  // namespace catalog
