#include "uws/tap/tap_routes.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "catalog/table/votable_frame.hpp"
#include "engine/base/text.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/tap/examples.hpp"

namespace uws {
namespace {

using http::Captures;
using http::Method;
using http::Reply;
using http::Request;

http::Response xml(std::string body) {
  return http::with_type(200, "text/xml; charset=utf-8", std::move(body));
}

Reply tables(TapParts const& parts, Request const& request) {
  auto const parameters = http::parse_parameters(request);
  auto const detail = parameters.find("detail").value_or("max");
  if (!engine::same_word(detail, "min") && !engine::same_word(detail, "max"))
    throw http::Refusal(400, "detail: '" + std::string(detail) + "' is not known; there are min and max");
  return xml(tableset_xml(*parts.tables.current(),
                          engine::same_word(detail, "min") ? TableDetail::names : TableDetail::columns));
}

Reply one_table(TapParts const& parts, std::string const& name) {
  auto const published = parts.tables.current();
  if (auto document = table_xml(*published, name)) return xml(std::move(*document));
  std::vector<std::string> names;
  for (auto const& table : published->tables) names.push_back(table.schema + "." + table.name);
  auto const nearest = engine::nearest_word(name, names);
  throw http::Refusal(
      404, "there is no table '" + name + "'" + (nearest ? "; did you mean " + *nearest + "?" : ""));
}

constexpr std::array parameter_names{"REQUEST", "LANG",   "QUERY", "FORMAT", "RESPONSEFORMAT",
                                     "MAXREC",  "UPLOAD", "RUNID", "VERSION"};

std::string canonical_name(std::string_view name) {
  auto const found = std::find_if(parameter_names.begin(), parameter_names.end(),
                                  [&](auto known) { return engine::same_word(known, name); });
  return found == parameter_names.end() ? std::string(name) : *found;
}

}  // namespace

void mount_tap(http::Router& router, std::string const& base, TapParts given) {
  auto const parts = std::make_shared<TapParts const>(std::move(given));
  auto const get = [&](std::string const& path, auto handler) {
    router.add(Method::get, base + path,
               [parts, base, handler](Request const& request, Captures const& captures) {
                 return Reply(handler(*parts, request, request.base_url + base, captures));
               });
  };
  get("", [](TapParts const&, Request const& request, std::string const& url, Captures const&) {
    auto const query = std::string(http::parse_parameters(request).find("query").value_or(""));
    return http::with_type(200, "text/html; charset=utf-8", tap_page_html(url, query));
  });
  get("/capabilities", [](TapParts const& p, Request const&, std::string const& url, Captures const&) {
    return xml(capabilities_xml(p.description, url));
  });
  get("/availability", [](TapParts const& p, Request const&, std::string const&, Captures const&) {
    return xml(availability_xml(p.availability()));
  });
  get("/tables", [](TapParts const& p, Request const& request, std::string const&, Captures const&) {
    return tables(p, request);
  });
  get("/tables/{name}", [](TapParts const& p, Request const&, std::string const&, Captures const& captures) {
    return one_table(p, captures["name"]);
  });
  get("/examples", [](TapParts const&, Request const&, std::string const& url, Captures const&) {
    return http::with_type(200, "application/xhtml+xml; charset=utf-8", examples_xhtml(url));
  });
  for (auto const method : {Method::get, Method::post})
    router.add(method, base + "/sync",
               [parts](Request const& request, Captures const&) { return parts->sync(request); });
}

JobPolicy tap_job_policy(std::function<User(http::Request const&)> user_of, Limit const& execution_s,
                         Limit const& retention_s, TapSettings const& settings) {
  using std::chrono::seconds;
  JobPolicy policy;
  policy.list = "tap";
  policy.title = "Queued ADQL queries";
  policy.user_of = std::move(user_of);
  policy.execution_duration = {seconds(execution_s.standard), seconds(execution_s.hard)};
  policy.destruction = {seconds(retention_s.standard), seconds(retention_s.hard)};
  policy.canonical_name = canonical_name;
  policy.adds_up = [](std::string_view name) { return name == "UPLOAD"; };
  policy.upload_bytes = settings.uploads.max_bytes;
  policy.error_document = [](Request const&, jobs::Job const& job) -> Reply {
    auto const message = job.error ? job.error->message : "the job has no error";
    return http::with_type(200, "application/x-votable+xml", catalog::votable_error(message));
  };
  return policy;
}

}  // namespace uws
