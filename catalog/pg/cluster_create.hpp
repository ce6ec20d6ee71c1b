/// The first start of a private cluster: initdb, then role and database. For the files of this directory
/// only.
#pragma once

#include <optional>
#include <string>

#include "catalog/pg/cluster_directory.hpp"
#include "catalog/pg/find_postgres.hpp"
#include "catalog/pg/private_cluster.hpp"

namespace catalog::pg {

/// The major version that wrote the data directory; nothing if there is none.
std::optional<int> data_version(std::string const& data);

/// Runs initdb if `directory` has no data yet. What is there under the name `data` is always complete: it is
/// made under another name, and what an interrupted attempt left is removed.
void create_data(std::string const& directory, Binaries const& binaries, ClusterUser const& user,
                 ClusterOptions const& options);

/// The role `distill` (may log in and create roles, no superuser) and its database, if they are not there.
void create_service_database(std::string const& maintenance_conninfo, std::string const& service_conninfo);

}  // namespace catalog::pg
