#include "catalog/pg_job_store/pg_job_store.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "catalog/pg/array.hpp"
#include "catalog/pg/transaction.hpp"
#include "catalog/pg_job_store/job_rows.hpp"
#include "jobs/memory_store.hpp"

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

/// More changes of one job than this while its record is made: then the record is of a moment ago.
constexpr int most_attempts = 10;

/// Also when what an aborted job leaves behind is told later: its record is completed then.
bool is_ending(Phase from, Phase to, JobUpdate const& update) {
  return (from != to || update.results) &&
         (to == Phase::completed || to == Phase::error || to == Phase::aborted);
}

}  // namespace

void PgJobStore::add(Job const& job) {
  pg::Lease const db = pool_.take(options_.patience);
  try {
    insert_job(*db, job);
  } catch (pg::SqlFailure const& failure) {
    if (failure.sqlstate() != pg::sqlstate::unique_violation) throw;
    throw engine::Failure(engine::Fault::internal, "cannot add a job: its id is taken: " + job.id);
  }
}

std::optional<Job> PgJobStore::find(JobId const& id) {
  static std::string const statement = "SELECT " + job_columns() + " FROM store.job j WHERE j.id = $1";
  pg::Lease const db = pool_.take(options_.patience);
  pg::Result const rows = db->run_prepared(statement, {id});
  return rows.empty() ? std::nullopt : std::optional(job_in(rows, 0));
}

std::vector<JobBrief> PgJobStore::list(JobFilter const& filter) {
  pg::Lease const db = pool_.take(options_.patience);
  pg::Result const rows =
      db->run("SELECT " + brief_columns() + conditions + newest_first + window(filter), values_of(filter));
  std::vector<JobBrief> briefs;
  briefs.reserve(rows.rows());
  for (std::size_t i = 0; i < rows.rows(); ++i) briefs.push_back(brief_in(rows, i));
  return briefs;
}

std::size_t PgJobStore::count(JobFilter const& filter) {
  pg::Lease const db = pool_.take(options_.patience);
  pg::Result const rows = db->run(
      std::string("SELECT count(*) FROM (SELECT 1") + conditions + window(filter) + ") n", values_of(filter));
  return static_cast<std::size_t>(rows.integer(0, 0));
}

std::vector<Job> PgJobStore::unfinished() {
  pg::Lease const db = pool_.take(options_.patience);
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
  pg::Lease const db = pool_.take(options_.patience);
  pg::Result const rows = db->run(
      "SELECT id FROM store.job WHERE destruction <= $1 ORDER BY destruction, id COLLATE \"C\""
      " LIMIT $2::bigint",
      {cell_of(now), std::to_string(std::min<std::size_t>(limit, INT64_MAX))});
  std::vector<JobId> ids;
  for (std::size_t i = 0; i < rows.rows(); ++i) ids.push_back(rows.text(i, 0));
  return ids;
}

void PgJobStore::log(std::string const& message) const {
  if (options_.log) options_.log(message);
}

std::optional<std::string> PgJobStore::record_from(EndRecord const& source, Job const& ended) const try {
  return source ? source(ended) : std::nullopt;
} catch (std::exception const& error) {
  log("job " + ended.id + ": its provenance cannot be told: " + error.what());
  return std::nullopt;
}

/// Made without a transaction, from what the job will be like.
std::optional<JobRecords> PgJobStore::records_of(JobId const& id, Phase from, Phase to,
                                                 JobUpdate const& update) {
  auto ended = find(id);
  if (!ended || ended->phase != from) return std::nullopt;
  std::int64_t const revision = ended->revision++;
  ended->phase = to;
  jobs::apply(update, *ended);
  return JobRecords{record_from(options_.end_record, *ended), record_from(options_.least_record, *ended),
                    revision};
}

std::optional<Job> PgJobStore::move(JobId const& id, Phase from, Phase to, JobUpdate const& update) {
  bool const records_wanted = is_ending(from, to, update) && (options_.end_record || options_.least_record);
  for (int attempt = 1;; ++attempt) {
    auto records = records_wanted ? records_of(id, from, to, update) : JobRecords{};
    if (!records) return std::nullopt;
    if (attempt == most_attempts) records->revision.reset();
    auto moved = move_row(*pool_.take(options_.patience), id, from, to, update, *records);
    if (!moved && records->revision) continue;  // changed while the record was made, or gone
    if (!moved) return std::nullopt;
    if (!moved->trouble.empty()) log("job " + id + ": its provenance could not be kept: " + moved->trouble);
    return std::move(moved->job);
  }
}

bool PgJobStore::set_draft(JobId const& id, std::int64_t revision, jobs::Draft const& draft) {
  pg::Lease const db = pool_.take(options_.patience);
  pg::Transaction transaction(*db);
  pg::Result const result = db->run_prepared(
      "UPDATE store.job SET run_id = $3, recipe_hash = $4, quote = $5, revision = revision + 1"
      " WHERE id = $1 AND revision = $2 AND phase = 'PENDING'",
      {id, std::to_string(revision), draft.run_id, draft.recipe_hash, cell_of(draft.quote)});
  if (result.affected() == 0) return false;
  replace_parameters(*db, id, draft.parameters);
  transaction.commit();
  return true;
}

bool PgJobStore::set_destruction(JobId const& id, std::optional<Instant> destruction) {
  return pool_.take(options_.patience)
             ->run_prepared("UPDATE store.job SET destruction = $2, revision = revision + 1 WHERE id = $1",
                            {id, cell_of(destruction)})
             .affected() == 1;
}

bool PgJobStore::set_execution_duration(JobId const& id, std::chrono::seconds duration) {
  return pool_.take(options_.patience)
             ->run_prepared(
                 "UPDATE store.job SET execution_duration = $2, revision = revision + 1 WHERE id = $1",
                 {id, std::to_string(duration.count())})
             .affected() == 1;
}

bool PgJobStore::remove(JobId const& id) {
  pg::Result const rows =
      pool_.take(options_.patience)->run_prepared("SELECT * FROM store.forget_job($1)", {id});
  if (rows.cell(0, 1)) log("job " + id + ": its products could not be marked as gone: " + rows.text(0, 1));
  return rows.boolean(0, 0);
}

JobUsage PgJobStore::usage_of(std::string const& owner, std::chrono::seconds cpu_within) {
  pg::Result const rows = pool_.take(options_.patience)
                              ->run(
                                  "SELECT (SELECT count(*) FROM store.job WHERE owner = $1 AND phase IN"
                                  " ('PENDING', 'QUEUED', 'EXECUTING', 'HELD', 'SUSPENDED', 'UNKNOWN')),"
                                  " (SELECT coalesce(sum(cpu_time), 0) FROM store.activity"
                                  " WHERE (owner = $1 OR ($1 = '' AND owner IS NULL)) AND job_id IS NOT NULL"
                                  " AND stop_time > now() - $2::bigint * interval '1 second'),"
                                  " (SELECT coalesce(sum(r.size_bytes), 0)::bigint FROM store.job j"
                                  " JOIN store.job_result r ON r.job_id = j.id WHERE j.owner = $1)",
                                  {owner, std::to_string(cpu_within.count())});
  return {static_cast<std::size_t>(rows.integer(0, 0)), rows.real(0, 1), rows.integer(0, 2)};
}

}  // namespace catalog
