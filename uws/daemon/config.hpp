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
