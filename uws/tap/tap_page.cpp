#include "catalog/table/xml_text.hpp"
#include "uws/http/percent.hpp"
#include "uws/tap/examples.hpp"

namespace uws {
namespace {

using catalog::XmlWriter;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}"
    "textarea{width:100%;box-sizing:border-box;font:14px/1.5 monospace}label{margin-right:1rem}";

void write_choice(XmlWriter& xml, std::string_view value, std::string_view text) {
  xml.open("option").attribute("value", value).text(text).close();
}

void write_form(XmlWriter& xml, std::string const& tap_url, std::string_view query) {
  xml.open("form").attribute("action", tap_url + "/sync").attribute("method", "post");
  xml.open("input")
      .attribute("type", "hidden")
      .attribute("name", "REQUEST")
      .attribute("value", "doQuery")
      .close();
  xml.open("input").attribute("type", "hidden").attribute("name", "LANG").attribute("value", "ADQL").close();
  xml.open("p").open("label").attribute("for", "query").text("ADQL query").close().close();
  xml.open("textarea").attribute("id", "query").attribute("name", "QUERY").attribute("rows", "10");
  xml.attribute("spellcheck", "false").text(query).close();
  xml.open("p").open("label").text("Output ");
  xml.open("select").attribute("name", "RESPONSEFORMAT");
  for (auto const& [value, text] : {std::pair("html", "table in the browser"),
                                    {"votable", "VOTable"},
                                    {"csv", "CSV"},
                                    {"tsv", "TSV"},
                                    {"json", "JSON"},
                                    {"fits", "FITS"}})
    write_choice(xml, value, text);
  xml.close().close();
  xml.open("label").text("At most ");
  xml.open("input").attribute("name", "MAXREC").attribute("type", "number").attribute("min", "0");
  xml.attribute("value", "1000").close().text(" rows").close();
  xml.open("button").attribute("type", "submit").text("Run").close().close();
  xml.close();
}

}  // namespace

std::string tap_page_html(std::string const& tap_url, std::string_view query) {
  std::string out = "<!DOCTYPE html>\n";
  XmlWriter xml(out);
  xml.open("html").attribute("lang", "en").open("head");
  xml.open("meta").attribute("charset", "utf-8").close();
  xml.open("meta").attribute("name", "viewport").attribute("content", "width=device-width").close();
  xml.element("title", "Search with ADQL").element("style", style).close();
  xml.open("body").element("h1", "Search with ADQL");
  write_form(xml, tap_url, query.empty() ? example_queries().front().query : query);
  xml.element("h2", "Examples").open("ul");
  for (auto const& example : example_queries()) {
    xml.open("li").open("a").attribute("href", tap_url + "?query=" + http::percent_encoded(example.query));
    xml.text(example.name).close().text(": ").text(example.text).close();
  }
  xml.close().element("h2", "In your own tools").open("p");
  xml.text("Give TOPCAT, Aladin, pyvo or stilts this address of the service: ")
      .element("code", tap_url)
      .close();
  xml.open("p").open("a").attribute("href", tap_url + "/tables").text("All tables and columns").close();
  xml.text(" · ").open("a").attribute("href", tap_url + "/async").text("Queued queries").close();
  xml.text(" · ").open("a").attribute("href", tap_url + "/capabilities").text("Capabilities").close().close();
  xml.close().close();
  return out;
}

}  // namespace uws
