/// Looking at one run: is it what the catalogue has, and if not, what is it? Done by many threads at once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/fingerprint.hpp"
#include "catalog/ingest/known_state.hpp"
#include "catalog/ingest/run_record.hpp"

namespace catalog::ingest {

/// Stamps and checksums of files, each taken once however many runs use the file. Thread-safe. A checksum is
/// computed only where size or time differ from what the catalogue has.
class FileCheck {
 public:
  FileCheck(KnownState const& known, std::string root) : known_(known), root_(std::move(root)) {}
  /// Failure(missing_resource) if the file cannot be read.
  FileFacts of(std::string const& path);

 private:
  struct Entry;
  KnownState const& known_;
  std::string root_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
};

/// Nothing has changed but, perhaps, the time stamps of `files`.
struct RunUnchanged {
  std::vector<FileFacts> files;
};
struct RunRead {
  RunRecord record;
  std::string fingerprint;
  std::vector<FileFacts> files;  ///< those that are there
};
struct RunFailed {
  std::string message;
};

struct RunOutcome {
  std::int64_t id = 0;
  std::variant<RunUnchanged, RunRead, RunFailed> what;
};

/// What every thread shares.
struct RunWork {
  Collection const& collection;
  KnownState const& known;
  std::string root, recipe;
  FileCheck& files;
  SharedResponses& responses;
};

RunOutcome look_at(engine::Observation const& run, RunWork const& work);

}  // namespace catalog::ingest
