#include "uws/links/registry_record.hpp"

#include <utility>

#include "catalog/table/xml_text.hpp"
#include "engine/base/text.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"

namespace uws {

namespace {

using catalog::XmlWriter;

/// The schema demands dates even of things without a history.
constexpr auto beginning = "2000-01-01T00:00:00Z";

constexpr auto dates_sql = R"(
SELECT to_char(min(created) AT TIME ZONE 'UTC', $1), to_char(max(updated) AT TIME ZONE 'UTC', $1)
FROM store.collection WHERE (SELECT store.visible_collections())[id])";

std::string or_else(std::string const& text, std::string const& other) { return text.empty() ? other : text; }

std::string service_identifier(ServiceIdentity const& identity) {
  return "ivo://" + identity.authority + "/tap";
}

void open_resource(XmlWriter& xml, std::string_view type, std::string const& created,
                   std::string const& updated) {
  xml.declaration();
  xml.open("ri:Resource")
      .attribute("xmlns:ri", "http://www.ivoa.net/xml/RegistryInterface/v1.0")
      .attribute("xmlns:vr", "http://www.ivoa.net/xml/VOResource/v1.0")
      .attribute("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1")
      .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
      .attribute("xsi:type", type)
      .attribute("created", or_else(created, beginning))
      .attribute("updated", or_else(updated, or_else(created, beginning)))
      .attribute("status", "active");
}

struct Curation {
  std::string publisher, creator, contact_name, contact_email, date, doi;
};

void write_curation(XmlWriter& xml, Curation const& curation) {
  xml.open("curation").element("publisher", or_else(curation.publisher, "not stated"));
  if (!curation.creator.empty()) xml.open("creator").element("name", curation.creator).close();
  if (!curation.date.empty()) xml.open("date").attribute("role", "Updated").text(curation.date).close();
  xml.open("contact").element("name", or_else(curation.contact_name, "not stated"));
  xml.element_if("email", curation.contact_email).close();
  xml.close();
}

void write_subjects(XmlWriter& xml, std::string const& subjects) {
  bool any = false;
  for (std::string const& subject : engine::split(subjects, ','))
    if (!subject.empty()) {
      xml.element("subject", subject);
      any = true;
    }
  if (!any) xml.element("subject", "gamma-ray astronomy");
}

void write_capability(XmlWriter& xml, std::string_view standard, std::string const& url,
                      std::string_view role) {
  xml.open("capability").attribute("standardID", standard);
  xml.open("interface").attribute("xsi:type", "vs:ParamHTTP").attribute("role", role);
  xml.open("accessURL").attribute("use", "base").text(url).close();
  xml.close().close();
}

/// At most 16 characters (VOResource 1.1 section 3.1.1).
std::string short_name(std::string const& name) { return name.substr(0, 16); }

http::Response xml_reply(std::string document) {
  return http::with_type(200, "application/xml", std::move(document));
}

}  // namespace

std::string service_record(ServiceIdentity const& identity, std::string const& base_url,
                           std::string const& created, std::string const& updated) {
  std::string out;
  XmlWriter xml(out);
  open_resource(xml, "vs:CatalogService", created, updated);
  xml.element("title", or_else(identity.title, "Gamma-ray observations"))
      .element("shortName", "Distiller TAP");
  xml.element("identifier", service_identifier(identity));
  write_curation(xml, {identity.publisher, identity.creator, identity.contact_name, identity.contact_email,
                       updated, ""});
  xml.open("content");
  write_subjects(xml, "gamma-ray astronomy,high energy astrophysics,observatories");
  xml.element("description",
              or_else(identity.description, "Event lists and products of gamma-ray telescopes."));
  xml.element("referenceURL", or_else(identity.reference_url, base_url + "/"));
  xml.element("type", "Archive").element("contentLevel", "Research");
  xml.close();
  write_capability(xml, "ivo://ivoa.net/std/TAP", base_url + "/tap", "std");
  write_capability(xml, "ivo://ivoa.net/std/VOSI#capabilities", base_url + "/tap/capabilities", "std");
  write_capability(xml, "ivo://ivoa.net/std/VOSI#availability", base_url + "/tap/availability", "std");
  write_capability(xml, "ivo://ivoa.net/std/VOSI#tables", base_url + "/tap/tables", "std");
  write_capability(xml, "ivo://ivoa.net/std/DataLink#links-1.1", base_url + "/links", "std");
  write_capability(xml, "ivo://ivoa.net/std/ConeSearch", base_url + "/scs?", "std");
  xml.close();
  return out;
}

