/// One run: its events, and how its tables fit together.
#pragma once

#include "engine/check/check_data_set.hpp"
#include "engine/check/table_facts.hpp"

namespace engine {

struct CheckedRun {
  std::optional<std::int64_t> obs_id;
  std::string file, hdu;
  std::size_t rows = 0;
  std::string layout;  ///< names and formats of the columns; empty if unknown
};

/// Facts of tables in the file of the run, and of those in files that were checked before.
struct KnownTables {
  TableFacts const& own;
  TableFacts const& shared;
};

/// `file` holds the events. Tables in files that nobody has looked at yet are opened here.
CheckedRun check_run(SurveyedFile& file, PlannedRun const& run, KnownTables const& known,
                     CheckContent content, Findings const& out);

}  // namespace engine
