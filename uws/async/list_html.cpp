#include <algorithm>

#include "uws/async/html_frame.hpp"
#include "uws/async/job_html.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::escaped_html;

namespace {

constexpr int refresh_seconds = 10;

std::string filter_form(ListPage const& page) {
  std::string out = "<form method=\"get\" action=\"" + escaped_html(page.list_url) +
                    "\"><label>Phase <select name=\"PHASE\">";
  for (jobs::Phase const phase : jobs::all_phases)
    out += "<option>" + std::string(jobs::uws_name(phase)) + "</option>";
  return out + "</select></label> <button>Show</button> " + html_link(page.list_url, "all") + "</form>\n";
}

std::string page_link(ListPage const& page, std::size_t offset, std::string_view text) {
  return html_link(page.list_url + "?" + page.filter + "OFFSET=" + std::to_string(offset) +
                       "&LIMIT=" + std::to_string(page.size),
                   text);
}

std::string page_links(ListPage const& page) {
  if (page.offset >= page.total) return "<p>There are no jobs here.</p>\n";
  std::size_t const end = std::min(page.offset + page.size, page.total);
  std::string out = "<p>" + std::to_string(page.offset + 1) + "&ndash;" + std::to_string(end) + " of " +
                    std::to_string(page.total);
  if (page.offset > 0) out += " " + page_link(page, page.offset - std::min(page.offset, page.size), "newer");
  if (end < page.total) out += " " + page_link(page, end, "older");
  return out + "</p>\n";
}

std::string field(FormField const& field) {
  std::string const label = escaped_html(field.label.empty() ? field.name : field.label) + " ";
  switch (field.kind) {
    case FormField::Kind::text:
      return "<p><label>" + label + html_text_field(field.name, field.value) + "</label></p>\n";
    case FormField::Kind::file:
      return "<p><label>" + label + "<input type=\"file\" name=\"" + escaped_html(field.name) +
             "\"></label></p>\n";
    case FormField::Kind::line: break;
  }
  return "<p><label>" + label + "<input name=\"" + escaped_html(field.name) + "\" value=\"" +
         escaped_html(field.value) + "\"></label></p>\n";
}

std::string new_job_form(ListPage const& page) {
  if (page.form.empty()) return {};
  std::string out =
      "<details><summary>New job</summary>\n<form method=\"post\" enctype=\"multipart/form-data\" action=\"" +
      escaped_html(page.list_url) + "\">\n";
  for (FormField const& each : page.form) out += field(each);
  return out +
         "<button name=\"PHASE\" value=\"RUN\">Run</button> <button>Only create</button></form></details>\n";
}

}  // namespace

std::string jobs_html(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of, ListPage const& page) {
  bool const moves = std::ranges::any_of(jobs, [](auto const& job) { return is_underway(job.phase); });
  std::string out = html_head(page.title, moves ? refresh_seconds : 0);
  out += "<h1>" + escaped_html(page.title) + "</h1>\n" + new_job_form(page) + filter_form(page) +
         page_links(page);
  out +=
      "<table>\n<tr><th>Job</th><th>Phase</th><th>Run id</th><th>Owner</th><th>Created "
      "(UTC)</th><th>Ended</th></tr>\n";
  for (jobs::JobBrief const& job : jobs)
    out += "<tr><td>" + html_link(url_of(job), job.id) + "</td><td>" + html_phase(job.phase) + " " +
           html_progress(job.info) + "</td><td>" + escaped_html(job.run_id) + "</td><td>" +
           escaped_html(job.owner) + "</td><td>" + html_time(job.created) + "</td><td>" +
           html_time(job.ended) + "</td></tr>\n";
  return out + "</table>\n" + html_foot();
}

}  // namespace uws
