#include "uws/identity/gate.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/text.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/network.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"
#include "uws/identity/identity_pages.hpp"
#include "uws/identity/same_origin.hpp"
#include "uws/identity/too_many.hpp"

namespace uws {
namespace {

using http::Request;

/// Its signature is the right to have it; whoever made it was let in. Only below job lists, where nothing
/// else has such a path.
bool is_signed_link(Request const& request) {
  auto const& path = request.path;
  bool const of_jobs = path.starts_with("/uws/") || path.starts_with("/rest/") ||
                       path.starts_with("/tap/async/") || path.starts_with("/soda/async/");
  return of_jobs && is_safe(request.method) && path.find("/signed/") != std::string::npos;
}

/// What is open to all where nothing else is: the ways in, and the question whether the service is up.
bool is_always_open(Request const& request) {
  auto const& path = request.path;
  return request.method == http::Method::options || path == login_path::page || path == login_path::bearer ||
         path == login_path::logout || path.ends_with("/availability") || is_signed_link(request);
}

bool describes_service(Request const& request) {
  return request.path.ends_with("/capabilities") && is_safe(request.method);
}

/// Of documents that browsers run: results of jobs are made by others, and lie where the login's cookie
/// counts.
void disarm(http::Headers& reply) {
  if (reply.find("Content-Security-Policy")) return;
  auto const type = http::parse_media_type(reply.find("Content-Type").value_or(""));
  bool const is_live = !type || type->type == "text/html" || type->type.ends_with("xml");
  if (is_live) reply.set("Content-Security-Policy", "sandbox");
}

/// Buttons of ours must not be shown inside pages of others, where a visitor takes them for something else.
void forbid_frames(http::Headers& reply) {
  if (reply.find("Content-Type").value_or("").starts_with("text/html") && !reply.find("X-Frame-Options"))
    reply.set("X-Frame-Options", "SAMEORIGIN");
}

void dress(Request const& request, Account const& who, http::Headers& reply, int status) {
  if (!who.name.empty()) {
    reply.set("X-VO-Authenticated", who.name);
    if (!reply.find("Cache-Control")) reply.set("Cache-Control", "private");
  }
  if (who.stale_cookie && !reply.find("Set-Cookie")) reply.set("Set-Cookie", no_session_cookie(request));
  bool const offers = status == 401 || (who.name.empty() && describes_service(request));
  if (offers && !reply.find("WWW-Authenticate")) add_challenges(request, reply);
}

http::Reply dressed(Request const& request, Account const& who, http::Reply reply) {
  if (auto* const response = std::get_if<http::Response>(&reply)) {
    dress(request, who, response->headers, response->status);
    forbid_frames(response->headers);
  } else if (auto* const stream = std::get_if<http::StreamReply>(&reply)) {
    dress(request, who, stream->headers, stream->status);
    disarm(stream->headers);
  } else if (auto* const file = std::get_if<http::FileReply>(&reply)) {
    dress(request, who, file->headers, 200);
    disarm(file->headers);
  } else if (auto* const wait = std::get_if<http::WaitReply>(&reply)) {
    // The request lives until its reply is sent (message.hpp).
    wait->again = [&request, who, again = std::move(wait->again)] { return dressed(request, who, again()); };
  }
  return reply;
}

/// The job of somebody else that an operator is about to change; nothing for everybody else. Administration
/// notes what it does itself.
std::string job_of_other(Identities& identities, Request const& request, Account const& who) {
  if (is_safe(request.method) || !may(who.role, Act::change_all_jobs) || request.path.starts_with("/admin/"))
    return {};
  constexpr std::size_t shortest_id = 8;
  for (auto const& segment : engine::split(request.path, '/')) {
    if (segment.size() < shortest_id || !is_possible_name(segment)) continue;
    auto const rows = identities.database().take()->run(
        "SELECT 1 FROM store.job WHERE id = $1 AND owner NOT IN ('', $2)", {segment, who.name});
    if (!rows.empty()) return segment;
  }
  return {};
}

void note_change(Identities& identities, Request const& request, std::string const& job,
                 http::Reply const& reply) {
  auto const* const response = std::get_if<http::Response>(&reply);
  bool const done = !response || response->status < 400;
  auto const act = request.method == http::Method::delete_ ? "job.delete" : "job.change";
  identities.audit().note(request, act, job, done ? Outcome::done : Outcome::refused,
                          std::string(http::word_of(request.method)) + " " + request.path);
}

}  // namespace

Gate::Gate(Identities& identities)
    : identities_(identities),
      users_(identities.rules().rates.user),
      addresses_(identities.rules().rates.address, 1 << 16),
      jobs_of_users_(identities.rules().rates.jobs_of_user),
      jobs_of_addresses_(identities.rules().rates.jobs_of_address, 1 << 16) {}

bool Gate::is_exempt(std::string const& address) const {
  return std::ranges::any_of(identities_.rules().rates.exempt,
                             [&](std::string const& network) { return http::in_network(address, network); });
}

void Gate::count(RateTable& table, std::string const& key, std::string const& what) {
  auto const wait = table.take(key);
  if (!wait) return;
  auto const seconds = std::max(std::chrono::ceil<std::chrono::seconds>(*wait), std::chrono::seconds(1));
  throw TooMany(429, "too many " + what + " - try again in " + std::to_string(seconds.count()) + " s",
                seconds);
}

Account Gate::let_in(Request const& request) {
  auto const& rules = identities_.rules();
  bool const counted = !is_exempt(request.peer);
  if (counted) count(addresses_, rate_key_of_address(request.peer), "requests from your address");
  if (request.method == http::Method::options) return {};
  Account who = identities_.account_of(request);
  if (counted && !who.name.empty()) count(users_, who.name, "requests of yours");
  bool const signs_in = request.path == login_path::page || request.path == login_path::bearer;
  if (!signs_in) refuse_forged(request, who, rules.allowed_origins);
  if (is_always_open(request)) return who;
  if (who.stale_cookie && !is_safe(request.method))
    throw http::Refusal(401, "your session has ended - sign in again");
  if (who.name.empty() && rules.anonymous == Anonymous::none)
    throw http::Refusal(401, "this service is for known users - sign in at " + request.base_url +
                                 std::string(login_path::page));
  return who;
}

/// Visitors with a browser go to the login, and come back from there.
http::Reply Gate::refused(Request const& request, http::Refusal const& refusal) const {
  bool const to_login = refusal.status() == 401 && request.method == http::Method::get &&
                        wants_page(request) && !request.headers.find("Authorization");
  auto reply = http::error_page(request, refusal.status(), refusal.what());
  if (to_login) {
    auto const query = request.query.empty() ? std::string() : "?" + request.query;
    reply = login_page(request, 401, refusal.what(), request.path + query, identities_.rules().proxy);
  }
  if (auto const* const passes = dynamic_cast<TooMany const*>(&refusal))
    reply.headers.set("Retry-After", std::to_string(passes->retry_after().count()));
  if (refusal.status() == 401) {
    reply.headers.set("Cache-Control", "no-store");
    add_challenges(request, reply.headers);
  }
  return reply;
}

http::Reply Gate::operator()(Request const& request, http::Handle const& handler) {
  Account who;
  try {
    who = let_in(request);
    auto const job = job_of_other(identities_, request, who);
    auto reply = handler(request);
    if (!job.empty()) note_change(identities_, request, job, reply);
    return dressed(request, who, std::move(reply));
  } catch (http::Refusal const& refusal) {
    return dressed(request, who, refused(request, refusal));
  }
}

void Gate::admit_job(User const& user) {
  if (user.name.empty() && identities_.rules().anonymous != Anonymous::all)
    throw http::Refusal(401, "jobs are for known users - sign in first");
  if (is_exempt(user.address)) return;
  if (user.name.empty())
    count(jobs_of_addresses_, rate_key_of_address(user.address), "new jobs from your address");
  else
    count(jobs_of_users_, user.name, "new jobs of yours");
}

}  // namespace uws
