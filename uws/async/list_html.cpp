#include <algorithm>

#include "uws/async/html_frame.hpp"
#include "uws/async/job_html.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::escaped_html;

namespace {

constexpr int refresh_seconds = 10;
constexpr std::size_t longest_error = 200;

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

/// What shows at a glance whether the service works: a small job with everything filled in.
std::string test_job_form(ListPage const& page) {
  if (page.test_job.empty()) return {};
  std::string out = "<form class=\"inline\" method=\"post\" action=\"" + escaped_html(page.list_url) + "\">";
  for (auto const& [name, value] : page.test_job)
    out +=
        "<input type=\"hidden\" name=\"" + escaped_html(name) + "\" value=\"" + escaped_html(value) + "\">";
  return out + "<button name=\"PHASE\" value=\"RUN\">Create test job</button></form>\n";
}

/// A button of the list's one form that goes to a job of its own.
std::string act_button(std::string const& url, char const* name, char const* value, char const* label,
                       bool enabled) {
  return "<button formaction=\"" + escaped_html(url) + "\" name=\"" + name + "\" value=\"" + value + "\"" +
         (enabled ? "" : " disabled") + ">" + label + "</button> ";
}

std::string control_cell(std::string const& url, jobs::Phase phase) {
  bool const may_start = phase == jobs::Phase::pending || phase == jobs::Phase::held;
  return "<td class=\"control\">" + act_button(url + "/phase", "PHASE", "RUN", "Start", may_start) +
         act_button(url + "/phase", "PHASE", "ABORT", "Abort", !is_final(phase)) +
         act_button(url, "ACTION", "DELETE", "Delete", true) + "</td>";
}

std::string details_cell(jobs::JobBrief const& job, std::string const& url) {
  std::string out = "<td>" + html_link(url, job.run_id.empty() ? job.id.substr(0, 8) : job.run_id) +
                    " &middot; " + html_link(url + "/parameters", "Parameters") + " &middot; " +
                    html_link(url + "/results", "Results");
  if (!job.error.empty())
    out += "<br>" + escaped_html(job.error.substr(0, longest_error)) +
           (job.error.size() > longest_error ? "..." : "");
  else if (job.info.fraction || !job.info.stage.empty())
    out += "<br>" + html_progress(job.info);
  return out + "</td>";
}

/// Empty rather than a dash: nothing has happened yet.
std::string time_cell(std::optional<jobs::Instant> instant) {
  return "<td>" + (instant ? html_time(instant) : std::string()) + "</td>";
}

std::string table_row(jobs::JobBrief const& job, std::string const& url, ListPage const& page) {
  std::string out = "<tr><td><input type=\"checkbox\" name=\"JOB\" value=\"" + escaped_html(job.id) +
                    "\" aria-label=\"select job " + escaped_html(job.id) + "\"></td><td>" +
                    escaped_html(job.list) + "</td>" + time_cell(job.started) + time_cell(job.destruction) +
                    "<td>" + html_phase(job.phase) + "</td>" + details_cell(job, url) +
                    control_cell(url, job.phase);
  if (page.owners == Owners::shown)
    out += "<td>" + (job.owner.empty() ? "<i>anonymous</i>" : escaped_html(job.owner)) + "</td>";
  return out + "</tr>\n";
}

std::string selected_buttons() {
  return "<p>Selected jobs: <button name=\"ACTION\" value=\"ABORT\">Abort</button> <button name=\"ACTION\" "
         "value=\"DELETE\">Delete</button> <button name=\"ACTION\" value=\"ARCHIVE\">Archive</button></p>\n";
}

}  // namespace

// One form around the table: buttons of a row go to its job, those below to the list with all checked boxes.
std::string jobs_html(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of, ListPage const& page) {
  bool const moves = std::ranges::any_of(jobs, [](auto const& job) { return is_underway(job.phase); });
  std::string out = html_head(page.title, moves ? refresh_seconds : 0);
  out += html_chooser(page.others, page.list_url) + "<h1>" + escaped_html(page.title) + "</h1>\n" +
         new_job_form(page) + "<p>" + html_link(page.list_url + "?" + page.filter, "Refresh job list") + " " +
         test_job_form(page) + "</p>\n" + filter_form(page) + page_links(page);
  out += "<form method=\"post\" action=\"" + escaped_html(page.list_url) +
         "\">\n<table>\n<tr><th></th><th>Type</th><th>Start Time (UTC)</th><th>Destruction Time (UTC)</th>"
         "<th>Phase</th><th>Details</th><th>Control</th>" +
         (page.owners == Owners::shown ? "<th>Owner</th>" : "") + "</tr>\n";
  for (jobs::JobBrief const& job : jobs) out += table_row(job, url_of(job), page);
  return out + "</table>\n" + (jobs.empty() ? "" : selected_buttons()) + "</form>\n" + html_foot();
}

}  // namespace uws
