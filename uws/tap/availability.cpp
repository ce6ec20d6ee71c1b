#include "catalog/table/xml_text.hpp"
#include "uws/http/access_record.hpp"
#include "uws/tap/vosi.hpp"

namespace uws {

std::string availability_xml(Availability const& availability) {
  std::string out;
  catalog::XmlWriter xml(out);
  xml.declaration().open("vosi:availability");
  xml.attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSIAvailability/v1.0");
  xml.element("vosi:available", availability.available ? "true" : "false");
  xml.element("vosi:upSince", http::iso_utc(availability.up_since));
  xml.element_if("vosi:note", availability.note);
  xml.close();
  return out;
}

}  // namespace uws
