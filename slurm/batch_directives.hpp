/// The lines that sbatch reads, each group with its reason.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slurm {

class Directives {
 public:
  /// A comment; what is no printable ASCII in it becomes '?': it may quote others.
  void say(std::string_view reason);
  /// "--option=value", of which the caller has made sure that sbatch reads it back as it is.
  void add(std::string const& option) { text_ += "#SBATCH " + option + "\n"; }
  void add_all(Directives const& others) { text_ += others.text_; }
  std::string const& text() const { return text_; }

 private:
  std::string text_{};
};

/// The operator's own words for sbatch, a line for each option. Failure(bad_request) for those that would
/// take from the service what it relies on: names, folder, log, no reruns.
void add_options(Directives& lines, std::vector<std::string> const& words);

struct BatchRequest;
void add_resources(Directives& lines, BatchRequest const& request);  ///< nodes, tasks, cores, memory
void add_time(Directives& lines, BatchRequest const& request);       ///< limit and warning

}  // namespace slurm