std::string collection_record(CollectionFacts const& facts, ServiceIdentity const& identity,
                              std::string const& base_url) {
  std::string out;
  XmlWriter xml(out);
  open_resource(xml, "vs:DataCollection", facts.created, facts.updated);
  xml.element("title", facts.title).element("shortName", short_name(facts.name));
  xml.element("identifier", "ivo://" + facts.authority + "/" + facts.name);
  if (!facts.doi.empty()) xml.element("altIdentifier", "doi:" + facts.doi);
  std::string const contact = facts.contact.empty() ? identity.contact_name : facts.contact;
  write_curation(xml, {or_else(facts.publisher, identity.publisher), facts.creator, contact,
                       facts.contact.empty() ? identity.contact_email : "", facts.updated, facts.doi});
  std::string const page = base_url + "/collections/" + http::percent_encoded(facts.name);
  xml.open("content");
  write_subjects(xml, facts.subject);
  xml.element("description", or_else(facts.description, facts.title));
  if (!facts.bibcode.empty()) xml.open("source").attribute("format", "bibcode").text(facts.bibcode).close();
  xml.element("referenceURL", or_else(facts.reference_url, page)).element("type", "Archive");
  xml.element("contentLevel", "Research");
  xml.open("relationship").element("relationshipType", "IsServedBy");
  xml.open("relatedResource").attribute("ivo-id", service_identifier(identity));
  xml.text(or_else(identity.title, "Gamma-ray observations")).close().close();
  xml.close();
  for (std::string const& facility : engine::split(facts.facilities, ','))
    xml.element_if("facility", facility);
  for (std::string const& instrument : engine::split(facts.instruments, ','))
    xml.element_if("instrument", instrument);
  if (!facts.licence.empty() || !facts.data_rights.empty())
    xml.open("rights")
        .attribute_if("rightsURI", facts.licence_url)
        .text(or_else(facts.licence, facts.data_rights))
        .close();
  xml.open("accessURL").attribute("use", "full").text(page).close();
  xml.close();
  return out;
}

std::string sia_capabilities(std::string const& base_url) {
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("vosi:capabilities");
  xml.attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSICapabilities/v1.0")
      .attribute("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1")
      .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  for (auto const& [standard, path] :
       {std::pair("ivo://ivoa.net/std/SIA#query-2.0", "/sia2/query"),
        std::pair("ivo://ivoa.net/std/VOSI#capabilities", "/sia2/capabilities"),
        std::pair("ivo://ivoa.net/std/VOSI#availability", "/tap/availability")})
    write_capability(xml, standard, base_url + path, "std");
  xml.close();
  return out;
}

http::Reply service_record_reply(http::Request const& request, LinkParts const& parts) {
  auto connection = parts.pool.take();
  set_asker(*connection, asker_of(parts, request), request.base_url);
  auto const rows = connection->run(dates_sql, {"YYYY-MM-DD\"T\"HH24:MI:SS\"Z\""});
  std::string const created(rows.cell(0, 0).value_or("")), updated(rows.cell(0, 1).value_or(""));
  return xml_reply(service_record(parts.identity, request.base_url, created, updated));
}

http::Reply collection_record_reply(http::Request const& request, LinkParts const& parts,
                                    std::string const& name) {
  auto connection = parts.pool.take();
  set_asker(*connection, asker_of(parts, request), request.base_url);
  auto const facts = collection_facts(*connection, name);
  if (facts.empty()) throw http::Refusal(404, "there is no collection '" + name + "' - see /collections");
  return xml_reply(collection_record(facts.front(), parts.identity, request.base_url));
}

}  // namespace uws
