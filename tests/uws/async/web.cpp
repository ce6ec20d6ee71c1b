#include "tests/uws/async/web.hpp"

#include <sstream>

#include <doctest/doctest.h>

namespace test_async {

namespace {

JobPolicy with_defaults(JobPolicy policy) {
  if (policy.list.empty()) policy.list = "tap";
  if (!policy.user_of)
    policy.user_of = [](http::Request const& request) {
      std::string const name(request.headers.find("X-Test-User").value_or(""));
      return User{name, name == "root"};
    };
  return policy;
}

std::map<std::string, std::string> as_map(http::Headers const& headers) {
  return {headers.all().begin(), headers.all().end()};
}

}  // namespace

Web::Web(JobPolicy policy, jobs::Lane lane, jobs::RunFunction run, Extend const& extend)
    : service(store, folder.path() / "jobs", std::move(run), lane, {}, [this] {
        jobs::SupervisorOptions options = clock.options();
        options.changed = [this](jobs::Job const& job, jobs::Change change) { changes.note(job, change); };
        return options;
      }()) {
  JobRoutes routes(
      {store, service.directories, service.supervisor, [this] { return clock.now.load(); }, &changes},
      with_defaults(std::move(policy)));
  if (extend) extend(routes, *this);
  routes.mount(router, base);
}

http::Reply Web::ask(http::Request request) try {
  request.base_url = base_url;
  if (!user.empty()) request.headers.set("X-Test-User", user);
  for (auto const& [name, value] : extra_headers) request.headers.set(name, value);
  return router(request);
} catch (engine::Failure const& failure) {
  return http::error_page(request, http::status_of(failure), failure.what());
}

Seen Web::see(http::Reply reply) {
  if (auto const* response = std::get_if<http::Response>(&reply))
    return {response->status, response->body, as_map(response->headers)};
  if (auto const* file = std::get_if<http::FileReply>(&reply)) {
    std::ostringstream text;
    text << std::ifstream(file->path).rdbuf();
    return {200, text.str(), as_map(file->headers)};
  }
  if (auto* stream = std::get_if<http::StreamReply>(&reply)) {
    Seen seen{stream->status, {}, as_map(stream->headers)};
    for (std::string chunk; stream->body->read(chunk);) seen.body += chunk;
    return seen;
  }
  return {.waits = std::holds_alternative<http::WaitReply>(reply)};
}

Seen Web::get(std::string const& target, std::string const& accept) {
  std::size_t const mark = std::min(target.find('?'), target.size());
  http::Request request{.method = Method::get, .path = target.substr(0, mark), .base_url = {}};
  request.query = target.substr(std::min(mark + 1, target.size()));
  if (!accept.empty()) request.headers.set("Accept", accept);
  return see(ask(std::move(request)));
}

Seen Web::send(Method method, std::string const& target, std::string const& type, std::string const& body) {
  std::size_t const mark = std::min(target.find('?'), target.size());
  http::Request request{.method = method, .path = target.substr(0, mark), .base_url = {}};
  request.query = target.substr(std::min(mark + 1, target.size()));
  if (!type.empty()) request.headers.set("Content-Type", type);
  request.body = body;
  return see(ask(std::move(request)));
}

Seen Web::post(std::string const& target, std::string const& form) {
  return send(Method::post, target, "application/x-www-form-urlencoded", form);
}

std::string Web::create(std::string const& form) {
  Seen const made = post(base, form);
  REQUIRE_MESSAGE(made.status == 303, made.body);
  std::string const& location = made.headers.at("Location");
  std::string const start = base_url + base + "/";
  REQUIRE(location.substr(0, start.size()) == start);
  return location.substr(start.size());
}

std::string Web::end_of(std::string const& id) {
  REQUIRE(test_jobs::eventually([&] { return is_final(store.find(id)->phase); }));
  return std::string(uws_name(store.find(id)->phase));
}

std::string job_in(Web& web, jobs::Phase phase, std::string const& owner) {
  jobs::Job job = test_jobs::pending_job("hello", owner);
  job.phase = phase;
  job.destruction = web.clock.now.load() + std::chrono::hours(24);
  web.store.add(job);
  return job.id;
}

std::string location(Seen const& seen) {
  auto const place = seen.headers.find("Location");
  return place == seen.headers.end() ? "" : place->second;
}

std::string element(std::string const& xml, std::string const& name) {
  std::size_t const start = xml.find("<uws:" + name);
  if (start == std::string::npos) return "none";
  std::size_t const close = xml.find('>', start);
  std::string const tag = xml.substr(start, close - start);
  if (tag.find("xsi:nil=\"true\"") != std::string::npos) return "nil";
  if (tag.back() == '/') return "";
  return xml.substr(close + 1, xml.find("</uws:" + name + ">", close) - close - 1);
}

std::vector<std::string> listed(std::string const& xml) {
  std::vector<std::string> ids;
  std::string const mark = "<uws:jobref id=\"";
  for (std::size_t at = xml.find(mark); at != std::string::npos; at = xml.find(mark, at + 1)) {
    std::size_t const start = at + mark.size();
    ids.push_back(xml.substr(start, xml.find('"', start) - start));
  }
  return ids;
}

}  // namespace test_async
