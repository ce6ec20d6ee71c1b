#include "catalog/pg_job_store/pg_job_store.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "catalog/pg/array.hpp"
#include "catalog/pg/transaction.hpp"
#include "catalog/pg_job_store/job_rows.hpp"

namespace catalog {

namespace {

using jobs::Instant, jobs::Job, jobs::JobBrief, jobs::JobFilter, jobs::JobId, jobs::JobUpdate, jobs::Phase;

std::string word(Phase phase) { return std::string(jobs::uws_name(phase)); }

std::string words(std::vector<Phase> const& phases) {
  std::vector<std::string> names;
  for (Phase const phase : phases) names.push_back(word(phase));
  return pg::array_text(names);
}

/// Parameters $1 to $4. The values are known when the statement is planned, so a condition that is not wanted
/// costs nothing and the others use their indexes.
constexpr char const* conditions =
    " FROM store.job j WHERE ($1::text IS NULL OR j.list = $1) AND ($2::text IS NULL OR j.owner = $2)"
    " AND ($3::timestamptz IS NULL OR j.created > $3)"
    " AND CASE WHEN $4::text[] IS NULL THEN j.phase <> 'ARCHIVED' ELSE j.phase = ANY ($4) END";

pg::Parameters values_of(JobFilter const& filter) {
  return {filter.list, filter.owner, cell_of(filter.after),
          filter.phases.empty() ? Cell{} : Cell(words(filter.phases))};
}

/// Of the `last` newest leave out `offset`, then give at most `limit`: one LIMIT and one OFFSET.
std::string window(JobFilter const& filter) {
  std::optional<std::size_t> limit = filter.limit;
  if (filter.last) {
    std::size_t const rest = *filter.last - std::min(*filter.last, filter.offset);
    limit = limit ? std::min(*limit, rest) : rest;
  }
  // Beyond what PostgreSQL counts there are no rows either.
  auto const number = [](std::size_t n) { return std::to_string(std::min<std::size_t>(n, INT64_MAX)); };
  return " OFFSET " + number(filter.offset) + (limit ? " LIMIT " + number(*limit) : "");
}

/// Names are compared byte by byte, as in memory, whatever the database's own order is.
constexpr char const* newest_first = " ORDER BY j.created DESC, j.id COLLATE \"C\" DESC";

constexpr char const* move_statement =
    "UPDATE store.job SET phase = $3, revision = revision + 1, attempts = attempts + $4::int,"
    " queued = coalesce($6::timestamptz, CASE WHEN NOT $5::bool THEN queued END),"
    " started = coalesce($7::timestamptz, CASE WHEN NOT $5::bool THEN started END),"
    " ended = coalesce($8::timestamptz, CASE WHEN NOT $5::bool THEN ended END),"
    " quote = coalesce($9::timestamptz, CASE WHEN NOT $5::bool THEN quote END),"
    " destruction = coalesce($10::timestamptz, destruction),"
    " batch_id = coalesce($11::text, CASE WHEN $5::bool THEN '' ELSE batch_id END),"
    " stage = coalesce($12::text, CASE WHEN $5::bool THEN '' ELSE stage END),"
    " fraction = CASE WHEN $12 IS NOT NULL THEN $13::float8 WHEN NOT $5::bool THEN fraction END,"
    " error_message = CASE WHEN $14::text IS NOT NULL THEN $14 WHEN NOT $5::bool THEN error_message END,"
    " error_type = CASE WHEN $14 IS NOT NULL THEN $15 WHEN NOT $5::bool THEN error_type END,"
    " error_document = CASE WHEN $14 IS NOT NULL THEN $16 WHEN NOT $5::bool THEN error_document END,"
    " error_document_type = CASE WHEN $14 IS NOT NULL THEN $17 WHEN NOT $5::bool THEN error_document_type END"
    " WHERE id = $1 AND phase = $2";

bool update_row(pg::Connection& db, JobId const& id, Phase from, Phase to, JobUpdate const& update) {
  auto const& info = update.info;
  auto const& error = update.error;
  pg::Result const result =
      db.run(move_statement,
             {id, word(from), word(to), std::to_string(update.more_attempts), update.forget_run ? "t" : "f",
              cell_of(update.queued), cell_of(update.started), cell_of(update.ended), cell_of(update.quote),
              cell_of(update.destruction), update.batch_id, info ? Cell(info->stage) : Cell{},
              info ? cell_of(info->fraction) : Cell{}, error ? Cell(error->message) : Cell{},
              error ? Cell(type_word(error->type)) : Cell{}, error ? Cell(error->document) : Cell{},
              error ? Cell(error->document_type) : Cell{}});
  return result.affected() == 1;
}

}  // namespace

void PgJobStore::add(Job const& job) {
  pg::Lease const db = pool_.take(patience_);
  pg::Transaction transaction(*db);
  try {
    insert_job(*db, job);
  } catch (pg::SqlFailure const& failure) {
    if (failure.sqlstate() != pg::sqlstate::unique_violation) throw;
    throw engine::Failure(engine::Fault::internal, "cannot add a job: its id is taken: " + job.id);
  }
  transaction.commit();
}

std::optional<Job> PgJobStore::find(JobId const& id) {
  pg::Lease const db = pool_.take(patience_);
  pg::Result const rows = db->run("SELECT " + job_columns() + " FROM store.job j WHERE j.id = $1", {id});
  return rows.empty() ? std::nullopt : std::optional(job_in(rows, 0));
}

std::vector<JobBrief> PgJobStore::list(JobFilter const& filter) {
  pg::Lease const db = pool_.take(patience_);
  pg::Result const rows =
      db->run("SELECT " + brief_columns() + conditions + newest_first + window(filter), values_of(filter));
  std::vector<JobBrief> briefs;
  briefs.reserve(rows.rows());
  for (std::size_t i = 0; i < rows.rows(); ++i) briefs.push_back(brief_in(rows, i));
  return briefs;
}

std::size_t PgJobStore::count(JobFilter const& filter) {
  pg::Lease const db = pool_.take(patience_);
  pg::Result const rows = db->run(
      std::string("SELECT count(*) FROM (SELECT 1") + conditions + window(filter) + ") n", values_of(filter));
  return static_cast<std::size_t>(rows.integer(0, 0));
}

std::vector<Job> PgJobStore::unfinished() {
  pg::Lease const db = pool_.take(patience_);
  std::vector<Phase> underway;
  std::ranges::copy_if(jobs::all_phases, std::back_inserter(underway), jobs::is_underway);
  pg::Result const rows = db->run("SELECT " + job_columns() +
                                      " FROM store.job j WHERE j.phase = ANY ($1)"
                                      " ORDER BY j.queued NULLS FIRST, j.id COLLATE \"C\"",
                                  {words(underway)});
  std::vector<Job> found;
  for (std::size_t i = 0; i < rows.rows(); ++i) found.push_back(job_in(rows, i));
  return found;
}

std::vector<JobId> PgJobStore::due_for_destruction(Instant now, std::size_t limit) {
  pg::Lease const db = pool_.take(patience_);
  pg::Result const rows = db->run(
      "SELECT id FROM store.job WHERE destruction <= $1 ORDER BY destruction, id COLLATE \"C\""
      " LIMIT $2::bigint",
      {cell_of(now), std::to_string(std::min<std::size_t>(limit, INT64_MAX))});
  std::vector<JobId> ids;
  for (std::size_t i = 0; i < rows.rows(); ++i) ids.push_back(rows.text(i, 0));
  return ids;
}

bool PgJobStore::move(JobId const& id, Phase from, Phase to, JobUpdate const& update) {
  pg::Lease const db = pool_.take(patience_);
  bool const new_results = update.results || update.forget_run;
  if (!new_results) return update_row(*db, id, from, to, update);
  pg::Transaction transaction(*db);
  if (!update_row(*db, id, from, to, update)) return false;
  replace_results(*db, id, update.results.value_or(std::vector<jobs::ResultLink>{}));
  transaction.commit();
  return true;
}

bool PgJobStore::set_draft(JobId const& id, std::int64_t revision, jobs::Draft const& draft) {
  pg::Lease const db = pool_.take(patience_);
  pg::Transaction transaction(*db);
  pg::Result const result = db->run(
      "UPDATE store.job SET run_id = $3, recipe_hash = $4, quote = $5, revision = revision + 1"
      " WHERE id = $1 AND revision = $2 AND phase = 'PENDING'",
      {id, std::to_string(revision), draft.run_id, draft.recipe_hash, cell_of(draft.quote)});
  if (result.affected() == 0) return false;
  replace_parameters(*db, id, draft.parameters);
  transaction.commit();
  return true;
}

bool PgJobStore::set_destruction(JobId const& id, std::optional<Instant> destruction) {
  return pool_.take(patience_)
             ->run("UPDATE store.job SET destruction = $2, revision = revision + 1 WHERE id = $1",
                   {id, cell_of(destruction)})
             .affected() == 1;
}

bool PgJobStore::set_execution_duration(JobId const& id, std::chrono::seconds duration) {
  return pool_.take(patience_)
             ->run("UPDATE store.job SET execution_duration = $2, revision = revision + 1 WHERE id = $1",
                   {id, std::to_string(duration.count())})
             .affected() == 1;
}

bool PgJobStore::remove(JobId const& id) {
  return pool_.take(patience_)->run("DELETE FROM store.job WHERE id = $1", {id}).affected() == 1;
}

}  // namespace catalog
