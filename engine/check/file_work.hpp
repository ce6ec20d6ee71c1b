/// The plan of a set, divided into files: each is opened once.
#pragma once

#include <vector>

#include "engine/check/check_data_set.hpp"
#include "engine/check/set_plan.hpp"

namespace engine {

/// A table of a file, and the runs that use it.
struct WantedTable {
  TableUse use;
  std::vector<std::int64_t> obs_ids;
};

struct FileWork {
  std::string path;
  bool bare = false;                   ///< not named by an index: every table in it is looked at
  std::vector<WantedTable> tables{};   ///< GTI and responses, each once
  std::vector<PlannedRun> runs{};      ///< whose events are in this file
  std::vector<std::int64_t> chosen{};  ///< of a bare file: the run ids to look at; empty: all
  CheckContent content = CheckContent::yes;
  bool may_hold_events() const { return bare || !runs.empty(); }
};

/// Files in the order in which the plan names them, those without events before the others.
std::vector<FileWork> divide_into_files(SetPlan const& plan, CheckOptions const& options);

}  // namespace engine
