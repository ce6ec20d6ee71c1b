// The queue: jobs of all users.
#include "engine/base/text.hpp"
#include "jobs/ids.hpp"
#include "uws/admin/handlers.hpp"
#include "uws/admin/sheet.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/identity_json.hpp"

namespace uws {

using http::Refusal;
using http::Reply;
using http::Request;

namespace {

constexpr std::size_t usual_jobs = 100, most_jobs = 10000;

jobs::JobFilter filter_in(http::Parameters const& asked) {
  jobs::JobFilter filter;
  for (auto const word : asked.all("PHASE")) {
    if (word.empty()) continue;
    auto const phase = jobs::phase_named(word);
    if (!phase) throw Refusal(400, "PHASE: '" + std::string(word) + "' is none");
    filter.phases.push_back(*phase);
  }
  if (auto const list = field_in(asked, "LIST"); !list.empty()) filter.list = list;
  if (auto const owner = asked.find("OWNER"); owner && !owner->empty())
    filter.owner = *owner == "anonymous" ? std::string() : std::string(*owner);
  filter.offset = number_asked(asked, "OFFSET", 0, 100'000'000);
  filter.limit = number_asked(asked, "LIMIT", usual_jobs, most_jobs);
  return filter;
}

std::string filter_form(Request const& request) {
  std::vector<std::string> phases{""};
  for (auto const phase : jobs::all_phases) phases.emplace_back(jobs::uws_name(phase));
  return "<form method=\"get\" action=\"" + http::escaped_html(http::absolute(request, "/admin/jobs")) +
         "\">" + choice("PHASE", phases) + input("OWNER", "Owner") + input("LIST", "List") +
         "<button>Show</button></form>\n";
}

std::string buttons(Request const& request, jobs::JobBrief const& job, Account const& account) {
  if (!may(account.role, Act::change_all_jobs)) return {};
  auto const button = [&](std::string const& action, std::string const& text) {
    return sheet_form(request, "/admin/jobs/" + job.id, hidden("ACTION", action), text);
  };
  return (jobs::is_final(job.phase) ? "" : button("ABORT", "Abort")) + button("DELETE", "Delete");
}

/// How many jobs there are of each list, phase and user: the first facts of the page.
void add_counts(Sheet& sheet, catalog::pg::Connection& database) {
  auto const rows = database.run(
      "SELECT list, phase, count(*) FROM store.job WHERE phase <> 'ARCHIVED' GROUP BY 1, 2 ORDER BY 1, 2");
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    auto const name = rows.text(i, 0) + " " + rows.text(i, 1);
    sheet.facts.push_back({{name, name}, rows.integer(i, 2)});
  }
}

}  // namespace

Reply show_queue(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::see_all_jobs);
  auto const filter = filter_in(http::parse_parameters(request));
  Sheet sheet{.key = "jobs",
              .title = "Jobs",
              .columns = {{"id", "Job"},
                          {"list", "List"},
                          {"owner", "Owner"},
                          {"phase", "Phase"},
                          {"created", "Created (UTC)"},
                          {"stage", "At"},
                          {"error", "Error"}}};
  add_counts(sheet, *parts.identities.database().take());
  for (auto const& job : parts.jobs.list(filter))
    sheet.rows.push_back({.cells = {job.id, job.list, job.owner, std::string(jobs::uws_name(job.phase)),
                                    jobs::iso_text(job.created), job.info.stage, job.error},
                          .actions = buttons(request, job, account)});
  sheet.forms = filter_form(request);
  return sheet_reply(request, account, sheet);
}

Reply change_queued(AdminParts const& parts, Request const& request, std::string const& id) {
  auto const account = parts.identities.require(request, Act::change_all_jobs);
  auto const action = needed_field(fields_of(request), "ACTION");
  if (action != "ABORT" && action != "DELETE") refuse_action(action, "ABORT, DELETE");
  auto const job = jobs::is_job_id(id) ? parts.jobs.find(id) : std::nullopt;
  if (!job) throw Refusal(404, "there is no job '" + id + "'");
  auto const answer = action == "ABORT" ? parts.supervisor.abort(id) : parts.supervisor.remove(id);
  bool const done = answer.found && answer.verdict != jobs::Verdict::refuse;
  parts.identities.audit().note(request, "job." + engine::lower(action), id,
                                done ? Outcome::done : Outcome::refused, "of " + job->owner);
  if (!answer.found) throw Refusal(404, "there is no job '" + id + "' any more");
  if (!done)
    throw Refusal(
        409, action + " is not possible: job " + id + " is " + std::string(jobs::uws_name(answer.phase)));
  return done_reply(request, "/admin/jobs", action + " " + id);
}

}  // namespace uws
