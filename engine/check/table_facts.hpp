/// What GTI and response tables say that the runs using them need, wherever the tables are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "engine/check/gti_rules.hpp"
#include "engine/check/response_rules.hpp"
#include "engine/check/set_plan.hpp"

namespace engine {

/// File, HDU name in small letters, HDU number or 0: a table as somebody names it.
using TableKey = std::tuple<std::string, std::string, int>;
TableKey key_of(TableUse const& use);

struct TableFacts {
  std::set<TableKey> looked_at;  ///< also those that could not be used
  std::map<TableKey, GtiFacts> good_times;
  std::map<TableKey, ResponseFacts> responses;
  void add(TableFacts const& other);
};

/// The HDU a use means: by number, by name, or (without either) the only one of its kind.
SurveyedHdu const* find_hdu(SurveyedFile const& file, TableUse const& use);

/// Reports a use whose name the file does not have, or has in another case.
void report_missing_hdu(SurveyedFile const& file, TableUse const& use, Findings const& out);
void check_hdu_name(SurveyedHdu const& hdu, TableUse const& use, Findings const& out);

/// Finds the table and checks it; a name the file does not have, or of a table of another kind, is reported.
void check_table(SurveyedFile& file, TableUse const& use, Findings const& out, TableFacts& facts);

/// The same as facts alone, for a table in a file that is checked elsewhere.
TableFacts facts_elsewhere(TableUse const& use);

}  // namespace engine
