/// The directory of a private cluster: who owns it, whether the server may enter, files written into it.
/// For the files of this directory only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/process.hpp"

namespace catalog::pg {

/// Whom the server runs as; `user` is nothing if that is ourselves.
struct ClusterUser {
  Identity identity{};
  bool ourselves = true;
  std::optional<Identity> to_become() const { return ourselves ? std::nullopt : std::optional(identity); }
};

/// See PrivateCluster. Failure(missing_resource) if the directory belongs to somebody else, or we have no
/// name.
ClusterUser cluster_user(std::string const& directory);

/// Makes the directory (0700, the user's own), with its parents, if it is not there.
/// Failure(missing_resource) if it holds other files, or the user cannot enter it: then the parent at fault
/// is named.
void prepare_directory(std::string const& directory, ClusterUser const& user);

/// Hands a directory to the user, closed to others.
void take_over(std::string const& directory, ClusterUser const& user);

/// Replaced as a whole, 0600, the user's own; never written through a link.
void write_owned(std::string const& path, std::string const& text, ClusterUser const& user);

/// Where the socket goes: the directory itself, or, if its path is too long for a socket or has a comma in
/// it, a short private directory made for it in the temporary directory.
std::string socket_directory(std::string const& directory);
void make_socket_directory(std::string const& socket_directory, ClusterUser const& user);

/// The operating-system users that may connect: the server's, ours.
std::vector<std::string> admitted_users(ClusterUser const& user);

}  // namespace catalog::pg
