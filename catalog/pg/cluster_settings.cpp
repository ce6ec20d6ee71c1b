#include "catalog/pg/cluster_settings.hpp"

#include <algorithm>
#include <fstream>

#include <sys/statvfs.h>
#include <unistd.h>

namespace catalog::pg {

namespace {

constexpr std::uint64_t megabyte = 1024 * 1024;

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / megabyte) + "MB"; }

/// Containers often have 64 MB there; parallel queries then fail instead of being slow.
bool shared_memory_is_small() {
  struct statvfs shm {};
  return statvfs("/dev/shm", &shm) != 0 || shm.f_blocks * shm.f_frsize < 512 * megabyte;
}

}  // namespace

std::string quoted_setting(std::string const& value) {
  std::string out = "'";
  for (char const c : value) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out += "'";
}

std::string server_settings(std::string const& socket_directory, std::string const& log_directory,
                            ClusterOptions const& options, std::uint64_t memory_bytes) {
  std::uint64_t const buffers = std::clamp(memory_bytes / 8, 64 * megabyte, 1024 * megabyte);
  std::string text =
      "# Written at each start; settings of your own belong into local.conf beside this file.\n"
      "listen_addresses = ''\nport = 5432\nunix_socket_permissions = 0700\n"
      "unix_socket_directories = " +
      quoted_setting("\"" + socket_directory + "\"") +
      "\n"
      "cluster_name = 'distill'\nmax_connections = " +
      std::to_string(options.max_connections) +
      "\n"
      "shared_buffers = " +
      megabytes(buffers) +
      "\n"
      "effective_cache_size = " +
      megabytes(std::max(memory_bytes / 2, buffers)) +
      "\n"
      "work_mem = 16MB\nmaintenance_work_mem = 128MB\nmax_wal_size = 2GB\nrandom_page_cost = 1.1\njit = off\n"
      "timezone = 'UTC'\nlog_timezone = 'UTC'\nlc_messages = 'C'\n"
      "logging_collector = on\nlog_directory = " +
      quoted_setting(log_directory) +
      "\nlog_filename = 'postgresql-%a.log'\n"
      "log_truncate_on_rotation = on\nlog_rotation_age = 1d\nlog_rotation_size = 0\n"
      "log_line_prefix = '%m [%p] %u@%d '\n";
  if (shared_memory_is_small()) text += "dynamic_shared_memory_type = mmap\n";
  if (options.durability == ClusterOptions::Durability::none)
    text += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n";
  return text;
}

std::string access_rules() {
  return "# Written at each start. Who may come in is decided by pg_ident.conf.\nlocal all all peer "
         "map=distill\n";
}

std::string user_map(std::span<std::string const> system_users) {
  std::string text = "# Written at each start: operating-system user, role.\n";
  for (std::string const& user : system_users)
    for (char const* const role : {"postgres", "distill"}) text += "distill \"" + user + "\" " + role + "\n";
  return text;
}

std::uint64_t available_memory() {
  long const pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  std::uint64_t bytes = pages > 0 && page > 0
                            ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page)
                            : 1024 * megabyte;
  for (char const* const file :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::uint64_t limit = 0;
    if (std::ifstream in(file); in >> limit && limit > 0) bytes = std::min(bytes, limit);
  }
  return bytes;
}

}  // namespace catalog::pg
