/// What a product says about itself: the runs behind it, what was asked for, and the header facts they share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/cut_flow.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// One run that went into a job, with the account of its events.
struct InputRecord {
  Observation observation;
  ObservationHeader header;
  CutFlow flow;
  GoodTimes gti;          ///< after the time cuts, in MET of header.time
  double ontime_s = 0;    ///< of `gti`
  double livetime_s = 0;  ///< ontime * DEADC
};
struct SkippedInput {
  Observation observation;
  std::string reason;
  int rank = 0;
};

/// The parameters as resolved, in the order of the parameter table: the recipe. Nothing in it depends on
/// ranks, threads, or where the output goes, so that equal products have equal recipes.
struct Recipe {
  std::string command;  ///< "map", "select", ...
  std::vector<std::pair<std::string, std::string>> parameters;
};

struct ProductSummary {
  Recipe recipe;
  std::string creator;              ///< "Distiller 0.1.0"
  std::vector<InputRecord> inputs;  ///< sorted by observation id
  std::vector<SkippedInput> skipped;
  std::vector<std::pair<std::string, std::uint64_t>> results;  ///< named numbers of the outcome: "counts"

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
