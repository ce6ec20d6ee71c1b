#include <fmt/format.h>

#include "engine/base/failure.hpp"
#include "uws/daemon/commands.hpp"
#include "uws/daemon/service_settings.hpp"

namespace uws {
namespace {

void print_status(catalog::pg::ClusterStatus const& status) {
  if (!status.initialised) {
    fmt::print("there is no private cluster yet; `distilld serve` or `distilld database start` makes it\n");
    return;
  }
  fmt::print("PostgreSQL {}, run as {}: {}\n", status.version, status.run_as,
             status.running ? fmt::format("running, process {}", status.pid) : "stopped");
}

}  // namespace

int database(Config const& config, std::string const& action) {
  Log const log({.level = LogLevel::warning});
  if (!config.database.connection.empty())
    throw engine::Failure(
        engine::Fault::bad_request,
        "database.connection is set: the service uses that database and has no private one");
  auto cluster = private_cluster(database_options(config, log));
  if (action == "start") {
    cluster.start();
  } else if (action == "stop") {
    cluster.stop();
  } else if (action == "url") {
    fmt::print("{}\n", cluster.conninfo());
    return 0;
  }
  print_status(cluster.status());
  return 0;
}

}  // namespace uws
