#include "uws/async/job_routes.hpp"

#include "uws/async/job_handlers.hpp"

namespace uws {

using http::Captures;
using http::Method;

namespace {

using OnJob = Reply (*)(JobList const&, Request const&, std::string const&);
using OnChild = Reply (*)(JobList const&, Request const&, std::string const&, std::string const&);

struct JobRoute {
  Method method;
  std::string_view path;
  OnJob handler;
};
constexpr JobRoute job_routes[] = {
    {Method::get, "", show_job},
    {Method::post, "", post_job},
    {Method::delete_, "", delete_job},
    {Method::get, "/phase", show_phase},
    {Method::post, "/phase", post_phase},
    {Method::get, "/executionduration", show_execution_duration},
    {Method::post, "/executionduration", post_execution_duration},
    {Method::get, "/destruction", show_destruction},
    {Method::post, "/destruction", post_destruction},
    {Method::get, "/quote", show_quote},
    {Method::get, "/owner", show_owner},
    {Method::get, "/error", show_error},
    {Method::get, "/parameters", show_parameters},
    {Method::post, "/parameters", post_parameters},
    {Method::get, "/results", show_results},
};

struct ChildRoute {
  Method method;
  std::string_view path;
  OnChild handler;
};
constexpr ChildRoute child_routes[] = {
    {Method::get, "/parameters/{name}", show_parameter},
    {Method::put, "/parameters/{name}", put_parameter},
    {Method::get, "/results/{name}", show_result},
};

}  // namespace

std::string job_topic(jobs::JobId const& id) { return "job " + id; }

JobRoutes::JobRoutes(JobServices services, JobPolicy policy)
    : services_(std::make_shared<JobServices const>(std::move(services))),
      policy_(std::make_shared<JobPolicy const>(std::move(policy))) {}

void JobRoutes::mount(http::Router& router, std::string const& base) const {
  JobList const list{services_, policy_, base};
  router.add(Method::get, base, [list](Request const& r, Captures const&) { return show_jobs(list, r); });
  if (!policy_->list.empty())
    router.add(Method::post, base, [list](Request const& r, Captures const&) { return create_job(list, r); });
  for (JobRoute const& route : job_routes)
    router.add(route.method, base + "/{id}" + std::string(route.path),
               [list, handler = route.handler](Request const& r, Captures const& c) {
                 return handler(list, r, c["id"]);
               });
  for (ChildRoute const& route : child_routes)
    router.add(route.method, base + "/{id}" + std::string(route.path),
               [list, handler = route.handler](Request const& r, Captures const& c) {
                 return handler(list, r, c["id"], c["name"]);
               });
}

}  // namespace uws
