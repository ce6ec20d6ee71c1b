#include "uws/async/job_html.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/base/text.hpp"
#include "uws/async/content.hpp"
#include "uws/async/html_frame.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::escaped_html;
using jobs::Job;
using jobs::Phase;

namespace {

constexpr int refresh_seconds = 3;
constexpr std::size_t longest_value_shown = 20000;

std::string row(std::string_view name, std::string const& html) {
  return "<tr><th>" + std::string(name) + "</th><td>" + html + "</td></tr>\n";
}

/// A limit as text, or as a field while it can be changed.
std::string limit_cell(Job const& job, JobUrls const& urls, Buttons buttons) {
  std::string const seconds = std::to_string(job.execution_duration.count());
  std::string const shown = job.execution_duration.count() == 0 ? "no limit" : seconds + " s";
  if (buttons == Buttons::no || is_final(job.phase)) return shown;
  return html_line_form(urls.child(job.id, "executionduration"), "EXECUTIONDURATION", seconds) +
         " s, 0 = no limit";
}

std::string destruction_cell(Job const& job, JobUrls const& urls, Buttons buttons) {
  if (buttons == Buttons::no || job.phase == Phase::archived) return html_time(job.destruction);
  return html_line_form(urls.child(job.id, "destruction"), "DESTRUCTION",
                        job.destruction ? jobs::iso_text(*job.destruction) : "");
}

std::string state_table(Job const& job, JobUrls const& urls, Buttons buttons) {
  std::string out = "<table>\n";
  out += row("Phase", html_phase(job.phase) + " " + html_progress(job.info));
  if (!job.run_id.empty()) out += row("Run id", escaped_html(job.run_id));
  out += row("Owner", job.owner.empty() ? "anonymous" : escaped_html(job.owner));
  out += row("Created (UTC)", html_time(job.created));
  out += row("Started", html_time(job.started));
  out += row("Ended", html_time(job.ended));
  if (job.quote) out += row("Expected to be done", html_time(job.quote));
  out += row("May run for", limit_cell(job, urls, buttons));
  out += row("Kept until", destruction_cell(job, urls, buttons));
  return out + "</table>\n";
}

std::string error_part(Job const& job, JobUrls const& urls) {
  if (!job.error) return {};
  return "<p class=\"message\">" + escaped_html(job.error->message) + " (" +
         html_link(urls.child(job.id, "error"), "details") + ")</p>\n";
}

std::string value_of(Job const& job, jobs::Parameter const& parameter, JobUrls const& urls) {
  if (!parameter.file.empty())
    return html_link(urls.parameter(job.id, parameter.name),
                     parameter.value.empty() ? "file" : parameter.value);
  if (parameter.value.size() > longest_value_shown)
    return html_link(urls.parameter(job.id, parameter.name),
                     readable_size(static_cast<std::int64_t>(parameter.value.size())));
  return "<pre>" + escaped_html(parameter.value) + "</pre>";
}

/// Fields for what has one value of plain text.
bool is_editable(Job const& job, jobs::Parameter const& parameter, JobPage const& page) {
  if (job.phase != Phase::pending || page.buttons == Buttons::no) return false;
  bool const alone = 1 == std::ranges::count_if(job.parameters, [&](jobs::Parameter const& other) {
                       return engine::same_word(other.name, parameter.name);
                     });
  bool const replaces = !page.adds_up || !page.adds_up(parameter.name);
  return alone && replaces && parameter.file.empty() && parameter.value.size() <= longest_value_shown &&
         fits_xml(parameter.value);
}

std::string parameter_part(Job const& job, JobUrls const& urls, JobPage const& page) {
  if (job.parameters.empty()) return {};
  std::string rows;
  bool can_save = false;
  for (jobs::Parameter const& parameter : job.parameters) {
    bool const editable = is_editable(job, parameter, page);
    rows += row(escaped_html(parameter.name),
                editable ? html_text_field(parameter.name, parameter.value) : value_of(job, parameter, urls));
    can_save = can_save || editable;
  }
  std::string const table = "<table>\n" + rows + "</table>\n";
  if (!can_save) return "<h2>Parameters</h2>\n" + table;
  return "<h2>Parameters</h2>\n<form method=\"post\" action=\"" +
         escaped_html(urls.child(job.id, "parameters")) + "\">\n" + table + "<button>Save</button></form>\n";
}

/// Pictures stand on the page itself, if they are not too large to come with it.
std::string pictures(Job const& job, JobUrls const& urls) {
  constexpr std::int64_t largest = 5'000'000;
  std::string out;
  for (jobs::ResultLink const& result : job.results)
    if (is_picture(result.mime_type) && result.size.value_or(0) <= largest)
      out += "<p><img class=\"preview\" src=\"" + escaped_html(urls.result(job.id, result.id)) + "\" alt=\"" +
             escaped_html(result.id) + "\"></p>\n";
  return out;
}

std::string link_part(JobPage const& page) {
  if (page.links.empty()) return {};
  std::string out = "<p class=\"links\">";
  for (JobLink const& link : page.links) {
    std::string const label = link.label.empty() ? link.rel : link.label;
    out += link.method == http::Method::get
               ? html_link(link.href, label) + " "
               : "<form class=\"inline\" method=\"post\" action=\"" + escaped_html(link.href) +
                     "\"><button>" + escaped_html(label) + "</button></form> ";
  }
  return out + "</p>\n";
}

std::string result_part(Job const& job, JobUrls const& urls) {
  if (job.results.empty()) return {};
  std::string out =
      "<h2>Results</h2>\n<table>\n<tr><th>Name</th><th>Size</th><th>Type</th><th>SHA-256</th></tr>\n";
  for (jobs::ResultLink const& result : job.results)
    out += "<tr><td>" + html_link(urls.result(job.id, result.id), result.id) + "</td><td>" +
           (result.size ? readable_size(*result.size) : "") + "</td><td>" + escaped_html(result.mime_type) +
           "</td><td><code>" + escaped_html(result.sha256.substr(0, 16)) + "</code></td></tr>\n";
  return out + "</table>\n" + pictures(job, urls);
}

std::string button_part(Job const& job, JobUrls const& urls) {
  std::string out = "<p>\n";
  std::string const phase_url = urls.child(job.id, "phase");
  if (job.phase == Phase::pending || job.phase == Phase::held)
    out += html_button(phase_url, "PHASE", "RUN", "Start");
  if (!is_final(job.phase)) out += html_button(phase_url, "PHASE", "ABORT", "Abort");
  return out + html_button(urls.job(job.id), "ACTION", "DELETE", "Delete") + "</p>\n";
}

}  // namespace

std::string readable_size(std::int64_t bytes) {
  constexpr std::array<char const*, 5> units{"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value,
                units[unit]);
  return text.data();
}

std::string job_html(Job const& job, JobUrls const& urls, JobPage const& page) {
  bool const moves = !is_final(job.phase) && job.phase != Phase::pending;
  std::string out = html_head(page.title + ": " + job.id, moves ? refresh_seconds : 0);
  out += "<p>" + html_link(urls.list, page.title) + "</p>\n<h1>Job " + escaped_html(job.id) + "</h1>\n";
  if (page.buttons == Buttons::yes) out += button_part(job, urls);
  out += link_part(page) + error_part(job, urls) + state_table(job, urls, page.buttons);
  out += result_part(job, urls) + parameter_part(job, urls, page);
  return out + html_foot();
}

}  // namespace uws
