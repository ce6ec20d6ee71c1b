#include "uws/daemon/service.hpp"

#include "catalog/published_tables.hpp"
#include "engine/base/failure.hpp"
#include "uws/daemon/service_settings.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/link_routes.hpp"
#include "uws/soda/soda_jobs.hpp"

namespace uws {
namespace {

using namespace std::chrono_literals;

catalog::adql::Tables load(Database& database, Audience audience) {
  auto lease = database.readers().take();
  lease->run("SELECT set_config('distill.user', $1, false)", {audience == Audience::known ? "-" : ""});
  return catalog::load_tables(*lease);
}

http::Response unauthorized(http::Request const& request, std::string const& message) {
  auto reply = http::error_page(request, 401, message);
  reply.headers.set("WWW-Authenticate", "Basic realm=\"Distiller\", charset=\"UTF-8\"");
  reply.headers.add("WWW-Authenticate", "Bearer");
  return reply;
}

}  // namespace

Service::Service(Config const& config, Log const& log)
    : config_(config),
      log_(log),
      database_(database_options(config, log)),
      tables_([this](Audience audience) { return load(database_, audience); }),
      identities_(database_.own()),
      runner_(database_.readers(), tables_),
      tap_settings_(tap_settings(config)),
      tap_sync_(runner_, tap_settings_,
                [this](http::Request const& request) { return user_of(request).name; }),
      jobs_(database_.own()),
      directories_(config.data.results()),
      tap_jobs_(runner_, tap_settings_, directories_, [this](jobs::Job const&) { return url(); }),
      link_parts_(link_parts(config, database_.own())),
      engines_(static_cast<std::ptrdiff_t>(config.engine.processes)),
      soda_{link_parts_, engine_rules(config), engines_, config.limits.sync_timeout, config.data.spool()} {
  link_parts_.user_of = [this](http::Request const& request) { return user_of(request).name; };
  make_supervisor();
  mount_routes();
  make_server();
  supervisor_->recover();
  supervisor_->begin();
  catalogue_watch_ = std::jthread([this](std::stop_token const& stop) { watch_catalogue(stop); });
}

Service::~Service() {
  catalogue_watch_ = {};
  server_.reset();
  supervisor_->stop();
  tap_executor_->stop();
  soda_executor_->stop();
  database_.close();
}

std::string Service::url() const {
  if (!config_.base_url.empty()) return config_.base_url;
  auto const host = config_.listen.address.find(':') == std::string::npos
                        ? config_.listen.address
                        : "[" + config_.listen.address + "]";
  return "http://" + host + ":" + std::to_string(server_->port()) + config_.prefix;
}

User Service::user_of(http::Request const& request) {
  auto const account = identities_.account_of(request);
  return {account.name, account.role == "admin" || account.role == "operator"};
}

/// Answers also when the database is gone, and says so.
Availability Service::availability() {
  try {
    database_.readers().take(2s)->run("SELECT 1");
    return {true, started_};
  } catch (engine::Failure const& failure) {
    return {false, started_, failure.what()};
  }
}

void Service::make_supervisor() {
  jobs::ThreadLimits const limits{.threads = config_.limits.running_jobs,
                                  .per_owner = config_.limits.running_jobs_per_user};
  auto const executor = [&](jobs::RunFunction run) {
    return std::make_unique<jobs::ThreadExecutor>(
        std::move(run), limits, [this](std::string const& message) { log_.error(message); });
  };
  tap_executor_ = executor(
      [this](jobs::Job const& job, jobs::RunControl& control) { return tap_jobs_.run(job, control); });
  soda_executor_ = executor([this](jobs::Job const& job, jobs::RunControl& control) {
    return run_soda_job(job, control, soda_, url());
  });
  jobs::SupervisorOptions options;
  options.changed = [this](jobs::JobId const& id, jobs::Change change) {
    if (change == jobs::Change::phase) notices_.notify(job_topic(id));
  };
  options.log = [this](std::string const& message) { log_.warning(message); };
  std::map<std::string, jobs::Lane> lanes;
  lanes["tap"] = {.executor = tap_executor_.get(), .restartable = true};
  lanes["soda"] = {.executor = soda_executor_.get(), .restartable = true};
  supervisor_ = std::make_unique<jobs::Supervisor>(jobs_, directories_, std::move(lanes), std::move(options));
}

void Service::mount_routes() {
  mount_tap(router_, "/tap",
            {tap_sync_, tables_, tap_description(config_), [this] { return availability(); }});
  auto const user = [this](http::Request const& request) { return user_of(request); };
  JobRoutes const tap_jobs(
      {jobs_, directories_, *supervisor_},
      tap_job_policy(user, execution_limit(config_), retention_limit(config_), tap_settings_));
  tap_jobs.mount(router_, "/tap/async");
  mount_links(router_, link_parts_);
  for (auto const method : {http::Method::get, http::Method::post})
    router_.add(method, "/soda/sync", [this](http::Request const& request, http::Captures const&) {
      return soda_sync(request, soda_);
    });
  Allowance const execution{config_.engine.timeout, config_.engine.timeout};
  Allowance const retention{config_.limits.retention, config_.limits.retention_max};
  JobRoutes({jobs_, directories_, *supervisor_}, soda_job_policy(user, execution, retention))
      .mount(router_, "/soda/async");
  // Where the original service had them, so that recipes written for it work.
  router_.alias("/__system__/tap/run/tap", "/tap");
  router_.alias("/__system__/adql/query/form", "/tap");
}

void Service::make_server() {
  server_ = std::make_unique<http::Server>(
      server_options(config_, log_), [this](http::Request const& request) { return handle(request); },
      notices_);
}

http::Reply Service::handle(http::Request const& request) {
  try {
    return router_(request);
  } catch (http::Refusal const& refusal) {
    if (refusal.status() != 401) throw;
    return unauthorized(request, refusal.what());
  }
}

/// Ingest tells of its commits; after a loss of the connection a change may have been missed, so it is
/// assumed.
void Service::watch_catalogue(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    try {
      catalog::pg::Connection connection(database_.conninfo());
      connection.run("LISTEN distill_catalogue");
      tables_.forget();
      while (!stop.stop_requested())
        if (!connection.notifications(500ms).empty()) tables_.forget();
    } catch (engine::Failure const& failure) {
      log_.warning(std::string("cannot hear of changes of the catalogue: ") + failure.what());
      for (int i = 0; i < 20 && !stop.stop_requested(); ++i) std::this_thread::sleep_for(100ms);
    }
  }
}

void Service::run() { server_->run(); }
void Service::stop() { server_->stop(); }

}  // namespace uws
