// How the service is: disk, database, executors; and the audit log.
#include <system_error>

#include "engine/base/text.hpp"
#include "uws/admin/handlers.hpp"
#include "uws/admin/sheet.hpp"
#include "uws/http/access_record.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/identity_json.hpp"

namespace uws {

using http::Refusal;
using http::Reply;
using http::Request;

namespace {

constexpr std::size_t usual_entries = 100, most_entries = 10000;

std::int64_t whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::optional<std::string> asked_for(http::Parameters const& asked, std::string_view name) {
  auto value = field_in(asked, name);
  return value.empty() ? std::nullopt : std::optional(std::move(value));
}

AuditQuery query_in(http::Parameters const& asked) {
  AuditQuery query{.user = asked_for(asked, "USER"),
                   .address = asked_for(asked, "ADDRESS"),
                   .act = asked_for(asked, "ACT"),
                   .object = asked_for(asked, "OBJECT")};
  if (auto const word = asked_for(asked, "OUTCOME")) {
    for (auto const outcome : {Outcome::done, Outcome::refused, Outcome::failed})
      if (word_of(outcome) == *word) query.outcome = outcome;
    if (!query.outcome) throw Refusal(400, "OUTCOME: '" + *word + "' is none of done, refused, failed");
  }
  if (auto const before = number_asked(asked, "BEFORE", 0, std::size_t{1} << 62); before > 0)
    query.before = whole(before);
  query.limit = number_asked(asked, "LIMIT", usual_entries, most_entries);
  return query;
}

/// The same question for what is older than the last entry.
std::string next_page(http::Parameters const& asked, std::int64_t last) {
  std::string path = "/admin/audit?BEFORE=" + std::to_string(last);
  for (auto const& [name, value] : asked.values())
    if (!engine::same_word(name, "BEFORE"))
      path += "&" + http::percent_encoded(name) + "=" + http::percent_encoded(value);
  return path;
}

std::string audit_form(Request const& request) {
  return "<form method=\"get\" action=\"" + http::escaped_html(http::absolute(request, "/admin/audit")) +
         "\">" + input("USER", "User") + input("ACT", "Act", "placeholder=\"token.*\"") +
         input("OBJECT", "Object") + choice("OUTCOME", {"", "done", "refused", "failed"}) +
         "<button>Show</button></form>\n";
}

/// Why there is no answer, and since when.
std::string trouble_of(Health::ClusterState const& cluster) {
  if (cluster.trouble.empty()) return {};
  return cluster.trouble + (cluster.lost ? " - no answer since " + http::iso_utc(*cluster.lost) : "");
}

void add_cluster(Sheet& sheet, Health::ClusterState const& cluster) {
  sheet.rows.push_back({.cells = {cluster.name, whole(cluster.running), whole(cluster.waiting), std::string(),
                                  trouble_of(cluster)}});
  sheet.facts.push_back({{"cluster_reachable", "Cluster answers"},
                         std::string(!cluster.trouble.empty() ? "no"
                                     : cluster.asked          ? "yes"
                                                              : "not asked yet")});
  if (cluster.asked)
    sheet.facts.push_back(
        {{"cluster_asked", "Last answer of the cluster (UTC)"}, http::iso_utc(*cluster.asked)});
  if (cluster.lost)
    sheet.facts.push_back(
        {{"cluster_silent_since", "Cluster silent since (UTC)"}, http::iso_utc(*cluster.lost)});
}

void add_file_system(Sheet& sheet, std::filesystem::path const& folder) {
  std::error_code trouble;
  auto const space = std::filesystem::space(folder, trouble);
  if (trouble) return;
  sheet.facts.push_back({{"disk_bytes", "File system, bytes"}, whole(space.capacity)});
  sheet.facts.push_back({{"disk_free_bytes", "Free, bytes"}, whole(space.available)});
}

}  // namespace

Reply show_disk(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::see_health);
  auto lease = parts.identities.database().take();
  Sheet sheet{
      .key = "results",
      .title = "Disk and database",
      .columns = {{"owner", "Owner"}, {"list", "List"}, {"jobs", "Jobs"}, {"bytes", "Bytes of results"}}};
  add_file_system(sheet, parts.data_directory);
  sheet.facts.push_back({{"database_bytes", "Database, bytes"},
                         lease->run("SELECT pg_database_size(current_database())").integer(0, 0)});
  auto const rows = lease->run(
      "SELECT j.owner, j.list, count(DISTINCT j.id), coalesce(sum(r.size_bytes), 0)::bigint FROM store.job j"
      " LEFT JOIN store.job_result r ON r.job_id = j.id WHERE j.phase <> 'ARCHIVED'"
      " GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT 1000");
  for (std::size_t i = 0; i < rows.rows(); ++i)
    sheet.rows.push_back(
        {.cells = {rows.text(i, 0), rows.text(i, 1), rows.integer(i, 2), rows.integer(i, 3)}});
  return sheet_reply(request, account, sheet);
}

Reply show_health(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::see_health);
  auto const health = parts.health ? parts.health() : Health{};
  Sheet sheet{.key = "parts",
              .title = "Health",
              .columns = {{"name", "Part"},
                          {"busy", "Busy"},
                          {"waiting", "Waiting"},
                          {"size", "Size"},
                          {"trouble", "Trouble"}}};
  auto const up = std::chrono::system_clock::now() - health.started;
  sheet.facts = {{{"version", "Version"}, health.version},
                 {{"started", "Started (UTC)"}, http::iso_utc(health.started)},
                 {{"up_seconds", "Up, seconds"},
                  static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(up).count())},
                 {{"connections", "Clients connected"}, whole(health.connections)}};
  auto lease = parts.identities.database().take();
  sheet.facts.push_back({{"postgresql", "PostgreSQL"}, lease->run("SHOW server_version").text(0, 0)});
  for (auto const& pool : health.pools)
    sheet.rows.push_back({.cells = {pool.name, whole(pool.statistics.in_use), whole(pool.statistics.waiting),
                                    whole(pool.statistics.size), pool.statistics.last_failure}});
  for (auto const& executor : health.executors)
    sheet.rows.push_back({.cells = {executor.name, whole(executor.running), whole(executor.waiting),
                                    std::string(), std::string()}});
  for (auto const& cluster : health.clusters) add_cluster(sheet, cluster);
  return sheet_reply(request, account, sheet);
}

Reply show_audit(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::see_audit);
  auto const asked = http::parse_parameters(request);
  auto const query = query_in(asked);
  Sheet sheet{.key = "entries",
              .title = "Audit log",
              .columns = {{"number", "No."},
                          {"when", "When (UTC)"},
                          {"user", "User"},
                          {"address", "From"},
                          {"act", "Act"},
                          {"object", "Object"},
                          {"outcome", "Outcome"},
                          {"detail", "Detail"},
                          {"request", "Request"}}};
  auto const found = parts.identities.audit().find(query);
  for (auto const& [number, entry] : found)
    sheet.rows.push_back(
        {.cells = {number, http::iso_utc(entry.when), entry.user, entry.address, entry.act, entry.object,
                   std::string(word_of(entry.outcome)), entry.detail, entry.request}});
  if (!found.empty() && found.size() == query.limit) sheet.next = next_page(asked, found.back().number);
  sheet.forms = audit_form(request);
  return sheet_reply(request, account, sheet);
}

}  // namespace uws
