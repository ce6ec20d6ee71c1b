/// What the GADF doctor finds wrong, in the catalogue.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/ingest/staging.hpp"
#include "engine/check/check_data_set.hpp"

namespace catalog::ingest {

void stage_defects(engine::CheckReport const& report, std::string const& root, Staging& staging);

/// `all`: the whole set was looked at; else only the staged runs, their files, and what is no file of a run
/// (index tables). Within that, staged defects replace the old ones; those that were known keep the time they
/// were first found.
enum class CheckedPart { all, staged_runs };
void merge_defects(Staging& staging, std::int64_t collection_id, std::int64_t ingest_id, CheckedPart part);

std::int64_t count_defects(pg::Connection& database, std::int64_t collection_id);

}  // namespace catalog::ingest
