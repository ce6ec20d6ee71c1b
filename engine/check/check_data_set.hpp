/// The "GADF doctor": all defects of a DL3 set, as values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/check/defect.hpp"

namespace engine {

/// Calls the task for 0..n-1, in any order, possibly at the same time; returns when all are done.
using ParallelFor = std::function<void(std::size_t n, std::function<void(std::size_t)> const& task)>;

enum class CheckContent { no, yes };

struct CheckOptions {
  CheckContent content = CheckContent::yes;  ///< no: headers, columns, GTI and responses, but not the events
  std::vector<std::int64_t> runs{};          ///< empty: all; index tables are checked whole in any case
  ParallelFor parallel_for{};                ///< empty: one after another
};

struct CheckReport {
  std::size_t files = 0;     ///< looked into, index tables included
  std::size_t runs = 0;      ///< with an events table, found or only named
  std::uint64_t events = 0;  ///< rows of the EVENTS tables that could be read
  std::vector<Defect> defects;
};

/// Goes on behind every defect. Inputs as open_data_set takes them (folders, index files, FITS files,
/// @list.txt, observation XML); bad data, and inputs that do not exist, are defects, not exceptions. A run id
/// of `options` that the set does not have is a defect too. The order of the defects depends on the inputs
/// alone.
CheckReport check_data_set(std::vector<std::string> const& inputs, CheckOptions const& options);

/// The exit status a program should end with: 0 without defects or with notes only, 1 for warnings, 3 for
/// errors (the status of bad data).
int exit_status(CheckReport const& report);

}  // namespace engine
