#include "catalog/ingest/ingest_log.hpp"

#include "catalog/ingest/staging.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

using engine::Failure;
using engine::Fault;

namespace {

std::string source_of(IngestRequest const& request) {
  return storable(request.inputs.empty() ? request.collection.file : engine::joined(request.inputs, ", "));
}

}  // namespace

std::int64_t begin_log(pg::Connection& database, IngestRequest const& request, std::int64_t collection_id) {
  std::string const source =
      request.inputs.empty() ? request.collection.file : engine::joined(request.inputs, ", ");
  return database
      .run(
          "INSERT INTO store.ingest (started, source, software, collection_id) VALUES (clock_timestamp(), "
          "$1, $2, $3) "
          "RETURNING id",
          {source_of(request), request.software.empty() ? std::nullopt : std::optional(request.software),
           std::to_string(collection_id)})
      .integer(0, 0);
}

void end_log(pg::Connection& database, std::int64_t ingest_id, IngestReport const& report) {
  auto const count = [](std::size_t n) { return std::to_string(n); };
  std::string const message = report.problems.empty() ? "" : report.problems.front().message;
  database.run(
      "UPDATE store.ingest SET ended = clock_timestamp(), outcome = 'completed', runs_added = $2, "
      "runs_changed = $3, "
      "runs_unchanged = $4, runs_removed = $5, runs_failed = $6, defects_found = $7, message = $8 WHERE id = "
      "$1",
      {std::to_string(ingest_id), count(report.added.size()), count(report.changed.size()),
       count(report.unchanged), count(report.removed.size()), count(report.problems.size()),
       std::to_string(report.defects), message.empty() ? std::nullopt : std::optional(storable(message))});
}

void log_failure(pg::Connection& database, IngestRequest const& request, Failure const& failure) {
  try {
    database.run(
        "INSERT INTO store.ingest (ended, source, software, outcome, message, collection_id) VALUES (now(), "
        "$1, $2, $3, "
        "$4, (SELECT id FROM store.collection WHERE name = $5))",
        {source_of(request), request.software,
         failure.fault() == Fault::interrupted ? "interrupted" : "failed", storable(failure.what()),
         request.collection.name});
  } catch (Failure const&) {  // the first failure is what the user must hear of
  }
}

}  // namespace catalog::ingest
