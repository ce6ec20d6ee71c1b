/// One file at a time: all that the plan wants from it, checked while it is open once.
#pragma once

#include <vector>

#include "engine/check/file_work.hpp"
#include "engine/check/run_check.hpp"
#include "engine/check/table_facts.hpp"

namespace engine {

struct FileResult {
  std::vector<Defect> defects;
  TableFacts facts;
  std::vector<CheckedRun> runs;
};

/// `shared`: facts of files that were checked before.
FileResult check_file(FileWork work, TableFacts const& shared);

}  // namespace engine
