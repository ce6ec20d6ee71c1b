/// What a product says about itself: the runs behind it, what was asked for, and the header facts they share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/activity.hpp"
#include "engine/model/cut_flow.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// A table that was read for a run.
struct UsedTable {
  std::string role;       ///< "events", "gti", "aeff", "edisp", ...
  std::string hdu_class;  ///< of responses: "aeff_2d"
  std::string file, hdu;  ///< EXTNAME, or the number of the HDU
  std::string datasum;    ///< its keyword; empty if it has none
  std::uint64_t rows = 0;
};
/// Main: what is analysed; Calibration: what it is analysed with (IVOA ProvenanceDM 1.0,
/// UsageDescription.type).
std::string_view usage_of(UsedTable const& table);

/// A file that a parameter names: "like", "targets", ... Its role is what it is for: "map".
struct UsedDocument {
  std::string parameter, role, path;
};
inline constexpr std::string_view document_usage = "Setup";

/// A file that was read. Empty texts: not known.
struct InputFile {
  std::uint64_t bytes = 0;
  std::string modified;  ///< UTC, ISO 8601 with Z
  std::string sha256, did;
  std::map<std::int64_t, std::string> did_of_run{};  ///< where a file holds several
};

/// What all products of a job share besides their runs.
struct JobFacts {
  std::optional<Activity> activity{};
  std::string
      created;  ///< UTC, ISO 8601 with Z; only with an activity: products made alone have no clock time
  std::map<std::string, InputFile> files{};  ///< by name as in UsedTable and UsedDocument
  std::vector<UsedDocument> documents{};

  InputFile file(std::string const& name) const;
  std::string did(std::string const& file, std::int64_t observation) const;
};

/// One run that went into a job, with the account of its events.
struct InputRecord {
  Observation observation;
  ObservationHeader header;
  std::vector<UsedTable> tables{};  ///< events first
  CutFlow flow;
  GoodTimes gti;          ///< after the time cuts, in MET of header.time
  double ontime_s = 0;    ///< of `gti`
  double livetime_s = 0;  ///< ontime * DEADC
};
/// Of the events those that passed all cuts; other tables are used whole.
std::uint64_t rows_used(InputRecord const& input, UsedTable const& table);
/// input.tables; where nothing is known of them, the events alone.
std::vector<UsedTable> tables_of(InputRecord const& input);

struct SkippedInput {
  Observation observation;
  std::string reason;
  int rank = 0;
};

/// The parameters as resolved, in the order of the parameter table: the recipe. Nothing in it depends on
/// ranks, threads, or where the output goes, so that equal products have equal recipes.
enum class Origin { user, by_default, derived };
std::string_view word_of(Origin origin);  ///< "user", "default", "derived"

struct Recipe {
  std::string command;  ///< "map", "select", ...
  std::vector<std::pair<std::string, std::string>> parameters;
  std::map<std::string, Origin> origins{};  ///< by name; those not in it were given by the user
};

struct ProductSummary {
  Recipe recipe;
  std::string creator;              ///< "Distiller 0.1.0"
  std::vector<InputRecord> inputs;  ///< sorted by observation id
  std::vector<SkippedInput> skipped;
  std::vector<std::pair<std::string, std::uint64_t>> results;  ///< named numbers of the outcome: "counts"
  std::vector<std::string> warnings{};                         ///< what a person should know of it
  std::shared_ptr<JobFacts const> facts = std::make_shared<JobFacts const>();

  CutFlow flow() const;
  double ontime_s() const;
  double livetime_s() const;
  /// The value all inputs share, or nothing if they differ (header propagation rule "copy if equal").
  std::optional<std::string> common(std::string ObservationHeader::*member) const;
  /// The time reference of the first input, and all good times in it.
  TimeReference reference() const;
  GoodTimes good_times() const;
};

}  // namespace engine
