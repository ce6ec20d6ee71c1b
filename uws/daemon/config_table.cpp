#include "uws/daemon/config_table.hpp"

#include "engine/base/text.hpp"
#include "uws/daemon/config_setting.hpp"

namespace uws {

namespace {

/// "no" in a file means: never asked.
Trouble url_or_no(std::string& value) {
  bool off = false;
  if (!value.empty() && !read_value({value}, off) && !off) value.clear();
  return rules::url_or_none(value);
}

void add_frame(std::vector<Setting>& s) {
  s.push_back(setting(
      "base_url",
      "URL of the service as clients see it. Empty: from the Host header, or from what a trusted proxy says.",
      [](Config & c) -> auto& { return c.base_url; }, rules::url_or_none));
  s.push_back(setting(
      "prefix",
      "Path below which a proxy shows the service, such as /distiller. By default the path of base_url.",
      [](Config & c) -> auto& { return c.prefix; }, rules::url_prefix));
  s.push_back(setting(
      "trusted_proxies",
      "Addresses or networks whose Forwarded and X-Forwarded-* headers are believed; 'unix' is the local "
      "socket.",
      [](Config & c) -> auto& { return c.trusted_proxies; }, rules::networks));
  s.push_back(setting(
      "allowed_origins",
      "Origins of web pages that may use a user's login. Pages of all origins may use the service without.",
      [](Config & c) -> auto& { return c.allowed_origins; }, rules::origins));
  s.push_back(setting(
      "listen.address", "Numeric address to listen on; '::' or '0.0.0.0' for every network.",
      [](Config & c) -> auto& { return c.listen.address; }, rules::numeric_address));
  s.push_back(setting(
      "listen.port", "TCP port; 0 takes a free one and logs it.",
      [](Config & c) -> auto& { return c.listen.port; }));
  s.push_back(setting(
      "listen.unix_socket", "Path of a local socket to listen on as well.",
      [](Config & c) -> auto& { return c.listen.unix_socket; }));
  s.push_back(setting(
      "server.connections", "Connections at the same time; more are told to come back.",
      [](Config & c) -> auto& { return c.server.connections; }, positive));
  s.push_back(setting(
      "server.workers", "Requests handled at the same time.",
      [](Config & c) -> auto& { return c.server.workers; }, positive));
  s.push_back(setting(
      "server.streams", "Long answers that are being made at the same time (not: sent).",
      [](Config & c) -> auto& { return c.server.streams; }, positive));
  s.push_back(setting(
      "server.io_threads", "Threads that move bytes; one serves thousands of connections.",
      [](Config & c) -> auto& { return c.server.io_threads; }, positive));
  s.push_back(setting(
      "server.body_memory", "Memory for the bodies of all requests together.",
      [](Config & c) -> auto& { return c.server.body_memory; }, positive));
  s.push_back(setting(
      "server.header_time", "A client must have sent its request's header within this.",
      [](Config & c) -> auto& { return c.server.header_time; }, positive));
  s.push_back(setting(
      "server.idle_time", "A connection without requests is closed after this.",
      [](Config & c) -> auto& { return c.server.idle_time; }, positive));
  s.push_back(setting(
      "server.write_time", "A client that takes nothing of its answer for this long is cut.",
      [](Config & c) -> auto& { return c.server.write_time; }, positive));
  s.push_back(setting(
      "server.stop_time", "Running requests may finish within this when the daemon stops.",
      [](Config & c) -> auto& { return c.server.stop_time; }, positive));
}

void add_stores(std::vector<Setting>& s) {
  s.push_back(setting(
      "database.connection",
      "libpq connection string of a PostgreSQL. Empty: a private one in data.directory.",
      [](Config & c) -> auto& { return c.database.connection; }));
  s.push_back(setting(
      "database.reader_role", "Role that users' queries run as.",
      [](Config & c) -> auto& { return c.database.reader_role; }, rules::role_name));
  s.push_back(setting(
      "database.connections", "Database connections for short work.",
      [](Config & c) -> auto& { return c.database.connections; }, positive));
  s.push_back(setting(
      "database.stream_connections",
      "Database connections for long answers: queries running at the same time.",
      [](Config & c) -> auto& { return c.database.stream_connections; }, positive));
  s.push_back(setting(
      "data.directory", "Where the daemon keeps its own: private database, results, spool.",
      [](Config & c) -> auto& { return c.data.directory; }));
  s.push_back(setting(
      "data.roots", "Folders whose files may be served and ingested.",
      [](Config & c) -> auto& { return c.data.roots; }, rules::folders));
  s.push_back(setting(
      "engine.program", "The program distill: a path, or a name looked up in PATH.",
      [](Config & c) -> auto& { return c.engine.program; }));
  s.push_back(setting(
      "engine.processes", "Child processes at the same time.",
      [](Config & c) -> auto& { return c.engine.processes; }, positive));
  s.push_back(setting(
      "engine.memory", "Memory a child process may use.", [](Config & c) -> auto& { return c.engine.memory; },
      positive));
  s.push_back(setting(
      "engine.timeout", "A child process is stopped after this.",
      [](Config & c) -> auto& { return c.engine.timeout; }, positive));
  s.push_back(setting(
      "log.level", "debug, info, warning or error.", [](Config & c) -> auto& { return c.log.level; }));
  s.push_back(setting(
      "log.file", "Path of the log; empty: standard error. Opened again on SIGHUP.",
      [](Config & c) -> auto& { return c.log.file; }));
  s.push_back(setting(
      "log.format", "text (key=value) or json, one line each.",
      [](Config & c) -> auto& { return c.log.format; }));
  s.push_back(setting(
      "log.requests", "A line per request.", [](Config & c) -> auto& { return c.log.requests; }));
}

void add_limits(std::vector<Setting>& s) {
  s.push_back(setting(
      "limits.max_rows", "Rows of an answer when the client does not say MAXREC.",
      [](Config & c) -> auto& { return c.limits.max_rows; }, positive));
  s.push_back(setting(
      "limits.hard_max_rows", "Rows of an answer whatever the client says.",
      [](Config & c) -> auto& { return c.limits.hard_max_rows; }, positive));
  s.push_back(setting(
      "limits.sync_timeout", "A synchronous query is called off after this.",
      [](Config & c) -> auto& { return c.limits.sync_timeout; }, positive));
  s.push_back(setting(
      "limits.async_timeout", "Execution duration of a job when its owner does not choose one.",
      [](Config & c) -> auto& { return c.limits.async_timeout; }, positive));
  s.push_back(setting(
      "limits.async_timeout_max", "Longest execution duration that can be chosen.",
      [](Config & c) -> auto& { return c.limits.async_timeout_max; }, positive));
  s.push_back(setting(
      "limits.retention", "A job is destroyed so long after its creation when its owner does not choose.",
      [](Config & c) -> auto& { return c.limits.retention; }, positive));
  s.push_back(setting(
      "limits.retention_max", "Latest destruction that can be chosen.",
      [](Config & c) -> auto& { return c.limits.retention_max; }, positive));
  s.push_back(setting(
      "limits.wait_max", "Longest time a client may WAIT for a job in one request.",
      [](Config & c) -> auto& { return c.limits.wait_max; }, positive));
  s.push_back(setting(
      "limits.upload_bytes", "Largest body of a request that uploads tables.",
      [](Config & c) -> auto& { return c.limits.upload_bytes; }, positive));
  s.push_back(setting(
      "limits.upload_rows", "Rows of an uploaded table.",
      [](Config & c) -> auto& { return c.limits.upload_rows; }, positive));
  s.push_back(setting(
      "limits.running_jobs", "Asynchronous queries running at the same time.",
      [](Config & c) -> auto& { return c.limits.running_jobs; }, positive));
  s.push_back(setting(
      "limits.running_jobs_per_user", "The same for one user.",
      [](Config & c) -> auto& { return c.limits.running_jobs_per_user; }, positive));
  s.push_back(setting(
      "limits.jobs_per_user", "Jobs of one user that have not ended; more are refused; 0: any number.",
      [](Config & c) -> auto& { return c.limits.jobs_per_user; }));
  s.push_back(setting(
      "limits.cpu_per_user", "Processor time that one user's jobs may use within a day; 0: any.",
      [](Config & c) -> auto& { return c.limits.cpu_per_user; }));
  s.push_back(setting(
      "limits.disk_per_user", "Disk that the results of one user may take; beyond it no more jobs; 0: any.",
      [](Config & c) -> auto& { return c.limits.disk_per_user; }));
  s.push_back(setting(
      "uploads.hosts",
      "Hosts (host or host:port) whose URLs may be given in UPLOAD. Empty: only inline tables.",
      [](Config & c) -> auto& { return c.uploads.hosts; }, rules::hosts));
  s.push_back(setting(
      "uploads.timeout", "An upload by URL must be there within this.",
      [](Config & c) -> auto& { return c.uploads.timeout; }, positive));
}

void add_records(std::vector<Setting>& s) {
  s.push_back(setting(
      "registry.authority", "IVOA authority: the first part of all identifiers, ivo://<authority>/path.",
      [](Config & c) -> auto& { return c.registry.authority; }, rules::authority));
  s.push_back(setting(
      "registry.title", "Title of the service in registries.",
      [](Config & c) -> auto& { return c.registry.title; }));
  s.push_back(setting(
      "registry.description", "What the service offers, for registries and the front page.",
      [](Config & c) -> auto& { return c.registry.description; }));
  s.push_back(setting(
      "registry.publisher", "Organisation that publishes.",
      [](Config & c) -> auto& { return c.registry.publisher; }));
  s.push_back(setting(
      "registry.creator", "Who made the data.", [](Config & c) -> auto& { return c.registry.creator; }));
  s.push_back(setting(
      "registry.contact_name", "Whom to ask.", [](Config & c) -> auto& { return c.registry.contact_name; }));
  s.push_back(setting(
      "registry.contact_email", "Where to write.",
      [](Config & c) -> auto& { return c.registry.contact_email; }));
  s.push_back(setting(
      "registry.reference_url", "Page that describes the data.",
      [](Config & c) -> auto& { return c.registry.reference_url; }, rules::url_or_none));
  s.push_back(setting(
      "resolver.sesame",
      "URL of a Sesame name resolver, asked when the local lists do not know a name; 'no': never.",
      [](Config & c) -> auto& { return c.resolver.sesame; }, url_or_no));
  s.push_back(setting(
      "resolver.timeout", "Sesame must answer within this.",
      [](Config & c) -> auto& { return c.resolver.timeout; }, positive));
  s.push_back(setting(
      "resolver.cache", "Its answers are kept for this long.",
      [](Config & c) -> auto& { return c.resolver.cache; }));
}

void add_jobs(std::vector<Setting>& s) {
  s.push_back(setting(
      "jobs.types", "Folders with descriptions of job types (*.json); a file dropped there is a new type.",
      [](Config & c) -> auto& { return c.jobs.types; }, rules::folders));
  s.push_back(setting(
      "jobs.running", "Jobs of job types running at the same time.",
      [](Config & c) -> auto& { return c.jobs.running; }, positive));
  s.push_back(setting(
      "jobs.running_per_user", "The same for one user.",
      [](Config & c) -> auto& { return c.jobs.running_per_user; }, positive));
  s.push_back(setting(
      "jobs.ranks", "MPI ranks of one job at most; more than one starts it with mpirun.",
      [](Config & c) -> auto& { return c.jobs.ranks; }, positive));
  s.push_back(setting(
      "jobs.threads", "Threads of each rank; 0: the processors, shared among the jobs that run at a time.",
      [](Config & c) -> auto& { return c.jobs.threads; }));
  s.push_back(setting(
      "jobs.memory", "Memory of all processes of one job together; beyond it the job is stopped.",
      [](Config & c) -> auto& { return c.jobs.memory; }, positive));
  s.push_back(setting(
      "jobs.time", "Execution duration of a job when its owner does not choose one.",
      [](Config & c) -> auto& { return c.jobs.time; }, positive));
  s.push_back(setting(
      "jobs.time_max", "Longest execution duration that can be chosen.",
      [](Config & c) -> auto& { return c.jobs.time_max; }, positive));
  s.push_back(setting(
      "jobs.record",
      "A destroyed job is listed as ARCHIVED for so long; 0: it is forgotten (its provenance is not).",
      [](Config & c) -> auto& { return c.jobs.record; }));
  s.push_back(setting(
      "jobs.disk",
      "Disk that one job's results and scratch files may take together; beyond it the job is stopped; 0: "
      "any.",
      [](Config & c) -> auto& { return c.jobs.disk; }));
  s.push_back(setting(
      "jobs.processes", "Processes of one job at a time; with more it is stopped.",
      [](Config & c) -> auto& { return c.jobs.processes; }, positive));
  s.push_back(setting(
      "jobs.launcher",
      "What starts MPI programs: 'mpirun', '/opt/mpich/bin/mpiexec -bind-to none', 'srun'. Empty: "
      "DISTILL_LAUNCHER, or mpirun.",
      [](Config & c) -> auto& { return c.jobs.launcher; }));
  s.push_back(setting(
      "jobs.user", "Account as which jobs run when the daemon runs as root; empty: as the daemon itself.",
      [](Config & c) -> auto& { return c.jobs.user; }));
  s.push_back(setting(
      "jobs.cgroup",
      "Folder of cgroup v2 that is delegated to the daemon; each job gets a group there. Empty: limits are "
      "kept by looking.",
      [](Config & c) -> auto& { return c.jobs.cgroup; }));
  s.push_back(setting(
      "jobs.niceness", "Added to the niceness of jobs, 0 to 19, so that the service stays quick.",
      [](Config & c) -> auto& { return c.jobs.niceness; }));
}

std::vector<Setting> all_settings() {
  std::vector<Setting> all;
  add_frame(all);
  add_stores(all);
  add_limits(all);
  add_records(all);
  add_jobs(all);
  add_cluster_settings(all);
  add_identity_settings(all);
  return all;
}

}  // namespace

std::vector<Setting> const& settings() {
  static std::vector<Setting> const all = all_settings();
  return all;
}

std::string environment_name(std::string_view key) {
  std::string name = "DISTILLD_" + engine::upper(key);
  for (char& c : name)
    if (c == '.') c = '_';
  return name;
}

std::vector<std::string> contradictions(Config const& c) {
  std::vector<std::string> found;
  auto const ordered = [&](auto const& low, std::string_view low_key, auto const& high,
                           std::string_view high_key) {
    if (low > high) found.push_back(std::string(low_key) + " is larger than " + std::string(high_key));
  };
  ordered(c.limits.max_rows, "limits.max_rows", c.limits.hard_max_rows, "limits.hard_max_rows");
  ordered(c.limits.async_timeout, "limits.async_timeout", c.limits.async_timeout_max,
          "limits.async_timeout_max");
  ordered(c.limits.retention, "limits.retention", c.limits.retention_max, "limits.retention_max");
  ordered(c.limits.upload_bytes, "limits.upload_bytes", c.server.body_memory, "server.body_memory");
  ordered(c.jobs.time, "jobs.time", c.jobs.time_max, "jobs.time_max");
  ordered(c.jobs.running_per_user, "jobs.running_per_user", c.jobs.running, "jobs.running");
  ordered(c.limits.running_jobs_per_user, "limits.running_jobs_per_user", c.limits.running_jobs,
          "limits.running_jobs");
  for (std::string& trouble : identity_contradictions(c)) found.push_back(std::move(trouble));
  for (std::string& trouble : cluster_contradictions(c)) found.push_back(std::move(trouble));
  return found;
}

}  // namespace uws
