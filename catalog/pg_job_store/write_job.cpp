#include "catalog/pg/array.hpp"
#include "catalog/pg_job_store/job_rows.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

using jobs::Instant;
using jobs::Parameter;
using jobs::ResultLink;

/// One member of each element, as an array parameter.
template <class Element, class Member>
Cell column(std::vector<Element> const& elements, Member member) {
  std::vector<std::string> texts;
  for (Element const& element : elements) texts.push_back(member(element));
  return pg::array_text(texts);
}

pg::Parameters parameter_arrays(std::vector<Parameter> const& parameters) {
  return {column(parameters, [](Parameter const& p) { return p.name; }),
          column(parameters, [](Parameter const& p) { return p.value; }),
          column(parameters, [](Parameter const& p) { return std::string(p.by_reference ? "t" : "f"); }),
          column(parameters, [](Parameter const& p) { return p.file; }),
          column(parameters, [](Parameter const& p) { return p.mime_type; })};
}

void append(pg::Parameters& all, pg::Parameters const& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Foreign keys are looked at when the statement ends, so the three tables may be filled by one.
constexpr char const* insert_statement =
    "WITH new_job AS (INSERT INTO store.job (id, list, owner, run_id, phase, created, queued, started, ended,"
    " destruction, quote, execution_duration, error_message, error_type, error_document, error_document_type,"
    " stage, fraction, batch_id, recipe_hash, attempts, revision)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,"
    " $21, $22)),"
    " new_parameters AS (INSERT INTO store.job_parameter"
    " (job_id, position, name, value, by_reference, file, mime_type)"
    " SELECT $1, t.position, t.name, t.value, t.by_reference, t.file, t.mime_type"
    " FROM unnest($23::text[], $24::text[], $25::bool[], $26::text[], $27::text[]) WITH ORDINALITY"
    " AS t (name, value, by_reference, file, mime_type, position))"
    " INSERT INTO store.job_result (job_id, position, name, path, href, mime_type, size_bytes, sha256)"
    " SELECT $1, t.position, t.name, t.path, t.href, t.mime_type, t.size, t.sha256"
    " FROM unnest($28::text[], $29::text[], $30::text[], $31::text[], $32::bigint[], $33::text[])"
    " WITH ORDINALITY AS t (name, path, href, mime_type, size, sha256, position)";

constexpr char const* replace_parameters_statement =
    "INSERT INTO store.job_parameter (job_id, position, name, value, by_reference, file, mime_type)"
    " SELECT $1, t.position, t.name, t.value, t.by_reference, t.file, t.mime_type"
    " FROM unnest($2::text[], $3::text[], $4::bool[], $5::text[], $6::text[]) WITH ORDINALITY"
    " AS t (name, value, by_reference, file, mime_type, position)";

}  // namespace

Cell cell_of(std::optional<Instant> const& instant) {
  return instant ? Cell(jobs::iso_text(*instant)) : std::nullopt;
}

Cell cell_of(std::optional<double> const& number) {
  return number ? Cell(engine::shortest(*number)) : std::nullopt;
}

void insert_job(pg::Connection& db, jobs::Job const& job) {
  auto const& error = job.error;
  pg::Parameters values{job.id,
                        job.list,
                        job.owner,
                        job.run_id,
                        std::string(jobs::uws_name(job.phase)),
                        cell_of(job.created),
                        cell_of(job.queued),
                        cell_of(job.started),
                        cell_of(job.ended),
                        cell_of(job.destruction),
                        cell_of(job.quote),
                        std::to_string(job.execution_duration.count()),
                        error ? Cell(error->message) : std::nullopt,
                        error ? Cell(type_word(error->type)) : std::nullopt,
                        error ? Cell(error->document) : std::nullopt,
                        error ? Cell(error->document_type) : std::nullopt,
                        job.info.stage,
                        cell_of(job.info.fraction),
                        job.batch_id,
                        job.recipe_hash,
                        std::to_string(job.attempts),
                        std::to_string(job.revision)};
  append(values, parameter_arrays(job.parameters));
  append(values, result_arrays(job.results));
  db.run_prepared(insert_statement, values);
}

void replace_parameters(pg::Connection& db, jobs::JobId const& id, std::vector<Parameter> const& parameters) {
  db.run_prepared("DELETE FROM store.job_parameter WHERE job_id = $1", {id});
  if (parameters.empty()) return;
  pg::Parameters values{id};
  append(values, parameter_arrays(parameters));
  db.run_prepared(replace_parameters_statement, values);
}

pg::Parameters result_arrays(std::vector<ResultLink> const& results) {
  // An array has no text for "no number" that a list of texts could hold.
  std::string sizes = "{";
  for (ResultLink const& result : results)
    sizes += (sizes.size() > 1 ? "," : "") + (result.size ? std::to_string(*result.size) : "NULL");
  return {column(results, [](ResultLink const& r) { return r.id; }),
          column(results, [](ResultLink const& r) { return r.path; }),
          column(results, [](ResultLink const& r) { return r.href; }),
          column(results, [](ResultLink const& r) { return r.mime_type; }),
          sizes + "}",
          column(results, [](ResultLink const& r) { return r.sha256; })};
}

std::string type_word(jobs::ErrorType type) {
  switch (type) {
    case jobs::ErrorType::fatal: return "fatal";
    case jobs::ErrorType::transient: return "transient";
  }
  return {};
}

}  // namespace catalog
