// What the service answers, and where.
#include "uws/admin/admin_routes.hpp"
#include "uws/analysis/job_extras.hpp"
#include "uws/daemon/service.hpp"
#include "uws/daemon/service_settings.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/identity_routes.hpp"
#include "uws/jobtypes/job_type_routes.hpp"
#include "uws/links/link_routes.hpp"
#include "uws/provenance/provenance_routes.hpp"
#include "uws/results/link_signer.hpp"
#include "uws/results/result_resources.hpp"
#include "uws/soda/soda_jobs.hpp"

namespace uws {
namespace {

constexpr char const* lists_base = "/uws";
constexpr char const* opus_base = "/rest";

/// Where the jobs of a list are served.
std::string path_of(std::string_view list) {
  if (list == "tap" || list == "soda") return "/" + std::string(list) + "/async";
  return std::string(lists_base) + "/" + std::string(list);
}

}  // namespace

AnalysisRules Service::analysis_rules() {
  AnalysisRules rules;
  rules.user_of = [this](http::Request const& request) { return user_of(request); };
  rules.admit = [this](User const& user) { admit(user); };
  rules.execution = {config_.jobs.time, config_.jobs.time_max};
  rules.retention = {config_.limits.retention, config_.limits.retention_max};
  rules.upload_bytes = config_.limits.upload_bytes.count;
  rules.longest_wait = config_.limits.wait_max;
  rules.other_lists = [this] { return analysis_->lists(lists_base); };
  return rules;
}

/// May this user make one more job?
void Service::admit(User const& user) {
  gate_.admit_job(user);
  admission_(user);
}

void Service::mount_job_lists() {
  JobServices const services{jobs_, directories_, *supervisor_, jobs::system_now, &job_changes_};
  auto const signer = std::make_shared<LinkSigner const>(link_key(database_.own()));
  auto const user = [this](http::Request const& request) { return user_of(request); };
  auto const mount = [&](JobRoutes routes, std::initializer_list<char const*> bases) {
    add_result_resources(routes, directories_, signer);
    for (auto const& resource : provenance_resources(provenance_)) routes.add(resource);
    for (char const* const base : bases) routes.mount(router_, base);
  };
  JobPolicy tap = tap_job_policy(user, execution_limit(config_), retention_limit(config_), tap_settings_);
  tap.admit = analysis_rules_.admit;
  mount(JobRoutes(services, std::move(tap)), {"/tap/async"});
  JobPolicy soda = soda_job_policy(user, {config_.engine.timeout, config_.engine.timeout},
                                   {config_.limits.retention, config_.limits.retention_max});
  soda.admit = analysis_rules_.admit;
  mount(JobRoutes(services, std::move(soda)), {"/soda/async"});

  JobRoutes analysis(services, [this](std::string_view list) {
    return analysis_policy(analysis_->parts(), analysis_rules_, list);
  });
  for (auto const& resource : redo_resources()) analysis.add(resource);
  for (auto const& resource : resources_resources(analysis_->parts())) analysis.add(resource);
  PublishRules publishing;
  publishing.folder = config_.data.products();
  publishing.allow = [this](http::Request const&, User const& asking, std::string const& collection) {
    if (asking.name.empty()) throw http::Refusal(401, "sign in to publish a product");
    auto const session = database_.own().take();
    auto const standing = standing_on(*session, asking.name, collection);
    if (!may(role_of(asking.role).value_or(Role::anonymous), standing, CollectionAct::add_product))
      throw http::Refusal(
          403, "you may not add products to the collection '" + collection + "' - ask its manager");
  };
  publishing.note = [this](http::Request const& request, std::string const& act, std::string const& object) {
    audit_.note(request, act, object, Outcome::done, {});
  };
  for (auto const& resource : publish_resources(analysis_->parts(), publishing)) analysis.add(resource);
  mount(std::move(analysis), {"/uws/{list}", "/rest/{list}"});

  JobPolicy all;
  all.title = "All jobs";
  all.user_of = user;
  all.path_of = path_of;
  all.other_lists = analysis_rules_.other_lists;
  all.longest_wait = config_.limits.wait_max;
  JobRoutes everything(services, std::move(all));
  everything.mount_list_only(router_, lists_base);
  everything.mount_list_only(router_, opus_base);
  mount_store(router_, services, path_of);
}

void Service::mount_routes() {
  mount_tap(router_, "/tap",
            {tap_sync_, tables_, tap_description(config_), [this] { return availability(); }});
  mount_links(router_, link_parts_);
  for (auto const method : {http::Method::get, http::Method::post})
    router_.add(method, "/soda/sync", [this](http::Request const& request, http::Captures const&) {
      return soda_sync(request, soda_);
    });
  mount_job_lists();
  mount_job_types(router_, {analysis_->types(), database_.own(),
                            [this](http::Request const& request) { return user_of(request); }, lists_base,
                            audit_.as_function()});
  mount_provsap(router_, provenance_);
  mount_identity(router_, identities_);
  mount_admin(router_,
              {identities_, jobs_, *supervisor_, [this] { return health(); }, config_.data.directory});
  // Where the original service had them, so that recipes written for it work.
  router_.alias("/__system__/tap/run/tap", "/tap");
  router_.alias("/__system__/adql/query/form", "/tap");
}

}  // namespace uws
