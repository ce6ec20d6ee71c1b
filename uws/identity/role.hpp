/// Roles and what each may do: the one table of rights over the service as a whole.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace uws {

/// Of a person or program, over the service. Rights on single collections are Standings.
enum class Role { anonymous, astronomer, quality, data_manager, operator_, admin };
std::string_view word_of(Role role);  ///< "data_manager"; "operator"; of anonymous: ""
/// The role of that word; nothing if there is none. "" is anonymous.
std::optional<Role> role_of(std::string_view word);

/// What not everybody may do.
enum class Act {
  have_account,        ///< tokens, rights, a password of one's own
  propose_job_type,    ///< propose one, to be validated by others
  see_all_jobs,        ///< jobs of others, with parameters and results
  change_all_jobs,     ///< abort and delete jobs of others, change their times
  see_all_provenance,  ///< records of jobs and products of others
  see_all_data,        ///< collections that are neither public nor granted (also decided in rights.sql)
  invalidate_product,  ///< mark a product or an entity as no longer valid, with a reason
  ingest,              ///< bring runs into the catalogue
  publish_collection,  ///< show a collection to the world, or hide it
  grant_collection,    ///< give and take rights on any collection
  manage_users,        ///< add and close accounts, roles, passwords
  validate_job_types,  ///< let proposed job types be used
  see_audit,           ///< who did what
  see_health,          ///< queue, disk, database, versions
};
std::string_view word_of(Act act);  ///< "see_all_jobs"
std::span<Act const> all_acts();
std::span<Role const> all_roles();

bool may(Role role, Act act);

/// Of a person, on one collection (store.user_collection).
enum class Standing { none, reader, member, pi, manager };
std::string_view word_of(Standing standing);
std::optional<Standing> standing_of(std::string_view word);

/// What needs a standing on a collection that is not public, unless the role allows it anyway.
enum class CollectionAct {
  read,                ///< find and read its data
  add_product,         ///< publish a product of one's own into it
  grant_reading,       ///< let others read it: reader, member
  invalidate_product,  ///< one of its products
  publish,             ///< show it to the world, or hide it
};
bool may(Role role, Standing standing, CollectionAct act);

}  // namespace uws
