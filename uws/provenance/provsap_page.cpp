#include "uws/provenance/provsap_page.hpp"

#include "uws/async/html_frame.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"

namespace uws::prov {

namespace {

using http::escaped_html;

std::string_view direction_word(catalog::prov::Direction direction) {
  switch (direction) {
    case catalog::prov::Direction::back: return "BACK";
    case catalog::prov::Direction::forward: return "FORWARD";
    case catalog::prov::Direction::both: return "BOTH";
  }
  return "BACK";
}

std::string_view flow_word(Flow flow) {
  switch (flow) {
    case Flow::left_to_right: return "RL";
    case Flow::right_to_left: return "LR";
    case Flow::top_to_bottom: return "BT";
    case Flow::bottom_to_top: return "TB";
  }
  return "RL";
}

std::string depth_text(ProvsapRequest const& asked) {
  return asked.walk.depth ? std::to_string(*asked.walk.depth) : "ALL";
}

/// The same question, but for the form of the answer.
std::string query_of(ProvsapRequest const& asked) {
  std::string out = "?";
  for (std::string const& id : asked.ids) out += "ID=" + http::percent_encoded(id) + "&";
  auto const add = [&](std::string_view name, std::string_view value) {
    out += std::string(name) + "=" + std::string(value) + "&";
  };
  add("DEPTH", depth_text(asked));
  add("DIRECTION", direction_word(asked.walk.direction));
  if (asked.model == Model::ivoa) add("MODEL", "IVOA");
  add("AGENTS", asked.walk.agents ? "1" : "0");
  add("MEMBERS", asked.walk.members ? "1" : "0");
  add("DESCRIPTIONS", std::to_string(asked.walk.descriptions));
  add("CONFIGURATION", asked.walk.configuration ? "1" : "0");
  add("ATTRIBUTES", asked.walk.attributes ? "1" : "0");
  add("GD", flow_word(asked.flow));
  return out;
}

std::string option(std::string_view value, std::string_view label, bool chosen) {
  return "<option value=\"" + std::string(value) + "\"" + (chosen ? " selected" : "") + ">" +
         std::string(label) + "</option>";
}

std::string check_box(std::string_view name, std::string_view label, bool on) {
  return "<label><input type=\"checkbox\" name=\"" + std::string(name) + "\" value=\"1\"" +
         (on ? " checked" : "") + "> " + std::string(label) + "</label>\n";
}

std::string question_form(std::string const& url, ProvsapRequest const& asked) {
  std::string out = "<form method=\"get\" action=\"" + escaped_html(url) +
                    "\">\n<p><label>Identifier of a job, a run or a "
                    "product<br><input name=\"ID\" size=\"70\" required value=\"" +
                    escaped_html(asked.ids.empty() ? "" : asked.ids[0]) + "\"></label></p>\n<p>";
  out += "<label>Activities to cross <input name=\"DEPTH\" size=\"4\" value=\"" + depth_text(asked) +
         "\"></label>\n";
  out += "<label>Direction <select name=\"DIRECTION\">";
  for (auto const& [word, label] :
       {std::pair{"BACK", "what it was made of"}, {"FORWARD", "what was made of it"}, {"BOTH", "both"}})
    out += option(word, label, direction_word(asked.walk.direction) == word);
  out += "</select></label>\n<label>Drawn <select name=\"GD\">";
  for (auto const& [word, label] :
       {std::pair{"RL", "left to right"}, {"BT", "downwards"}, {"LR", "right to left"}, {"TB", "upwards"}})
    out += option(word, label, flow_word(asked.flow) == word);
  out += "</select></label>\n";
  out += check_box("MEMBERS", "members of collections", asked.walk.members);
  out += check_box("CONFIGURATION", "parameters", asked.walk.configuration);
  out += check_box("DESCRIPTIONS", "descriptions", asked.walk.descriptions > 0);
  return out + "<button>Show</button></p></form>\n";
}

std::string form_links(std::string const& url, ProvsapRequest const& asked) {
  std::string out = "<p>As ", comma;
  for (FormRow const& row : forms()) {
    if (row.form == Form::html || (row.form == Form::xml && asked.model == Model::ivoa)) continue;
    out += comma + "<a href=\"" +
           escaped_html(url + query_of(asked) + "RESPONSEFORMAT=" + std::string(row.word)) + "\" title=\"" +
           std::string(row.about) + "\">" + std::string(row.word) + "</a>";
    comma = " \u00b7 ";
  }
  return out + "</p>\n";
}

}  // namespace

std::string provenance_page(std::string const& url, ProvsapRequest const& asked, std::string_view svg,
                            std::string const& problem) {
  std::string out = html_head(asked.ids.empty() ? "Provenance" : "Provenance of " + asked.ids[0], 0);
  out += "<h1>Provenance</h1>\n";
  if (!svg.empty()) {
    out += "<p>";
    for (std::string const& id : asked.ids) out += "<code>" + escaped_html(id) + "</code> ";
    // The declaration has no place in a page.
    svg.remove_prefix(std::min(svg.find("<svg"), svg.size()));
    out += "</p>\n<div style=\"overflow:auto;background:#fff;border:1px solid #d8dee6\">\n" +
           std::string(svg) +
           "</div>\n<p>Arrows lead from what came later to what came earlier: products (yellow) to the "
           "activities (blue) "
           "that made them, activities to what they used. Each node leads on.</p>\n";
    out += form_links(url, asked);
  }
  if (!problem.empty())
    out += "<p class=\"message\">" + escaped_html(problem) + "</p>\n" + form_links(url, asked);
  out += question_form(url, asked);
  return out + html_foot();
}

}  // namespace uws::prov
