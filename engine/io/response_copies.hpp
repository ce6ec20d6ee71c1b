/// The responses that go along with selected events: those in the event files stay in them, files that runs
/// share are copied once.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/io/atomic_file.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// Which response files are copied, and their names "irf/<name>" beside the event files. Made from all the
/// runs of a job, so that every rank has the same plan. Different files of one name get numbers.
class SharedResponses {
 public:
  SharedResponses() = default;
  explicit SharedResponses(std::vector<Observation> const& runs);
  /// Nothing for a file of events: its response HDUs are copied, not the file.
  std::optional<std::string> name_of(std::string const& file) const;
  std::vector<std::string> names() const;
  /// Of `runs` alone, some of those that this was made from; names stay.
  SharedResponses of_runs(std::vector<Observation> const& runs) const;
  /// By the file where it comes from: its name beside the event files.
  std::map<std::string, std::string> const& sources() const { return name_of_file_; }
  /// To be called by one rank.
  void copy_into(StagingDirectory const& staging) const;

 private:
  std::map<std::string, std::string> name_of_file_;
};

/// The HDU of a response: by number, by name, or by HDUCLAS4 = its class. Throws Failure(bad_data) naming
/// file and class if there is none.
int find_response(FitsFile& file, ResponseLocation const& response);

/// Copies the responses that lie in event files behind the last HDU of `to`, which will be called `own_name`;
/// returns index rows for these and for the shared ones. `event_file` is the run's own, already open.
std::vector<IndexedHdu> carry_responses(Observation const& run, FitsFile& event_file, FitsWriter& to,
                                        std::string const& own_name, SharedResponses const& shared);

}  // namespace engine
