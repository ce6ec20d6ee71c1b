/// Provenance read back: from one thing, over the relations, as far as asked. What the user may not see stays
/// as a nameless node, so that the graph is connected and tells nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "catalog/provenance/graph.hpp"

namespace catalog::prov {

enum class Direction {
  back,     ///< what it was made of: generating activities, what they used, ...
  forward,  ///< what was made of it
  both
};

/// How far to go and what to bring.
struct Walk {
  /// Activities crossed on the way from each id; nothing: all. 0: the thing itself. From an entity 1 reaches
  /// the activity that made it (used it) and what that used (made); from an activity 1 is that activity with
  /// all that it used and made. Relations between entities (derivation) cross one where no activity is known.
  std::optional<int> depth = 1;
  Direction direction = Direction::back;
  bool members = false;  ///< of collections: each run of a job with many, and go on from there
  bool agents = false;   ///< with associations and attributions
  int descriptions = 0;  ///< 1: descriptions of activities; 2: of parameters, usages and generations too
  bool configuration = false;     ///< parameters and configuration files
  bool attributes = true;         ///< facts of entities and activities, events
  std::size_t most_nodes = 2000;  ///< entities and activities together; of more Graph::truncated is said
};

struct Loaded {
  Graph graph{};
  std::vector<std::string> unknown{};  ///< of the ids asked for: there is none, or none the user may know of
  std::vector<std::string>
      activities{};  ///< of the ids asked for, as the database spells them: the activities,
  std::vector<std::string> entities{};  ///< and the entities
};

/// An id is an activity's (a job's id), an entity's, or a publisher DID. `user`: "" is anonymous. `db` is a
/// connection of the service itself, not of the role of queries. Things of anonymous jobs are shown to who
/// asks for them by their id (which cannot be guessed), and nameless where a walk meets them from elsewhere.
/// Where a walk forward meets what the user may not see, it is shown only if something visible follows from
/// it. Failure(missing_resource) when the database is out of reach; never for unknown ids.
Loaded load_graph(pg::Connection& db, std::string const& user, std::vector<std::string> const& ids,
                  Walk const& walk);

}  // namespace catalog::prov
