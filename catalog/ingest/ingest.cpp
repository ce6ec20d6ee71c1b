#include "catalog/ingest/ingest.hpp"

#include <algorithm>
#include <chrono>

#include "catalog/ingest/check_inputs.hpp"
#include "catalog/ingest/collection_rows.hpp"
#include "catalog/ingest/data_root.hpp"
#include "catalog/ingest/defect_rows.hpp"
#include "catalog/ingest/ingest_log.hpp"
#include "catalog/ingest/merge.hpp"
#include "catalog/ingest/product_rows.hpp"
#include "catalog/ingest/take_runs.hpp"
#include "catalog/pg/transaction.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

using engine::Failure;
using engine::Fault;

void refuse_if_strict(IngestRequest const& request, IngestReport const& report) {
  if (request.strict == IngestRequest::Strict::no || report.problems.empty()) return;
  std::string message = "nothing was ingested: " + std::to_string(report.problems.size()) +
                        " problems, and strict was asked for";
  constexpr std::size_t shown = 5;
  for (std::size_t i = 0; i < std::min(shown, report.problems.size()); ++i)
    message += "\n  " + report.problems[i].message;
  throw Failure(Fault::bad_data, message);
}

void refuse_without_anything(IngestRequest const& request) {
  if (request.inputs.empty() && request.collection.products.empty())
    throw Failure(Fault::bad_request,
                  "nothing to ingest: name folders or files, or declare products in the collection file");
}

/// A mistyped name must not make an empty collection that everybody sees.
void refuse_empty_collection(IngestRequest const& request, FoundRuns const& found, KnownState const& known) {
  if (known.collection_id || !found.runs.empty() || !request.collection.products.empty()) return;
  throw Failure(Fault::missing_resource,
                "no runs for the new collection " + request.collection.name +
                    (found.problems.empty() ? "" : ": " + found.problems.front().message));
}

std::vector<std::string> as_texts(std::vector<std::int64_t> const& ids) {
  std::vector<std::string> out;
  for (std::int64_t const id : ids) out.push_back(std::to_string(id));
  return out;
}

/// One ingest of a collection at a time; reading may take longer than any timeout of the session.
void lock_collection(pg::Connection& database, std::string const& name) {
  database.run("SET LOCAL statement_timeout = 0");
  database.run("SET LOCAL lock_timeout = 0");
  database.run("SET LOCAL idle_in_transaction_session_timeout = 0");
  database.run("SELECT pg_advisory_xact_lock(hashtextextended('distill ingest ' || $1, 0))", {name});
}

/// The stored paths follow a root that moves up.
void move_root(pg::Connection& database, KnownState const& known, DataRoot const& root) {
  if (root.prefix.empty() || !known.collection_id) return;
  std::string const id = std::to_string(*known.collection_id);
  database.run("UPDATE store.file SET path = $2 || path WHERE collection_id = $1 AND path NOT LIKE '/%'",
               {id, root.prefix});
  database.run(
      "UPDATE store.defect SET file_name = $2 || file_name WHERE collection_id = $1 AND file_name <> '' "
      "AND file_name NOT LIKE '/%'",
      {id, root.prefix});
}

void write(pg::Connection& database, Staging& staging, IngestRequest const& request, DataRoot const& root,
           bool first_check, IngestReport& report) {
  say(request, "writing", 0, 1);
  StoredCollection const stored = store_collection(database, request.collection, root.path);
  report.collection_is_new = stored.is_new;
  report.collection_changed = stored.changed;
  std::int64_t const ingest_id = begin_log(database, request, stored.id);
  store_projects_and_arrays(database, request.collection);
  merge_runs(staging, stored.id);
  merge_provenance(database, stored.id);
  if (!report.removed.empty() || !report.changed.empty())
    remove_runs(database, stored.id, as_texts(report.removed));
  report.collection_changed |= store_groups(staging, request.collection, stored.id);
  store_products(database, {request.collection, stored.id, root.path}, report);
  CheckedPart const part = check_inputs(request, first_check, report);
  if (report.check) {
    stage_defects(*report.check, root.path, staging);
    merge_defects(staging, stored.id, ingest_id, part);
  }
  report.defects = count_defects(database, stored.id);
  refuse_if_strict(request, report);
  if (!report.nothing_changed())
    database.run("SELECT store.publish_collection($1)", {request.collection.name});
  end_log(database, ingest_id, report);
  if (!report.nothing_changed())
    database.run("SELECT pg_notify('distill_catalogue', $1)", {request.collection.name});
  say(request, "writing", 1, 1);
}

bool never_checked(pg::Connection& database, KnownState const& known) {
  return !known.collection_id || count_defects(database, *known.collection_id) == 0;
}

void rehearse(pg::Connection& database, IngestRequest const& request, FoundRuns const& found,
              IngestReport& report) {
  pg::Transaction const transaction(database,
                                    {.isolation = pg::TransactionOptions::Isolation::repeatable_read,
                                     .access = pg::TransactionOptions::Access::read_only});
  KnownState const known = read_known_state(database, request.collection.name);
  refuse_empty_collection(request, found, known);
  DataRoot const root = choose_root(request.data_root, request.inputs, found.runs, known);
  IngestSetting const setting{request, found, known, root.path};
  take_runs(setting, nullptr, report);
  decide_on_gone_runs(setting, report);
  report.collection_is_new = !known.collection_id;
  check_inputs(request, never_checked(database, known), report);
  refuse_if_strict(request, report);
}

void perform(pg::Connection& database, IngestRequest const& request, FoundRuns const& found,
             IngestReport& report) {
  pg::Transaction transaction(database);
  lock_collection(database, request.collection.name);
  KnownState const known = read_known_state(database, request.collection.name);
  refuse_empty_collection(request, found, known);
  DataRoot const root = choose_root(request.data_root, request.inputs, found.runs, known);
  bool const first_check = never_checked(database, known);
  move_root(database, known, root);
  Staging staging(database);
  IngestSetting const setting{request, found, known, root.path};
  take_runs(setting, &staging, report);
  decide_on_gone_runs(setting, report);
  refuse_if_strict(request, report);
  write(database, staging, request, root, first_check, report);
  transaction.commit();
}

}  // namespace

bool IngestReport::nothing_changed() const {
  return !collection_is_new && !collection_changed && added.empty() && changed.empty() && removed.empty() &&
         products_added.empty() && products_changed.empty() && products_removed.empty();
}

int exit_status(IngestReport const& report) {
  return report.problems.empty() ? 0 : engine::exit_with_skipped_inputs;
}

IngestReport ingest(pg::Connection& database, IngestRequest const& request) {
  auto const start = std::chrono::steady_clock::now();
  refuse_without_anything(request);
  bool const dry = request.dry_run == IngestRequest::DryRun::yes;
  IngestReport report;
  report.collection = request.collection.name;
  report.dry_run = dry;
  FoundRuns const found = find_runs(request.inputs, request.syntax);
  report.problems = found.problems;
  try {
    (dry ? rehearse : perform)(database, request, found, report);
  } catch (Failure const& failure) {
    if (!dry) log_failure(database, request, failure);
    throw;
  }
  report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace catalog::ingest
