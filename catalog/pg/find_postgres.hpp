/// Where the programs of PostgreSQL are on this machine. For the files of this directory only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog::pg {

struct Binaries {
  std::string directory{};  ///< has initdb and postgres
  int major = 0;
};

/// "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", "... 17beta1": 15, 17; 0 if it is something else.
int major_of(std::string_view version_line);

/// All installations: pg_config --bindir, /usr/lib/postgresql/*/bin (Debian), /usr/pgsql-*/bin (Red Hat),
/// PATH.
std::vector<Binaries> installed_binaries();

/// Those in `directory` if it is not empty; else the installation of version `wanted`, or, nothing being
/// wanted, the newest. Failure(missing_resource) if there is none, or only ones older than 13 or of another
/// version than the data directory's: PostgreSQL reads only data of its own major version.
Binaries find_postgres(std::string const& directory, std::optional<int> wanted);

}  // namespace catalog::pg
