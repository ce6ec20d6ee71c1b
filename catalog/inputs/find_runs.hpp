/// Which runs of the catalogue a name stands for, and whether the session's user may have their files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace catalog {

/// A collection that the user may know of.
struct KnownCollection {
  std::string id{}, name{};
  bool readable = false;
};
std::vector<KnownCollection> known_collections(pg::Connection& as_the_user);

struct FoundRun {
  std::int64_t id = 0;  ///< of store.observation
  std::string collection{}, obs_id{};
  bool readable = false;
};

/// A dataset by its publisher DID: a run, or a product with its file.
struct FoundDataset {
  std::optional<FoundRun> run{};
  std::string kind{}, title{}, path{}, media_type{},
      sha256{};  ///< of a product; path: "" if it lies elsewhere
  std::int64_t size = 0;
  std::optional<std::int64_t> changed_ms{};
  bool readable = false;
};

// Each gives one answer per name, in the order asked for; runs that the user may not know of are not found.

/// All runs of that id, in these collections (ids; nothing: in all).
std::vector<std::vector<FoundRun>> runs_by_id(pg::Connection& as_the_user,
                                              std::vector<std::string> const& obs_ids,
                                              std::optional<std::vector<std::string>> const& collections);
/// The run of that id in the collection of that name; both lists are equally long.
std::vector<std::optional<FoundRun>> runs_of_collections(pg::Connection& as_the_user,
                                                         std::vector<std::string> const& collections,
                                                         std::vector<std::string> const& obs_ids);
std::vector<std::optional<FoundDataset>> datasets_by_did(pg::Connection& as_the_user,
                                                         std::vector<std::string> const& dids);

/// All runs of some collections (ids), sorted; `most` + 1 at most.
std::vector<FoundRun> all_runs(pg::Connection& as_the_user, std::vector<std::string> const& collections,
                               std::size_t most);

}  // namespace catalog
