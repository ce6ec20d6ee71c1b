/// The service put together: database, tables, jobs, routes, server. Everything is owned here and handed on
/// by reference.
#pragma once

#include <chrono>
#include <memory>
#include <thread>

#include "catalog/pg_job_store/pg_job_store.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/supervisor.hpp"
#include "jobs/thread_executor.hpp"
#include "uws/admin/admin_parts.hpp"
#include "uws/async/admission.hpp"
#include "uws/async/job_changes.hpp"
#include "uws/async/job_routes.hpp"
#include "uws/daemon/analysis_service.hpp"
#include "uws/daemon/config.hpp"
#include "uws/daemon/database.hpp"
#include "uws/daemon/log.hpp"
#include "uws/http/server.hpp"
#include "uws/identity/audit.hpp"
#include "uws/identity/gate.hpp"
#include "uws/identity/identities.hpp"
#include "uws/links/link_parts.hpp"
#include "uws/provenance/provenance_parts.hpp"
#include "uws/record/record_of.hpp"
#include "uws/results/link_signer.hpp"
#include "uws/soda/soda_sync.hpp"
#include "uws/tap/tap_jobs.hpp"
#include "uws/tap/tap_routes.hpp"

namespace uws {

class Service {
 public:
  /// Both outlive the service. Throws what a database that cannot be had, or an address in use, throws.
  Service(Config const& config, Log const& log);
  ~Service();
  Service(Service const&) = delete;
  Service& operator=(Service const&) = delete;

  std::uint16_t port() const { return server_->port(); }
  std::string url() const;  ///< under which it is found here, or the configured base URL
  void run();               ///< until stop()
  void stop();              ///< from any thread
  void reload_tls();        ///< certificate and key are read again; what is wrong with them goes to the log

 private:
  User user_of(http::Request const& request);
  UserUsage usage_of(std::string const& owner);
  Availability availability();
  Health health();
  http::Reply handle(http::Request const& request);
  void mount_routes();
  JobServices job_services();
  catalog::JobStoreOptions store_options();
  RecordParts record_parts();
  void make_supervisor();
  void mount_job_lists();
  AnalysisRules analysis_rules();
  void admit(User const& user);
  void make_server();
  void watch_catalogue(std::stop_token const& stop);

  Config const& config_;
  Log const& log_;
  std::chrono::system_clock::time_point const started_ = std::chrono::system_clock::now();
  Database database_;
  TableRegistry tables_;
  IdentityRules const identity_rules_;
  Audit audit_;
  Identities identities_;
  Gate gate_;
  QueryRunner runner_;
  TapSettings tap_settings_;
  TapSync tap_sync_;
  http::Notices notices_;
  JobChanges job_changes_;
  catalog::PgJobStore jobs_;
  Admission admission_;
  jobs::JobDirectories directories_;
  TapJobs tap_jobs_;
  LinkParts link_parts_;
  Engines engines_;
  SodaParts soda_;
  ProvenanceParts provenance_;
  std::unique_ptr<AnalysisService> analysis_;
  AnalysisRules analysis_rules_;
  std::unique_ptr<jobs::ThreadExecutor> tap_executor_, soda_executor_;
  std::unique_ptr<jobs::Supervisor> supervisor_;
  http::Router router_;
  std::unique_ptr<http::Server> server_;
  std::jthread catalogue_watch_;
};

}  // namespace uws
