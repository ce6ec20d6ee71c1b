/// The response tables that a selection carries along, as provenance tells them.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Files that runs share are looked into once. For several threads.
class UsedResponses {
 public:
  /// `event_file`: of the run, already open. A table that cannot be found is listed by its name alone:
  /// whether that matters is for those who copy it.
  std::vector<UsedTable> of(Observation const& run, FitsFile& event_file);

 private:
  std::mutex mutex_;
  std::map<std::string, UsedTable> known_;  ///< by file, table and class
};

}  // namespace engine
