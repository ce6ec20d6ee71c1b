/// Everything an operator can choose about distilld: one struct, one YAML file, environment overrides.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "uws/daemon/log.hpp"

namespace uws {

struct Bytes {
  std::uint64_t count = 0;
  friend auto operator<=>(Bytes, Bytes) = default;
};

struct ListenConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string unix_socket{};
  std::string certificate{}, key{};  ///< of TLS
};

struct DatabaseConfig {
  std::string connection{};  ///< libpq connection string; empty: the private cluster
  std::string reader_role = "distill_reader";
  std::size_t connections = 16;
  std::size_t stream_connections = 8;
};

struct DataConfig {
  std::filesystem::path directory{};
  std::vector<std::string> roots{};
  std::filesystem::path cluster() const { return directory / "cluster"; }
  std::filesystem::path results() const { return directory / "results"; }
  std::filesystem::path spool() const { return directory / "spool"; }
  std::filesystem::path products() const { return directory / "products"; }  ///< published ones
};

struct ServerConfig {
  std::size_t connections = 10000;
  std::size_t workers = 16;
  std::size_t streams = 8;
  std::size_t io_threads = 1;
  Bytes body_memory{std::uint64_t{1} << 30};
  std::chrono::seconds header_time{15};
  std::chrono::seconds idle_time{75};
  std::chrono::seconds write_time{60};
  std::chrono::seconds stop_time{10};
};

struct LimitsConfig {
  std::uint64_t max_rows = 20'000;
  std::uint64_t hard_max_rows = 20'000'000;
  std::chrono::seconds sync_timeout{120};
  std::chrono::seconds async_timeout{3600};
  std::chrono::seconds async_timeout_max{86400};
  std::chrono::seconds retention{2 * 86400};
  std::chrono::seconds retention_max{30 * 86400};
  std::chrono::seconds wait_max{600};
  Bytes upload_bytes{std::uint64_t{64} << 20};
  std::uint64_t upload_rows = 1'000'000;
  std::size_t running_jobs = 4;
  std::size_t running_jobs_per_user = 2;
  std::size_t jobs_per_user = 1000;
  std::chrono::seconds cpu_per_user{0};  ///< within a day; 0: no limit
  Bytes disk_per_user{};                 ///< of results; 0: no limit
};

struct UploadsConfig {
  std::vector<std::string>
      hosts{};  ///< "host" or "host:port" whose URLs may be fetched; empty: inline uploads only
  std::chrono::seconds timeout{30};
};

struct RegistryConfig {
  std::string authority = "distiller.example";
  std::string title = "Gamma-ray observations";
  std::string description = "Event lists and products of gamma-ray telescopes, served by Distiller.";
  std::string publisher{}, creator{}, contact_name{}, contact_email{}, reference_url{};
};

struct ResolverConfig {
  std::string sesame{};  ///< URL; empty: never asked
  std::chrono::seconds timeout{5};
  std::chrono::seconds cache{30 * 86400};
};

struct EngineConfig {
  std::string program = "distill";
  std::size_t processes = 2;
  Bytes memory{std::uint64_t{4} << 30};
  std::chrono::seconds timeout{3600};
};

/// Jobs of the job types: programs, run on this machine.
struct JobsConfig {
  std::vector<std::string> types{};  ///< folders with descriptions (*.json)
  std::size_t running = 2;
  std::size_t running_per_user = 1;
  std::size_t ranks = 1;    ///< MPI ranks of one job at most
  std::size_t threads = 0;  ///< of each rank; 0: the processors, shared by the jobs that run at a time
  Bytes memory{std::uint64_t{4} << 30};
  std::chrono::seconds time{3600}, time_max{86400};
  std::chrono::seconds record{365 * 86400};  ///< a destroyed job stays ARCHIVED for so long
  Bytes disk{std::uint64_t{50} << 30};       ///< of one job's results and scratch files; 0: no limit
  std::uint64_t processes = 1000;            ///< of one job at a time
  std::string launcher{};                    ///< as jobs::WorkOrder has it
  std::string user{};                        ///< as whom jobs run, if the daemon is root
  std::string cgroup{};
  std::uint64_t niceness = 5;
};

