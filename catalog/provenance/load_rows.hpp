/// Rows of the provenance tables as values; for the files of this directory only.
#pragma once

#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "catalog/provenance/graph.hpp"

namespace catalog::prov {

/// Each takes an array of ids in PostgreSQL's text form and gives what there is, in the order of ids.
std::vector<Entity> entities_of(pg::Connection& db, std::string const& ids);
std::vector<Activity> activities_of(pg::Connection& db, std::string const& ids);
void add_events(pg::Connection& db, std::string const& ids, std::vector<Activity>& activities);
void add_configuration(pg::Connection& db, std::string const& activities, Graph& graph);
void add_agents(pg::Connection& db, std::string const& entities, std::string const& activities, Graph& graph);
/// Those of `activities` that `user` may see; with those of parameters and flows if `in_full`.
void add_descriptions(pg::Connection& db, std::string const& activities, std::string const& user,
                      bool in_full, Graph& graph);

/// Relations of which both ends are among the nodes.
void add_relations(pg::Connection& db, std::string const& entities, std::string const& activities,
                   Graph& graph);

}  // namespace catalog::prov
