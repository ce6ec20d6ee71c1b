/// Jobs as rows and back. For the files of this directory only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "jobs/store.hpp"

namespace catalog {

using Cell = std::optional<std::string>;

Cell cell_of(std::optional<jobs::Instant> const& instant);
Cell cell_of(std::optional<double> const& number);
std::string type_word(jobs::ErrorType type);  ///< as the column error_type has it

/// The columns job_in() and brief_in() read, for "SELECT ... FROM store.job j". Parameters and results come
/// as arrays in the same row: one statement sees one state of the job.
std::string job_columns();
std::string brief_columns();

/// The columns begin at `first_column`.
jobs::Job job_in(pg::Result const& rows, std::size_t row, std::size_t first_column = 0);
jobs::JobBrief brief_in(pg::Result const& rows, std::size_t row);

/// Writes all of a job in one statement; fails if the id is taken.
void insert_job(pg::Connection& db, jobs::Job const& job);
/// What the job had before is gone afterwards. To be called in a transaction that holds the job's row.
void replace_parameters(pg::Connection& db, jobs::JobId const& id,
                        std::vector<jobs::Parameter> const& parameters);
/// One array for each column of store.job_result: name, path, href, mime_type, size_bytes, sha256.
pg::Parameters result_arrays(std::vector<jobs::ResultLink> const& results);

/// What goes into store.record_provenance().
struct JobRecords {
  std::optional<std::string> full{}, least{};
  std::optional<std::int64_t> revision{};  ///< of the job they were made for; another: they do not fit
};
struct Moved {
  jobs::Job job;
  std::string trouble{};  ///< with its record; empty: none
};
/// All of a move in one statement. Nothing, if the job is not as it should be.
std::optional<Moved> move_row(pg::Connection& db, jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                              jobs::JobUpdate const& update, JobRecords const& records);

}  // namespace catalog
