/// The values in SLURM's tables: times, sizes, exit codes, lists of nodes, ids. Nothing instead of an
/// exception for any text that is not one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/instant.hpp"

namespace slurm {

/// "5" (minutes), "MM:SS", "HH:MM:SS", "D-HH", "D-HH:MM", "D-HH:MM:SS", each with ".mmm"; nothing for
/// UNLIMITED, INVALID, "Partition_Limit", "N/A".
std::optional<std::chrono::milliseconds> duration_from(std::string_view text);

/// "2026-11-21T09:00:00" in UTC (the commands are run so); nothing for "Unknown", "N/A", "None".
std::optional<jobs::Instant> time_from(std::string_view text);

/// Bytes: "4000M", "1.50G", "512K", "2T", "17"; the 'n' and 'c' (per node, per core) of older releases are
/// cut.
std::optional<std::uint64_t> size_from(std::string_view text);

struct ExitCode {
  int status = 0, signal = 0;
  bool operator==(ExitCode const&) const = default;
};
std::optional<ExitCode> exit_code_from(std::string_view text);  ///< "0:9"

/// As jobs::nodes_in; SLURM's words for no nodes ("", "(null)", "None assigned") are an empty list.
std::optional<std::vector<std::string>> nodes_from(std::string_view text);

/// "123", "123_4", "123_[1-8%2]", "123_[1,3]", "123+1" (a part of a heterogeneous job), "123.batch",
/// "123_4.0".
struct ArrayId {
  std::string job{};          ///< the number of the whole
  std::optional<int> task{};  ///< of an array, one that runs or has ended
  std::string waiting{};      ///< of an array, those that do not run yet: "1-8%2"
  std::string step{};         ///< "batch", "extern", "0"
};
std::optional<ArrayId> array_id_from(std::string_view text);

}  // namespace slurm
