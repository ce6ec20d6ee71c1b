#include "uws/provenance/prov_xml.hpp"

#include <algorithm>
#include <array>

#include "catalog/table/xml_text.hpp"
#include "engine/base/expects.hpp"
#include "uws/provenance/xsd_types.hpp"

namespace uws::prov {

namespace {

using catalog::XmlWriter;

/// Place in the schema's sequence: PROV's own attributes in this order, then all others.
std::size_t place_of(Attribute const& attribute) {
  constexpr std::array<std::string_view, 5> order{"label", "location", "role", "type", "value"};
  if (attribute.name.prefix != "prov") return order.size();
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), attribute.name.local) -
                                  order.begin());
}

void write_attribute(XmlWriter& xml, Attribute const& attribute) {
  Value const& value = attribute.value;
  xml.open(text_of(attribute.name));
  bool const any_type = attribute.name.prefix == "prov" && attribute.name.local != "label";
  if (value.kind != ValueKind::text || any_type) xml.attribute("xsi:type", xsd_type(value));
  xml.text(value.kind == ValueKind::name ? text_of(value.name) : value.text).close();
}

void write_record(XmlWriter& xml, Record const& record) {
  KindRow const& row = row_of(record.kind);
  xml.open("prov:" + std::string(row.word));
  if (row.element) xml.attribute("prov:id", text_of(record.id));
  for (std::size_t i = 0; i < record.arguments.size(); ++i) {
    Value const& value = record.arguments[i];
    if (!is_said(value)) continue;
    xml.open("prov:" + std::string(row.arguments[i]));
    if (value.name.empty())
      xml.text(value.text);
    else
      xml.attribute("prov:ref", text_of(value.name));
    xml.close();
  }
  auto attributes = record.attributes;
  std::stable_sort(attributes.begin(), attributes.end(),
                   [](Attribute const& a, Attribute const& b) { return place_of(a) < place_of(b); });
  for (Attribute const& attribute : attributes) write_attribute(xml, attribute);
  xml.close();
}

}  // namespace

std::string to_xml(Document const& document) {
  EXPECTS(!document.ivoa);
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("prov:document").attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  for (auto const& [prefix, uri] : document.namespaces)
    xml.attribute("xmlns:" + prefix, prefix == "xsd" ? "http://www.w3.org/2001/XMLSchema" : uri);
  for (Record const& record : document.records) write_record(xml, record);
  xml.close();
  return out;
}

}  // namespace uws::prov
