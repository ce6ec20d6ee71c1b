/// The collection itself, its projects and its arrays, in the catalogue.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/ingest/collection.hpp"
#include "catalog/ingest/staging.hpp"

namespace catalog::ingest {

struct StoredCollection {
  std::int64_t id = 0;
  bool is_new = false, changed = false;
};

/// Inserts or updates; says `changed` only if something is other than before. Failure(bad_request) if the
/// schema belongs to another collection.
StoredCollection store_collection(pg::Connection& database, Collection const& collection,
                                  std::string const& root);

/// Upserts them and fills the temporary table stage_array (key, id) for the runs to refer to.
void store_projects_and_arrays(pg::Connection& database, Collection const& collection);

/// Members are found among all runs of the collection, old and new. Says whether anything has changed.
bool store_groups(Staging& staging, Collection const& collection, std::int64_t collection_id);

}  // namespace catalog::ingest
