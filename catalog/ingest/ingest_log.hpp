/// The catalogue's own log of ingests, store.ingest.
#pragma once

#include <cstdint>

#include "catalog/ingest/ingest.hpp"
#include "engine/base/failure.hpp"

namespace catalog::ingest {

/// Returns the number of the entry, for the defects to refer to.
std::int64_t begin_log(pg::Connection& database, IngestRequest const& request, std::int64_t collection_id);
void end_log(pg::Connection& database, std::int64_t ingest_id, IngestReport const& report);

/// That an ingest failed is worth knowing, if the database still listens.
void log_failure(pg::Connection& database, IngestRequest const& request, engine::Failure const& failure);

}  // namespace catalog::ingest
