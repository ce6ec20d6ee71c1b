#include "uws/async/job_routes.hpp"

#include "engine/base/expects.hpp"
#include "jobs/ids.hpp"
#include "uws/async/job_changes.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/async/list_acts.hpp"
#include "uws/http/respond.hpp"

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
    {Method::get, "/runid", show_run_id},
    {Method::post, "/runid", post_run_id},
    {Method::get, "/jobinfo", show_job_info},
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

/// The mounted list that a request means: the same one always, or the one that the path names.
class ListFinder {
 public:
  ListFinder(std::shared_ptr<JobServices const> services, PolicyFor policy_for,
             std::shared_ptr<std::vector<JobResource> const> resources, std::string base)
      : services_(std::move(services)),
        policy_for_(std::move(policy_for)),
        resources_(std::move(resources)),
        base_(std::move(base)),
        place_(base_.find(segment)) {}

  bool is_one_of_many() const { return place_ != std::string::npos; }

  JobList operator()(Captures const& captures) const {
    if (!is_one_of_many()) return {services_, policy_for_({}), base_, resources_};
    std::string const& name = captures["list"];
    auto policy = policy_for_(name);
    if (policy == nullptr)
      throw http::Refusal(404,
                          "there is no job list '" + name + "' here - see " + base_.substr(0, place_ - 1));
    std::string base = base_;
    base.replace(place_, segment.size(), http::percent_encoded(name));
    return {services_, std::move(policy), std::move(base), resources_};
  }

 private:
  static constexpr std::string_view segment = "{list}";
  std::shared_ptr<JobServices const> services_;
  PolicyFor policy_for_;
  std::shared_ptr<std::vector<JobResource> const> resources_;
  std::string base_;
  std::size_t place_;
};

}  // namespace

std::string job_topic(jobs::JobId const& id) { return "job " + id; }

JobRoutes::JobRoutes(JobServices services, JobPolicy policy)
    : services_(std::make_shared<JobServices const>(std::move(services))),
      policy_for_([policy = std::make_shared<JobPolicy const>(std::move(policy))](std::string_view) {
        return policy;
      }) {}

JobRoutes::JobRoutes(JobServices services, PolicyFor policy_for)
    : services_(std::make_shared<JobServices const>(std::move(services))),
      policy_for_(std::move(policy_for)) {}

void JobRoutes::add(JobResource resource) { resources_->push_back(std::move(resource)); }

void JobRoutes::mount(http::Router& router, std::string const& base) const {
  ListFinder const find(services_, policy_for_, resources_, base);
  auto const serve = [&](Method method, std::string_view path, auto handler) {
    router.add(method, base + std::string(path),
               [find, handler](Request const& r, Captures const& c) { return handler(find(c), r, c); });
  };
  serve(Method::get, "",
        [](JobList const& list, Request const& r, Captures const&) { return show_jobs(list, r); });
  serve(Method::post, "",
        [](JobList const& list, Request const& r, Captures const&) { return post_jobs(list, r); });
  serve(Method::get, "/{id}",
        [](JobList const& list, Request const& r, Captures const& c) { return show_job(list, r, c["id"]); });
  for (JobRoute const& route : job_routes)
    serve(route.method, "/{id}" + std::string(route.path),
          [handler = route.handler](JobList const& list, Request const& r, Captures const& c) {
            return handler(list, r, c["id"]);
          });
  for (ChildRoute const& route : child_routes)
    serve(route.method, "/{id}" + std::string(route.path),
          [handler = route.handler](JobList const& list, Request const& r, Captures const& c) {
            return handler(list, r, c["id"], c["name"]);
          });
  for (JobResource const& resource : *resources_)
    serve(resource.method, "/{id}" + resource.path, resource.handler);
}

void JobRoutes::mount_list_only(http::Router& router, std::string const& base) const {
  ListFinder const find(services_, policy_for_, resources_, base);
  EXPECTS(!find.is_one_of_many());
  router.add(Method::get, base,
             [find](Request const& r, Captures const& c) { return show_jobs(find(c), r); });
  router.add(Method::post, base,
             [find](Request const& r, Captures const& c) { return post_jobs(find(c), r); });
}

}  // namespace uws
