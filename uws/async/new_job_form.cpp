// The form for a new job: one field for each parameter, in groups, checked by the browser as far as it can.
#include <algorithm>

#include "engine/base/text.hpp"
#include "uws/async/html_frame.hpp"
#include "uws/async/job_html.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::escaped_html;

namespace {

using Kind = FormField::Kind;

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped_html(value) + "\"";
}

std::string input(FormField const& field, std::string_view type, std::string const& more) {
  return "<input" + attribute("type", type) + attribute("name", field.name) + more +
         (field.required ? " required" : "") + ">";
}

std::string number_input(FormField const& field) {
  std::string more = attribute("value", field.value) + attribute("step", field.whole ? "1" : "any");
  if (field.min) more += attribute("min", engine::shortest(*field.min));
  if (field.max) more += attribute("max", engine::shortest(*field.max));
  return input(field, "number", more);
}

std::string select(FormField const& field, bool several) {
  std::string out = "<select" + attribute("name", field.name) + (several ? " multiple" : "") +
                    (field.required ? " required" : "") + ">";
  if (!several && field.value.empty() && !field.required) out += "<option value=\"\"></option>";
  std::vector<std::string> const chosen =
      several ? engine::split(field.value, ',') : std::vector<std::string>{field.value};
  for (std::string const& option : field.options)
    out += "<option" + std::string(std::ranges::find(chosen, option) != chosen.end() ? " selected" : "") +
           ">" + escaped_html(option) + "</option>";
  return out + "</select>";
}

std::string control(FormField const& field) {
  switch (field.kind) {
    case Kind::line: return input(field, "text", attribute("value", field.value));
    case Kind::text: return html_text_field(field.name, field.value);
    case Kind::file: return input(field, "file", {});
    case Kind::number: return number_input(field);
    case Kind::choice: return select(field, false);
    case Kind::choices: return select(field, true);
    case Kind::boolean: {
      FormField yes_or_no = field;
      if (yes_or_no.options.empty()) yes_or_no.options = {"yes", "no"};
      return select(yes_or_no, false);
    }
  }
  return {};
}

std::string field_html(FormField const& field) {
  std::string const label = escaped_html(field.label.empty() ? field.name : field.label);
  std::string out = "<p><label>" + label + " " + control(field) + "</label>";
  if (!field.hint.empty()) out += "<br><small>" + escaped_html(field.hint) + "</small>";
  return out + "</p>\n";
}

}  // namespace

std::string new_job_form(ListPage const& page) {
  if (page.form.empty()) return {};
  std::string out =
      "<details><summary>New job</summary>\n<form method=\"post\" enctype=\"multipart/form-data\"" +
      attribute("action", page.list_url) + ">\n";
  std::string group;
  for (FormField const& each : page.form) {
    if (each.group != group && !group.empty()) out += "</fieldset>\n";
    if (each.group != group && !each.group.empty())
      out += "<fieldset><legend>" + escaped_html(each.group) + "</legend>\n";
    group = each.group;
    out += field_html(each);
  }
  if (!group.empty()) out += "</fieldset>\n";
  return out +
         "<button name=\"PHASE\" value=\"RUN\">Run</button> <button>Only create</button></form></details>\n";
}

}  // namespace uws
