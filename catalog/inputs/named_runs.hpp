/// Collects the runs that a request names, and what is wrong with the names.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/inputs/find_runs.hpp"

namespace catalog {

/// Each run once, sorted by collection and number.
class RunCollector {
 public:
  /// `name`: for messages. Of several candidates the only one that the user may read counts.
  void choose(std::string const& name, std::vector<FoundRun> const& candidates);
  void add(FoundRun const& run);  ///< one that is meant beyond doubt; not readable: a mistake
  void unknown(std::string const& name) { unknown_.push_back(name); }

  std::vector<FoundRun> const& runs() const { return runs_; }
  std::vector<FoundRun> sorted() const;
  std::vector<std::string> mistakes(std::vector<KnownCollection> const& collections) const;

 private:
  std::vector<FoundRun> runs_;
  std::map<std::int64_t, bool> seen_;
  std::vector<std::string> unknown_, closed_, ambiguous_;
};

/// Runs of one number with different event lists: the engine could not tell them apart.
std::vector<std::string> number_conflicts(std::vector<struct InputRun> const& runs);

}  // namespace catalog
