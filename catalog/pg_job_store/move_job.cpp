// A move in one statement: the row, its results, its provenance, and the answer.
#include "catalog/pg_job_store/job_rows.hpp"

namespace catalog {

namespace {

/// $1 to $17 the change, $18 the revision it was decided on or null, $19 whether it may be lost, $20 whether
/// there are new results, $21 to $26 these, $27 and $28 the records, $29 why
/// the products are gone.
std::string move_statement() {
  return "WITH j AS (UPDATE store.job SET phase = $3, revision = revision + 1, attempts = attempts + $4::int,"
         " queued = coalesce($6::timestamptz, CASE WHEN NOT $5::bool THEN queued END),"
         " started = coalesce($7::timestamptz, CASE WHEN NOT $5::bool THEN started END),"
         " ended = coalesce($8::timestamptz, CASE WHEN NOT $5::bool THEN ended END),"
         " quote = coalesce($9::timestamptz, CASE WHEN NOT $5::bool THEN quote END),"
         " destruction = coalesce($10::timestamptz, destruction),"
         " batch_id = coalesce($11::text, CASE WHEN $5::bool THEN '' ELSE batch_id END),"
         " stage = coalesce($12::text, CASE WHEN $5::bool THEN '' ELSE stage END),"
         " fraction = CASE WHEN $12::text IS NOT NULL THEN $13::float8 WHEN NOT $5::bool THEN fraction END,"
         " error_message = CASE WHEN $14::text IS NOT NULL THEN $14 WHEN NOT $5::bool THEN error_message END,"
         " error_type = CASE WHEN $14::text IS NOT NULL THEN $15 WHEN NOT $5::bool THEN error_type END,"
         " error_document = CASE WHEN $14::text IS NOT NULL THEN $16 WHEN NOT $5::bool THEN error_document "
         "END,"
         " error_document_type = CASE WHEN $14::text IS NOT NULL THEN $17"
         " WHEN NOT $5::bool THEN error_document_type END"
         " WHERE id = $1 AND phase = $2 AND ($18::bigint IS NULL OR revision = $18) RETURNING *)"
         " SELECT CASE WHEN $19::bool THEN set_config('synchronous_commit', 'off', true) END,"
         " CASE WHEN $20::bool OR $27::text IS NOT NULL OR $28::text IS NOT NULL OR $29::text IS NOT NULL "
         "THEN"
         " store.settle_job(j.id, $20, $21::text[], $22::text[], $23::text[], $24::text[], $25::bigint[],"
         " $26::text[], $27, $28, $29) END, " +
         job_columns() + " FROM j";
}

std::string word(jobs::Phase phase) { return std::string(jobs::uws_name(phase)); }

}  // namespace

std::optional<Moved> move_row(pg::Connection& db, jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                              jobs::JobUpdate const& update, JobRecords const& records) {
  static std::string const statement = move_statement();
  auto const& info = update.info;
  auto const& error = update.error;
  bool const new_results = update.results || update.forget_run;
  auto const results = update.results.value_or(std::vector<jobs::ResultLink>{});
  pg::Parameters values{id,
                        word(from),
                        word(to),
                        std::to_string(update.more_attempts),
                        update.forget_run ? "t" : "f",
                        cell_of(update.queued),
                        cell_of(update.started),
                        cell_of(update.ended),
                        cell_of(update.quote),
                        cell_of(update.destruction),
                        update.batch_id,
                        info ? Cell(info->stage) : Cell{},
                        info ? cell_of(info->fraction) : Cell{},
                        error ? Cell(error->message) : Cell{},
                        error ? Cell(type_word(error->type)) : Cell{},
                        error ? Cell(error->document) : Cell{},
                        error ? Cell(error->document_type) : Cell{},
                        records.revision ? Cell(std::to_string(*records.revision)) : Cell{},
                        update.may_be_lost ? "t" : "f",
                        new_results ? "t" : "f"};
  for (Cell& array : result_arrays(results)) values.push_back(std::move(array));
  values.push_back(records.full);
  values.push_back(records.least);
  bool const archives = to == jobs::Phase::archived && from != to;
  values.push_back(archives ? Cell("the job was archived: its files are gone") : Cell{});
  pg::Result const rows = db.run_prepared(statement, values);
  if (rows.empty()) return std::nullopt;
  Moved moved{job_in(rows, 0, 2), rows.cell(0, 1) ? rows.text(0, 1) : std::string()};
  // The statement looked at the results as they were before it.
  if (new_results) moved.job.results = results;
  return moved;
}

}  // namespace catalog
