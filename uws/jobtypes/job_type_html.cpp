#include "uws/jobtypes/job_type_html.hpp"

#include "engine/base/text.hpp"
#include "uws/async/html_frame.hpp"
#include "uws/http/respond.hpp"
#include "uws/jobtypes/value_kinds.hpp"

namespace uws {

namespace {

using http::escaped_html;

std::string row(std::vector<std::string> const& cells, std::string_view tag = "td") {
  std::string out = "<tr>";
  for (std::string const& cell : cells)
    out += "<" + std::string(tag) + ">" + cell + "</" + std::string(tag) + ">";
  return out + "</tr>\n";
}

std::string page_of(std::string const& title) {
  return html_head(title, 0) + "<h1>" + escaped_html(title) + "</h1>\n";
}

std::string allowed_html(jobs::ParameterDescription const& p) {
  std::string out;
  if (!p.options.empty()) out = engine::joined(p.options, ", ");
  if (p.minimum) out += "from " + engine::shortest(*p.minimum) + " ";
  if (p.maximum) out += "to " + engine::shortest(*p.maximum);
  return escaped_html(out);
}

std::string parameter_table(jobs::JobType const& type) {
  std::string out = "<h2>Parameters</h2>\n<table>\n" +
                    row({"Name", "Type", "Unit", "Default", "Allowed", "What it is"}, "th");
  for (jobs::ParameterDescription const& p : settable_parameters(type)) {
    std::string name = "<b>" + escaped_html(p.name) + "</b>";
    if (p.required) name += " (required)";
    if (!p.aliases.empty())
      name += "<br><small>" + escaped_html(engine::joined(p.aliases, ", ")) + "</small>";
    out += row({name, escaped_html(p.type), escaped_html(p.unit), escaped_html(p.default_value.value_or("")),
                allowed_html(p), escaped_html(p.text)});
  }
  return out + "</table>\n";
}

std::string flow_tables(jobs::JobType const& type) {
  std::string out;
  if (!type.inputs.empty()) {
    out += "<h2>Inputs</h2>\n<table>\n" + row({"Parameter", "Role", "How many", "What it is"}, "th");
    for (auto const& each : type.inputs)
      out += row({escaped_html(each.parameter), escaped_html(each.role), escaped_html(each.multiplicity),
                  escaped_html(each.text)});
    out += "</table>\n";
  }
  if (!type.outputs.empty()) {
    out += "<h2>Results</h2>\n<table>\n" + row({"Name", "Files", "Type", "What it is"}, "th");
    for (auto const& each : type.outputs)
      out += row({escaped_html(each.name), escaped_html(each.pattern), escaped_html(each.content_type),
                  escaped_html(each.text)});
    out += "</table>\n";
  }
  return out;
}

std::string decision_html(Proposal const& proposal, User const& user, std::string const& url) {
  std::string out =
      "<p class=\"message\">" +
      std::string(proposal.type.state == jobs::TypeState::refused ? "Refused" : "Waits for validation") +
      ": proposed by " + escaped_html(proposal.proposer) + ", " + escaped_html(proposal.created);
  if (!proposal.reason.empty()) out += " - " + escaped_html(proposal.reason);
  out += "</p>\n";
  if (user.administrator)
    out += "<form method=\"post\" action=\"" + escaped_html(url) +
           "\"><label>Reason <input name=\"REASON\"></label> <button name=\"STATE\" "
           "value=\"valid\">Validate</button> "
           "<button name=\"STATE\" value=\"refused\">Refuse</button></form>\n";
  return out + "<h2>Definition</h2>\n<pre>" + escaped_html(proposal.definition) + "</pre>\n";
}

std::string proposal_form(std::string const& url) {
  return "<h2>Propose a job type</h2>\n<form method=\"post\" enctype=\"multipart/form-data\" action=\"" +
         escaped_html(url) + "\"><p><label>Description (JSON) " + html_text_field("DEFINITION", "") +
         "</label></p>\n<p><label>or as a file <input type=\"file\" name=\"DEFINITION\"></label></p>\n"
         "<button>Propose</button></form>\n";
}

}  // namespace

std::string job_types_html(std::vector<std::shared_ptr<jobs::JobType const>> const& types,
                           std::span<Proposal const> proposals, User const& user, JobTypeUrls const& urls) {
  std::string out =
      page_of("Job types") + "<table>\n" + row({"Name", "Version", "What it does", "Jobs"}, "th");
  for (auto const& type : types)
    out += row({html_link(urls.types + "/" + type->name, type->name), escaped_html(type->version),
                escaped_html(type->title), html_link(urls.jobs + "/" + type->name, "jobs")});
  out += "</table>\n";
  if (!proposals.empty()) {
    out += "<h2>Proposals</h2>\n<table>\n" + row({"Name", "State", "Proposed by", "When"}, "th");
    for (Proposal const& each : proposals)
      out += row({html_link(urls.types + "/" + each.type.name + "?STATE=pending", each.type.name),
                  each.type.state == jobs::TypeState::refused ? "refused" : "waits",
                  escaped_html(each.proposer), escaped_html(each.created)});
    out += "</table>\n";
  }
  if (!user.name.empty()) out += proposal_form(urls.types);
  return out + html_foot();
}

std::string job_type_html(jobs::JobType const& type, Proposal const* proposal, User const& user,
                          JobTypeUrls const& urls) {
  std::string const self = urls.types + "/" + type.name;
  std::string out = page_of(type.title.empty() ? type.name : type.title);
  out += "<p>" + html_link(urls.types, "Job types") + " &rsaquo; <b>" + escaped_html(type.name) + "</b> " +
         escaped_html(type.version) + " &middot; " + html_link(self + ".json", "JSON") + " &middot; " +
         html_link(self + ".vot", "VOTable") + " &middot; " + html_link(self + ".wadl", "WADL");
  if (type.state == jobs::TypeState::valid)
    out += " &middot; " + html_link(urls.jobs + "/" + type.name, "its jobs, and a form for a new one");
  out += "</p>\n<p>" + escaped_html(type.text) + "</p>\n";
  if (!type.docurl.empty()) out += "<p>" + html_link(type.docurl, "Documentation") + "</p>\n";
  if (proposal != nullptr) out += decision_html(*proposal, user, self);
  out += parameter_table(type) + flow_tables(type);
  for (std::string const& example : type.examples) out += "<pre>" + escaped_html(example) + "</pre>\n";
  return out + html_foot();
}

}  // namespace uws
