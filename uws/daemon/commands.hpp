/// The subcommands of distilld. Each returns the exit status of the program and throws engine::Failure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "uws/daemon/config.hpp"

namespace uws {

/// Serves until SIGINT or SIGTERM; SIGHUP opens the log again. Says on standard output where, once it does.
int serve(Config const& config);

struct IngestCommand {
  std::string collection_file;      ///< YAML
  std::vector<std::string> inputs;  ///< as `distill` takes them
  std::string check = "content";    ///< by the GADF doctor: no, headers, content
  bool dry_run = false, remove_missing = false, strict = false, json = false;
  int threads = 0;  ///< 0: as many as there are processors
};
/// 0 without defects that matter, else as `distill check`: 1 for warnings, 3 where runs could not be taken
/// in.
int ingest(Config const& config, IngestCommand const& command);

/// Queries from standard input, separated by lines "----": "ok", the SQL, or where the mistake is. With the
/// catalogue names are looked up as well. 0 if all are good, else 2.
int adql(std::optional<Config> const& catalogue);

/// start, stop, status, url (the connection string) of the private cluster.
int database(Config const& config, std::string const& action);

/// The shepherd of one job: runs the order in this work folder and leaves its outcome there. The daemon
/// starts it; it needs no configuration and no database.
int work(std::string const& folder);

/// The far end of staging (slurm/staging_agent.hpp): answers one request of a daemon whose files the cluster
/// does not share. Needs no configuration either.
int stage();

struct ClusterCommand {
  std::string action{};                           ///< check, status
  std::string type = "selftest", role = "admin";  ///< as which jobs the test runs
  std::string owner{};                            ///< with cluster.as_owner: as whose
  int nodes = 2;
  bool batch = true, data = true;
  int patience_s = 600;  ///< for the batch
};
/// check: is everything there, and does a batch run? 0 if so, 4 if not. status: our batches.
int cluster(Config const& config, ClusterCommand const& command);

struct UserCommand {
  std::string action;  ///< list, add, password, close, grant, revoke, token
  std::string name{}, role{}, collection{}, label{};
  std::optional<int> days{};
  bool without_password = false;
};
/// A password comes from standard input, without echo where that is a terminal.
int user(Config const& config, UserCommand const& command);

}  // namespace uws
