/// The texts of a private cluster's configuration files. For the files of this directory only.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "catalog/pg/private_cluster.hpp"

namespace catalog::pg {

/// A single-quoted value of postgresql.conf.
std::string quoted_setting(std::string const& value);

/// distill.conf: sizes follow `memory_bytes`.
std::string server_settings(std::string const& socket_directory, std::string const& log_directory,
                            ClusterOptions const& options, std::uint64_t memory_bytes);

/// pg_hba.conf: Unix socket and peer authentication, nothing else.
std::string access_rules();

/// pg_ident.conf: these operating-system users may be the roles `postgres` and `distill`.
std::string user_map(std::span<std::string const> system_users);

/// Of the machine or of our control group, whichever is less.
std::uint64_t available_memory();

}  // namespace catalog::pg
