/// A PostgreSQL server for a test program: started at first use, stopped at its end, killed with it.
#pragma once

#include <string>

#include "catalog/pg/private_cluster.hpp"

namespace pg_test {

/// One per process, in a temporary directory, without fsync.
catalog::pg::PrivateCluster& cluster();

/// The conninfo (role `distill`, which owns it and is no superuser) of a new, empty database.
std::string fresh_database();

/// A copy of the database another conninfo of fresh_database() names; nobody may be connected to it.
std::string copy_of_database(std::string const& conninfo);

/// The same database as role `postgres`.
std::string as_superuser(std::string const& conninfo);

}  // namespace pg_test
