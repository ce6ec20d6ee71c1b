/// Folding what is said of many runs into one note.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/ingest/ingest.hpp"

namespace catalog::ingest {

/// The same sentence about other files counts as the same: it is told once, as it was said of the first run.
class NoteFolder {
 public:
  void add(std::int64_t run, std::vector<std::string> const& messages, std::string const& events_file);
  void add(std::string const& message) { folded_[message].message = message; }
  std::vector<IngestNote> notes() const;  ///< of most runs first

 private:
  std::map<std::string, IngestNote> folded_;
};

}  // namespace catalog::ingest
