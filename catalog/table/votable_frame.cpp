#include "catalog/table/votable_frame.hpp"

#include <algorithm>
#include <optional>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/cell_text.hpp"
#include "catalog/table/votable_services.hpp"
#include "catalog/table/xml_text.hpp"

namespace catalog {

namespace {

bool is_sky(Column const& c) {
  bool const shape = c.xtype == "point" || c.xtype == "circle" || c.xtype == "polygon" || c.xtype == "shape";
  return shape || c.ucd.starts_with("pos.eq.");
}

/// Columns of days since the MJD origin; a duration in days has no time.* point UCD.
bool is_mjd(Column const& c) {
  bool const epoch =
      c.ucd.starts_with("time.start") || c.ucd.starts_with("time.end") || c.ucd.starts_with("time.epoch");
  return epoch && c.unit == "d";
}

void write_info(XmlWriter& xml, Info const& info) {
  xml.open("INFO").attribute("name", info.name).attribute("value", info.value);
  if (!info.text.empty()) xml.text(info.text);
  xml.close();
}

void open_document(XmlWriter& xml) {
  xml.declaration();
  xml.open("VOTABLE")
      .attribute("version", "1.4")
      .attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3")
      .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
}

/// VOTable 1.4 sections 3.2 and 3.3. TIMESYS: what the catalogue converts all its MJD to.
void write_systems(XmlWriter& xml, std::vector<Column> const& columns) {
  if (std::any_of(columns.begin(), columns.end(), is_sky))
    xml.open("COOSYS").attribute("ID", "icrs").attribute("system", "ICRS").close();
  if (std::any_of(columns.begin(), columns.end(), is_mjd))
    xml.open("TIMESYS")
        .attribute("ID", "mjd_utc")
        .attribute("timescale", "UTC")
        .attribute("refposition", "TOPOCENTER")
        .attribute("timeorigin", "MJD-origin")
        .close();
}

void write_field(XmlWriter& xml, Column const& column, std::string const& id, DeclareNulls nulls) {
  xml.open("FIELD").attribute("name", column.name).attribute_if("ID", id);
  xml.attribute("datatype", votable_word(column.datatype))
      .attribute_if("arraysize", published_arraysize(column));
  xml.attribute_if("xtype", column.xtype).attribute_if("unit", column.unit).attribute_if("ucd", column.ucd);
  xml.attribute_if("utype", column.utype);
  if (is_sky(column)) xml.attribute("ref", "icrs");
  if (is_mjd(column)) xml.attribute("ref", "mjd_utc");
  xml.element_if("DESCRIPTION", column.description);
  bool const whole = column.datatype == Datatype::unsigned_byte || column.datatype == Datatype::short_int ||
                     column.datatype == Datatype::int_ || column.datatype == Datatype::long_;
  if (nulls == DeclareNulls::yes && whole)
    xml.open("VALUES").attribute("null", std::to_string(null_integer(column.datatype))).close();
  xml.close();
}

}  // namespace

void append_votable_head(std::string& out, std::vector<Column> const& columns, TableFrame const& frame,
                         DeclareNulls nulls) {
  XmlWriter xml(out);
  open_document(xml);
  xml.open("RESOURCE").attribute("type", "results").attribute_if("name", frame.resource_name);
  xml.element_if("DESCRIPTION", frame.description);
  write_info(xml, {"QUERY_STATUS", "OK"});
  for (Info const& info : frame.infos) write_info(xml, info);
  write_systems(xml, columns);
  xml.open("TABLE").attribute_if("name", frame.table_name);
  std::vector<std::string> const ids = ids_of_columns(columns, frame.services);
  for (std::size_t i = 0; i < columns.size(); ++i) write_field(xml, columns[i], ids[i], nulls);
  xml.open("DATA").finish_start();
}

void append_votable_tail(std::string& out, std::vector<ServiceDescriptor> const& services,
                         std::vector<Column> const& columns, Ending const& ending) {
  out += "\n</DATA>\n</TABLE>\n";
  XmlWriter xml(out);
  if (ending.overflow)
    write_info(xml, {"QUERY_STATUS", "OVERFLOW",
                     "There are more rows than the " + std::to_string(ending.rows) + " allowed (MAXREC)"});
  if (ending.error) write_info(xml, {"QUERY_STATUS", "ERROR", *ending.error});
  out += "</RESOURCE>\n";
  for (ServiceDescriptor const& service : services) write_service(xml, service, columns);
  out += "</VOTABLE>\n";
}

std::string votable_error(std::string const& message, std::vector<Info> const& infos) {
  std::string out;
  XmlWriter xml(out);
  open_document(xml);
  xml.open("RESOURCE").attribute("type", "results");
  write_info(xml, {"QUERY_STATUS", "ERROR", message});
  for (Info const& info : infos) write_info(xml, info);
  xml.close().close();
  return out;
}

}  // namespace catalog
