#include "uws/links/collection_page.hpp"

#include <cstdio>

#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"

namespace uws {

namespace {

using http::escaped_html;

std::string page_head(std::string const& title) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped_html(title) +
         "</title>\n<style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
         "dt{font-weight:bold}dd{margin:0 0 .6rem}pre{background:#f2f2f2;padding:.6rem;overflow-x:auto;"
         "white-space:pre-wrap}</style></head><body>\n<h1>" +
         escaped_html(title) + "</h1>\n";
}

/// Only web addresses become links: a "javascript:" of a metadata file must not.
std::string link_to(std::string const& url, std::string const& text) {
  bool const web = url.starts_with("http://") || url.starts_with("https://");
  if (!web) return escaped_html(text);
  return "<a href=\"" + escaped_html(url) + "\">" + escaped_html(text) + "</a>";
}

void add_fact(std::string& page, std::string const& name, std::string const& html) {
  if (!html.empty()) page += "<dt>" + name + "</dt><dd>" + html + "</dd>\n";
}

std::string hours(double seconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f h", seconds / 3600);
  return text;
}

std::string from_to(std::string const& low, std::string const& high, std::string const& unit) {
  return low.empty() || high.empty() ? "" : escaped_html(low + " to " + high + " " + unit);
}

void add_paragraph(std::string& page, std::string const& heading, std::string const& text) {
  if (!text.empty()) page += "<h2>" + heading + "</h2>\n<p>" + escaped_html(text) + "</p>\n";
}

std::string example_query(CollectionFacts const& facts) {
  std::string name;
  for (char c : facts.name) name.append(c == '\'' ? 2 : 1, c);
  std::string const table = facts.table_name.empty() ? "ivoa.obscore" : facts.table_name;
  std::string query = "SELECT obs_id, target_name, s_ra, s_dec, t_min, t_exptime, access_url\nFROM " + table;
  if (facts.table_name.empty()) query += "\nWHERE obs_collection = '" + name + "'";
  return query + "\nORDER BY t_min";
}

void add_access(std::string& page, CollectionFacts const& facts, std::string const& base_url) {
  std::string const query = example_query(facts);
  page += "<h2>Access</h2>\n<p>All runs, by ADQL at " + link_to(base_url + "/tap", base_url + "/tap") +
          ":</p>\n<pre>" + escaped_html(query) + "</pre>\n<p>" +
          link_to(base_url + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=html&QUERY=" + http::percent_encoded(query),
                  "Run it") +
          "</p>\n";
  if (!facts.example_did.empty())
    page += "<p>Files, responses and services of one run: " +
            link_to(base_url + "/links?ID=" + http::percent_encoded(facts.example_did), facts.example_did) +
            "</p>\n";
  page +=
      "<p>" +
      link_to(base_url + "/registry/collections/" + http::percent_encoded(facts.name), "Registry record") +
      "</p>\n";
}

std::string doi_link(std::string const& doi) {
  return doi.empty() ? "" : link_to("https://doi.org/" + doi, doi);
}

}  // namespace

std::string collection_html(CollectionFacts const& facts, std::string const& base_url) {
  std::string page = page_head(facts.title);
  if (!facts.description.empty()) page += "<p>" + escaped_html(facts.description) + "</p>\n";
  page += "<dl>\n";
  add_fact(page, "Collection", escaped_html(facts.name));
  add_fact(page, "Runs", std::to_string(facts.runs) + " (" + hours(facts.livetime_s) + " livetime)");
  if (facts.products > 0) add_fact(page, "Products", std::to_string(facts.products));
  add_fact(page, "Facility", escaped_html(facts.facilities));
  add_fact(page, "Instrument", escaped_html(facts.instruments));
  add_fact(page, "Time (MJD, UTC)", from_to(facts.t_min, facts.t_max, ""));
  add_fact(page, "Energy", from_to(facts.energy_min, facts.energy_max, "eV"));
  add_fact(page, "Rights", escaped_html(facts.data_rights));
  add_fact(page, "Released", escaped_html(facts.release_date));
  add_fact(page, "Licence",
           link_to(facts.licence_url, facts.licence.empty() ? facts.licence_url : facts.licence));
  add_fact(page, "Creator", escaped_html(facts.creator));
  add_fact(page, "Publisher", escaped_html(facts.publisher));
  add_fact(page, "Contact", escaped_html(facts.contact));
  add_fact(page, "DOI", doi_link(facts.doi));
  add_fact(page, "More",
           facts.reference_url.empty() ? "" : link_to(facts.reference_url, facts.reference_url));
  page += "</dl>\n";
  add_paragraph(page, "Terms of use", facts.terms);
  add_paragraph(page, "Attribution", facts.attribution);
  add_paragraph(page, "Citation", facts.citation.empty() ? facts.bibcode : facts.citation);
  add_access(page, facts, base_url);
  return page + "</body></html>\n";
}

std::string collection_list_html(std::vector<CollectionFacts> const& all, std::string const& title,
                                 std::string const& base_url) {
  std::string page = page_head(title);
  page += "<ul>\n";
  for (CollectionFacts const& facts : all)
    page += "<li>" + link_to(base_url + "/collections/" + http::percent_encoded(facts.name), facts.title) +
            ", " + std::to_string(facts.runs) + " runs</li>\n";
  return page + "</ul>\n</body></html>\n";
}

http::Reply collection_reply(http::Request const& request, LinkParts const& parts, std::string const& name) {
  auto connection = parts.pool.take();
  set_asker(*connection, asker_of(parts, request), request.base_url);
  auto const facts = collection_facts(*connection, name);
  if (facts.empty()) throw http::Refusal(404, "there is no collection '" + name + "' - see /collections");
  return http::with_type(200, "text/html; charset=utf-8", collection_html(facts.front(), request.base_url));
}

http::Reply collection_list_reply(http::Request const& request, LinkParts const& parts) {
  auto connection = parts.pool.take();
  set_asker(*connection, asker_of(parts, request), request.base_url);
  std::string const title = parts.identity.title.empty() ? "Collections" : parts.identity.title;
  return http::with_type(200, "text/html; charset=utf-8",
                         collection_list_html(collection_facts(*connection), title, request.base_url));
}

}  // namespace uws
