/// Jobs as rows and back. For the files of this directory only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "jobs/job.hpp"

namespace catalog {

using Cell = std::optional<std::string>;

Cell cell_of(std::optional<jobs::Instant> const& instant);
Cell cell_of(std::optional<double> const& number);
std::string type_word(jobs::ErrorType type);  ///< as the column error_type has it

/// The columns job_in() and brief_in() read, for "SELECT ... FROM store.job j". Parameters and results come
/// as arrays in the same row: one statement sees one state of the job.
std::string job_columns();
std::string brief_columns();

jobs::Job job_in(pg::Result const& rows, std::size_t row);
jobs::JobBrief brief_in(pg::Result const& rows, std::size_t row);

/// Writes all of a job that is in store.job itself; fails if the id is taken.
void insert_job(pg::Connection& db, jobs::Job const& job);
/// What the job had before is gone afterwards. To be called in a transaction that holds the job's row.
void replace_parameters(pg::Connection& db, jobs::JobId const& id,
                        std::vector<jobs::Parameter> const& parameters);
void replace_results(pg::Connection& db, jobs::JobId const& id, std::vector<jobs::ResultLink> const& results);

}  // namespace catalog
