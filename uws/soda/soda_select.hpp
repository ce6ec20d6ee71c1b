/// A SODA cut as a call of `distill select`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "uws/links/soda_parameters.hpp"

namespace uws {

struct EngineRules {
  std::string program = "distill";
  std::chrono::seconds time{3600};
  std::uint64_t memory_bytes = std::uint64_t{4} << 30;
};

/// The words behind `distill select`, without input and output. Throws SodaFailure where the engine has no
/// such cut: several intervals of energy or time, a RANGE beside other shapes.
std::vector<std::string> select_words(SodaRequest const& request);

/// "2004-12-04T22:09:12.345678 UTC"
std::string iso_of_mjd(double mjd_utc);

struct CutProducts {
  std::vector<std::filesystem::path> event_lists{};  ///< one per run
  std::filesystem::path report{};  ///< select_report.json: cut flow, parameters, recipe, checksums
  bool empty = false;              ///< no event passed
};

/// Runs the engine into `folder`. Its message becomes a SodaFailure (its bad request ours, everything else a
/// fault of the service); a stop is engine::Failure(interrupted).
CutProducts run_select(EngineRules const& rules, std::vector<std::filesystem::path> const& event_files,
                       std::vector<std::string> const& words, std::filesystem::path const& folder,
                       std::stop_token stop = {});

}  // namespace uws
