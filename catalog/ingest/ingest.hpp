/// GADF sets into the catalogue: what is asked for, and what came of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/ingest/collection.hpp"
#include "catalog/pg/connection.hpp"
#include "engine/check/check_data_set.hpp"
#include "engine/model/observation.hpp"

namespace catalog::ingest {

/// Steps of an ingest that may take long, for a progress line.
struct IngestProgress {
  std::string step;  ///< "reading", "checking", "writing"
  std::size_t done = 0, of = 0;
};

struct IngestRequest {
  /// Folders, index files, event files, observation XML, @lists: as engine::open_data_set takes them. May be
  /// empty for a collection of declared products alone.
  std::vector<std::string> inputs;
  engine::FileNameSyntax syntax = engine::FileNameSyntax::literal;
  Collection collection;
  /// What the paths in the catalogue are relative to. Empty: as before, else the folder the inputs have in
  /// common.
  std::string data_root{};

  enum class DryRun { no, yes } dry_run = DryRun::no;
  enum class Check { no, headers, content } check = Check::content;  ///< the GADF doctor
  enum class Missing { report, remove } missing = Missing::report;   ///< runs that the inputs have no longer
  enum class Strict { no, yes } strict = Strict::no;                 ///< one unreadable run stops everything
  int threads = 0;                                                   ///< 0: one per core
  std::string software{};                                            ///< program and version, for the record

  std::function<void(IngestProgress const&)> progress{};  ///< called from the caller's thread
  std::stop_token stop{};                                 ///< asked to stop: nothing has happened
};

/// Something that could not be ingested: what, where, why, what to try.
struct IngestProblem {
  std::optional<std::int64_t> run{};
  std::string message;
};

/// The same sentence about several runs. Runs are in order.
struct IngestNote {
  std::string message;
  std::vector<std::int64_t> runs;
};

struct IngestReport {
  std::string collection;
  bool dry_run = false;
  bool collection_is_new = false, collection_changed = false;  ///< its own metadata
  std::vector<std::int64_t> added, changed, removed, gone;     ///< gone: not in the inputs, kept all the same
  std::size_t unchanged = 0;
  std::vector<std::string> products_added, products_changed, products_removed;
  std::size_t products_unchanged = 0;
  std::vector<IngestProblem> problems;  ///< runs, files and inputs that are not in the catalogue
  std::vector<IngestNote> notes;        ///< what was tolerated or mended
  std::optional<engine::CheckReport> check;
  bool check_repeated = true;  ///< false: nothing changed, so the defects of the last ingest still hold
  std::int64_t defects = 0;    ///< of the collection, in the catalogue
  std::uint64_t events = 0;    ///< in the runs that were read
  double wall_s = 0;

  bool nothing_changed() const;
};

/// All or nothing, and one ingest of a collection at a time: the second waits for the first. Nobody sees half
/// of it. What cannot be read is a problem in the report and does not stop the rest (unless strict). A stop
/// is Failure(interrupted), mistakes in the request Failure(bad_request).
IngestReport ingest(pg::Connection& database, IngestRequest const& request);

/// 0, or engine::exit_with_skipped_inputs if there are problems.
int exit_status(IngestReport const& report);

}  // namespace catalog::ingest
