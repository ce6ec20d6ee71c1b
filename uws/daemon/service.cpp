#include "uws/daemon/service.hpp"

#include "catalog/published_tables.hpp"
#include "engine/base/failure.hpp"
#include "uws/daemon/identity_settings.hpp"
#include "uws/daemon/service_settings.hpp"
#include "uws/http/respond.hpp"
#include "uws/soda/soda_jobs.hpp"

namespace uws {
namespace {

using namespace std::chrono_literals;

catalog::adql::Tables load(Database& database, Audience audience) {
  auto lease = database.readers().take();
  lease->run("SELECT set_config('distill.user', $1, false)", {audience == Audience::known ? "-" : ""});
  return catalog::load_tables(*lease);
}

}  // namespace

Service::Service(Config const& config, Log const& log)
    : config_(config),
      log_(log),
      database_(database_options(config, log)),
      tables_([this](Audience audience) { return load(database_, audience); }),
      identity_rules_(identity_rules(config)),
      audit_(database_.own(), config.identity.audit_time,
             [&log](std::string const& message) { log.error(message); }),
      identities_(database_.own(), identity_rules_, audit_,
                  [&log](std::string const& message) { log.warning(message); }),
      gate_(identities_),
      runner_(database_.readers(), tables_),
      tap_settings_(tap_settings(config)),
      tap_sync_(runner_, tap_settings_,
                [this](http::Request const& request) { return user_of(request).name; }),
      job_changes_(notices_),
      jobs_(database_.jobs(), store_options()),
      admission_(user_limits(config), jobs_, [this](std::string const& owner) { return usage_of(owner); }),
      directories_(config.data.results()),
      tap_jobs_(runner_, tap_settings_, directories_, [this](jobs::Job const&) { return url(); }),
      link_parts_(link_parts(config, database_.own())),
      engines_(static_cast<std::ptrdiff_t>(config.engine.processes)),
      soda_{link_parts_, engine_rules(config), engines_, config.limits.sync_timeout, config.data.spool()},
      provenance_{database_.own()} {
  auto const name_of = [this](http::Request const& request) { return user_of(request).name; };
  link_parts_.user_of = name_of;
  provenance_.user_of = name_of;
  provenance_.jobs = &jobs_;
  provenance_.authority = config.registry.authority;
  link_parts_.provenance_path = provenance_.path;
  link_parts_.jobs_path = "/uws";
  analysis_ = std::make_unique<AnalysisService>(AnalysisGround{
      config_, log_, database_, jobs_, directories_, runner_, tap_settings_, [this] { return url(); }});
  analysis_rules_ = analysis_rules();
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
  analysis_->stop();
  database_.close();
}

std::string Service::url() const {
  if (!config_.base_url.empty()) return config_.base_url;
  auto const host = config_.listen.address.find(':') == std::string::npos
                        ? config_.listen.address
                        : "[" + config_.listen.address + "]";
  auto const scheme = std::string(config_.listen.certificate.empty() ? "http://" : "https://");
  return scheme + host + ":" + std::to_string(server_->port()) + config_.prefix;
}

UserUsage Service::usage_of(std::string const& owner) {
  auto const usage = jobs_.usage_of(owner);
  return {usage.cpu_seconds, static_cast<std::uint64_t>(usage.result_bytes)};
}

User Service::user_of(http::Request const& request) {
  return uws::user_of(identities_.account_of(request), request.peer);
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

/// Everything a record says of the service itself.
RecordParts Service::record_parts() {
  RecordParts parts{directories_};
  parts.type_of = [this](std::string const& list) { return analysis_->types().find(list); };
  parts.service.authority = config_.registry.authority;
  parts.service.organisation = config_.registry.publisher;
  parts.service.contact_name = config_.registry.contact_name;
  parts.service.contact_email = config_.registry.contact_email;
  parts.service.version = program_version();
  // As their jobs are: listed for everybody.
  parts.service.anonymous_is_public = analysis_rules_.list_anonymous;
  parts.service.base_url = config_.base_url;
  return parts;
}

catalog::JobStoreOptions Service::store_options() {
  catalog::JobStoreOptions options;
  options.end_record = [this](jobs::Job const& ended) { return record_of(ended, record_parts()); };
  options.least_record = [this](jobs::Job const& ended) { return least_record_of(ended, record_parts()); };
  options.log = [this](std::string const& message) { log_.error(message); };
  return options;
}

Health Service::health() {
  Health now{
      .version = std::string(program_version()), .started = started_, .connections = server_->connections()};
  now.pools = {{"database, own sessions", database_.own().statistics()},
               {"database, readers", database_.readers().statistics()}};
  now.executors = {{"queries", tap_executor_->running(), tap_executor_->waiting()},
                   {"cuts", soda_executor_->running(), soda_executor_->waiting()}};
  if (auto* const cluster = analysis_->cluster()) {
    auto const state = cluster->scheduler().health();
    now.clusters.push_back(
        {"batches on the cluster", state.running, state.waiting, state.trouble, state.asked, state.lost});
  }
  return now;
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
  options.changed = [this](jobs::Job const& job, jobs::Change change) { job_changes_.note(job, change); };
  options.log = [this](std::string const& message) { log_.warning(message); };
  jobs::Lane const analysis{
      .restartable = true,
      .keep_record = std::chrono::duration_cast<std::chrono::hours>(config_.jobs.record)};
  auto lanes = analysis_->lanes(analysis);
  lanes["tap"] = {.executor = tap_executor_.get(), .restartable = true};
  lanes["soda"] = {.executor = soda_executor_.get(), .restartable = true};
  supervisor_ = std::make_unique<jobs::Supervisor>(jobs_, directories_, std::move(lanes), std::move(options));
}

void Service::make_server() {
  server_ = std::make_unique<http::Server>(
      server_options(config_, log_), [this](http::Request const& request) { return handle(request); },
      notices_);
}

/// Thousands of batches may have news at a time, without a name and from few addresses: they are taken before
/// anybody is counted, and cost no more than their signature.
http::Reply Service::handle(http::Request const& request) {
  if (auto const* const cluster = analysis_->cluster(); cluster != nullptr && BatchNotices::is_one(request))
    return cluster->notices().take(request, [this](jobs::JobId const& id) { analysis_->poke(id); });
  return gate_(request, [this](http::Request const& let_in) { return router_(let_in); });
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

void Service::reload_tls() {
  try {
    server_->reload_tls();
  } catch (engine::Failure const& failure) {
    log_.error(std::string(failure.what()) + "; going on with the certificate of before");
  }
}

}  // namespace uws
