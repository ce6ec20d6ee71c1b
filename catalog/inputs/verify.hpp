/// Are the inputs of a job still what they were? For doing it again.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/inputs/inputs.hpp"

namespace catalog {

/// An HDU whose data are other than recorded; its data unit summed anew (FITS standard, appendix J).
struct ChangedHdu {
  std::string hdu{}, role{};        ///< "EVENTS", "events"
  std::string recorded{}, found{};  ///< DATASUM; found is empty if there is no such HDU any more
  bool operator==(ChangedHdu const&) const = default;
};

struct InputDifference {
  enum class Kind { missing, unreadable, changed } kind = Kind::changed;
  std::filesystem::path path{};
  std::vector<std::string> used_by{};  ///< "hess-dl3-dr1:23523", or the entity or upload; ten at most
  std::string recorded_sha256{}, found_sha256{};  ///< found is empty if the size alone tells
  std::int64_t recorded_size = 0, found_size = 0;
  std::vector<ChangedHdu> hdus{};  ///< empty with kind changed: only headers, or the file is no FITS file
  std::string reason{};            ///< of unreadable
};

/// Reads every file of the set and compares size and SHA-256 with what is recorded, on `threads` threads.
/// Sorted by path; empty: nothing has changed. Files of which no sum is recorded are compared by size alone.
/// Failure(interrupted) after a stop.
std::vector<InputDifference> verify_inputs(InputSet const& set, std::stop_token stop = {}, int threads = 2);

/// One sentence for people: "…/run_23523.fits.gz has changed since (EVENTS): …".
std::string text_of(InputDifference const& difference);

}  // namespace catalog