/// Texts that may hold anything, commas too. From one text they are its lines.
struct Lines {
  std::vector<std::string> each{};
  bool operator==(Lines const&) const = default;
};

/// Jobs of the job types on a cluster. As the operator writes it; cluster_settings() reads it.
struct ClusterConfig {
  std::string kind = "none";
  std::string over{}, as_owner{};  ///< words before each command
  std::filesystem::path commands{}, conf{};
  std::string program = "distilld", engine{};  ///< on the nodes; no engine: engine.program
  std::string name = "distiller";
  std::chrono::milliseconds poll{5000}, patience{15000}, grace{30000};
  std::chrono::seconds warning{60}, margin{60};
  std::filesystem::path stage{};
  Bytes stage_bytes{std::uint64_t{1} << 40};
  std::chrono::milliseconds stage_refresh{10000};
  std::size_t submitted = 1000, submitted_per_user = 0;
  std::vector<std::string> local_types{};
  bool notify = true;
  std::string notify_url{};  ///< empty: base_url
  std::string partition{}, account{}, qos{}, constraint{}, reservation{};
  std::vector<std::string> modules{};
  Lines setup{}, environment{}, options{};
  std::string container{}, container_command = "apptainer exec", launcher = "auto";
  bool exclusive = false;
  std::size_t nodes = 4, cpus_per_node = 4;
  Bytes memory_per_node{std::uint64_t{8} << 30};
  std::chrono::seconds time_max{86400}, node_work{60};
  Lines rules{};
  bool is_used() const { return kind != "none"; }
};

/// A proxy in front that says who the user is.
struct ProxyConfig {
  std::string user_header{}, groups_header{}, name_header{}, email_header{};
  std::string secret_header{"X-Proxy-Secret"}, secret{};
  std::vector<std::string> addresses{};
  bool makes_accounts = true;
  std::vector<std::string> roles{}, collections{};  ///< "group=role", "group=collection:right"
  std::string login_url{}, logout_url{};
};

struct IdentityConfig {
  std::string anonymous = "all";
  std::chrono::seconds session_idle{8 * 3600}, session_time{7 * 86400};
  std::uint64_t token_days = 366;
  std::size_t tokens_per_user = 100;
  std::uint64_t login_failures = 10;
  std::size_t password_checks = 2;
  std::chrono::seconds audit_time{366 * 86400};
  ProxyConfig proxy{};
};

/// Per minute; 0: as often as they like.
struct RatesConfig {
  std::uint64_t user = 6000, address = 6000;
  std::uint64_t jobs_of_user = 1200, jobs_of_address = 1200;
  std::vector<std::string> exempt{};
};

/// Others take a `Config const&` or one of its parts; nobody but read_config() makes one, tests aside.
struct Config {
  std::string base_url{};
  std::string prefix{};
  std::vector<std::string> trusted_proxies{"127.0.0.0/8", "::1", "unix"};
  std::vector<std::string> allowed_origins{};
  ListenConfig listen{};
  DatabaseConfig database{};
  DataConfig data{};
  ServerConfig server{};
  LimitsConfig limits{};
  UploadsConfig uploads{};
  RegistryConfig registry{};
  ResolverConfig resolver{};
  EngineConfig engine{};
  JobsConfig jobs{};
  ClusterConfig cluster{};
  IdentityConfig identity{};
  RatesConfig rates{};
  LogOptions log{};
};

using Environment = std::vector<std::pair<std::string, std::string>>;
Environment process_environment();

/// File (empty: none), then the environment (DISTILLD_LIMITS_MAX_ROWS for limits.max_rows; DISTILLD_CONFIG is
/// the caller's), over the defaults. Throws engine::Failure(bad_request) with every problem, each with the
/// place of its key; missing_resource if the file cannot be read.
Config read_config(std::string const& file, Environment const& environment);

/// A YAML file of all settings with their meaning: what `distilld config` prints. Reading it gives the same
/// Config. Passwords of the connection string are left out unless asked for.
enum class Secrets { hidden, shown };
std::string config_yaml(Config const& config, Secrets secrets);

}  // namespace uws
