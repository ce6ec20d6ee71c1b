#include "catalog/pg/array.hpp"
#include "catalog/pg_job_store/job_rows.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

using jobs::Instant;

std::string milliseconds(std::string const& column) {
  // In doubles, which hold milliseconds exactly: extract() computes in numeric, ten times slower.
  return "round(date_part('epoch', j." + column + ") * 1000)::bigint AS " + column;
}

/// One column of the rows that belong to a job, in order.
std::string list_of(std::string const& table, std::string const& column) {
  return "ARRAY(SELECT t." + column + " FROM store." + table +
         " t WHERE t.job_id = j.id ORDER BY t.position)";
}

/// Reads the columns of a row from left to right.
class Reader {
 public:
  Reader(pg::Result const& rows, std::size_t row, std::size_t column = 0)
      : rows_(rows), row_(row), column_(column) {}

  std::string text() { return rows_.text(row_, column_++); }
  std::int64_t integer() { return rows_.integer(row_, column_++); }
  bool is_null() const { return !rows_.cell(row_, column_); }
  void skip(std::size_t columns = 1) { column_ += columns; }

  std::optional<Instant> instant() {
    if (is_null()) return skip(), std::nullopt;
    return Instant(std::chrono::milliseconds(integer()));
  }
  std::optional<double> real() {
    if (is_null()) return skip(), std::nullopt;
    return rows_.real(row_, column_++);
  }
  jobs::Phase phase() {
    std::string const word = text();
    if (auto const phase = jobs::phase_named(word)) return *phase;
    throw engine::Failure(engine::Fault::internal, "database answer: not a phase of a job: " + word);
  }
  std::vector<Cell> list() { return pg::array_elements(text()); }

 private:
  pg::Result const& rows_;
  std::size_t row_, column_;
};

std::vector<jobs::Parameter> parameters_in(Reader& row) {
  auto const names = row.list(), values = row.list(), references = row.list(), files = row.list(),
             types = row.list();
  std::vector<jobs::Parameter> parameters;
  for (std::size_t i = 0; i < names.size(); ++i)
    parameters.push_back({.name = *names[i],
                          .value = *values[i],
                          .by_reference = *references[i] == "t",
                          .file = *files[i],
                          .mime_type = *types[i]});
  return parameters;
}

std::vector<jobs::ResultLink> results_in(Reader& row) {
  auto const names = row.list(), paths = row.list(), hrefs = row.list(), types = row.list(),
             sizes = row.list(), sums = row.list();
  std::vector<jobs::ResultLink> results;
  for (std::size_t i = 0; i < names.size(); ++i)
    results.push_back({.id = *names[i],
                       .path = *paths[i],
                       .href = *hrefs[i],
                       .mime_type = *types[i],
                       .size = sizes[i] ? engine::whole_number(*sizes[i]) : std::nullopt,
                       .sha256 = *sums[i]});
  return results;
}

std::optional<jobs::ErrorSummary> error_in(Reader& row) {
  if (row.is_null()) return row.skip(4), std::nullopt;
  jobs::ErrorSummary error{.message = row.text()};
  error.type = row.text() == "transient" ? jobs::ErrorType::transient : jobs::ErrorType::fatal;
  error.document = row.text();
  error.document_type = row.text();
  return error;
}

}  // namespace

std::string brief_columns() {
  return "j.id, j.list, j.owner, j.run_id, j.phase, " + milliseconds("created") + ", " +
         milliseconds("started") + ", " + milliseconds("ended") + ", " + milliseconds("destruction") + ", " +
         milliseconds("quote") + ", j.stage, j.fraction, coalesce(left(j.error_message, 500), '')";
}

jobs::JobBrief brief_in(pg::Result const& rows, std::size_t row_number) {
  Reader row(rows, row_number);
  jobs::JobBrief job;
  job.id = row.text();
  job.list = row.text();
  job.owner = row.text();
  job.run_id = row.text();
  job.phase = row.phase();
  job.created = row.instant().value();
  job.started = row.instant();
  job.ended = row.instant();
  job.destruction = row.instant();
  job.quote = row.instant();
  job.info = {row.text(), row.real()};
  job.error = row.text();
  return job;
}

std::string job_columns() {
  std::string columns = "j.id, j.list, j.owner, j.run_id, j.phase";
  for (char const* const time : {"created", "queued", "started", "ended", "destruction", "quote"})
    columns += ", " + milliseconds(time);
  columns +=
      ", j.execution_duration, j.error_message, j.error_type, j.error_document, j.error_document_type,"
      " j.stage, j.fraction, j.batch_id, j.recipe_hash, j.attempts, j.revision";
  for (char const* const column : {"name", "value", "by_reference", "file", "mime_type"})
    columns += ", " + list_of("job_parameter", column);
  for (char const* const column : {"name", "path", "href", "mime_type", "size_bytes", "sha256"})
    columns += ", " + list_of("job_result", column);
  return columns;
}

jobs::Job job_in(pg::Result const& rows, std::size_t row_number, std::size_t first_column) {
  Reader row(rows, row_number, first_column);
  jobs::Job job;
  job.id = row.text();
  job.list = row.text();
  job.owner = row.text();
  job.run_id = row.text();
  job.phase = row.phase();
  job.created = row.instant().value();
  job.queued = row.instant();
  job.started = row.instant();
  job.ended = row.instant();
  job.destruction = row.instant();
  job.quote = row.instant();
  job.execution_duration = std::chrono::seconds(row.integer());
  job.error = error_in(row);
  job.info = {row.text(), row.real()};
  job.batch_id = row.text();
  job.recipe_hash = row.text();
  job.attempts = static_cast<int>(row.integer());
  job.revision = row.integer();
  job.parameters = parameters_in(row);
  job.results = results_in(row);
  return job;
}

}  // namespace catalog
