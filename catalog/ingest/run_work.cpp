#include "catalog/ingest/run_work.hpp"

#include <new>
#include <stdexcept>
#include <system_error>

#include "catalog/ingest/found_runs.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"

namespace catalog::ingest {

struct FileCheck::Entry {
  std::mutex reading;
  std::optional<FileFacts> facts;
  std::optional<engine::Failure> trouble;
};

FileFacts FileCheck::of(std::string const& path) {
  std::shared_ptr<Entry> entry;
  {
    std::lock_guard const lock(mutex_);
    std::shared_ptr<Entry>& place = entries_[path];
    if (!place) place = std::make_shared<Entry>();
    entry = place;
  }
  std::lock_guard const lock(entry->reading);
  if (entry->trouble) throw *entry->trouble;
  if (entry->facts) return *entry->facts;
  try {
    FileStamp const stamp = stamp_of(path);
    auto const known = known_.files.find(path_below(root_, path));
    bool const same = known != known_.files.end() && known->second.stamp == stamp;
    return entry->facts.emplace(
        FileFacts{path, stamp, same ? known->second.sha256 : engine::sha256_of_file(path)});
  } catch (engine::Failure const& failure) {
    entry->trouble.emplace(failure);
    throw;
  }
}

namespace {

RunOutcome read_or_skip(engine::Observation const& run, RunWork const& work) {
  std::vector<std::string> const paths = files_of(run);
  std::vector<FileFacts> files{work.files.of(paths.front())};  // without its events a run is none
  std::vector<FileSum> sums{{path_below(work.root, paths.front()), files.front().sha256}};
  for (std::size_t i = 1; i < paths.size(); ++i) {
    FileSum& sum = sums.emplace_back(FileSum{path_below(work.root, paths[i]), ""});
    try {
      sum.sha256 = files.emplace_back(work.files.of(paths[i])).sha256;
    } catch (engine::Failure const&) {  // read_run notes what is missing
    }
  }
  std::string fingerprint = fingerprint_of(run, work.root, work.recipe, sums);
  auto const known = work.known.fingerprints.find(std::to_string(run.id));
  if (known != work.known.fingerprints.end() && known->second == fingerprint)
    return {run.id, RunUnchanged{std::move(files)}};
  return {run.id,
          RunRead{read_run(run, work.collection, work.responses), std::move(fingerprint), std::move(files)}};
}

}  // namespace

RunOutcome look_at(engine::Observation const& run, RunWork const& work) {
  try {
    return read_or_skip(run, work);
  } catch (engine::Failure const& failure) {
    return {run.id, RunFailed{failure.what()}};
  } catch (std::system_error const& trouble) {  // of the file system: names too long, folders closed
    return {run.id, RunFailed{run.events.file + ": " + trouble.what()}};
  } catch (std::bad_alloc const&) {
    return {run.id, RunFailed{"the sizes in the headers need more memory than there is: " + run.events.file +
                              " - is the file whole? Try fitsverify"}};
  } catch (std::length_error const&) {
    return {run.id, RunFailed{"the sizes in the headers are beyond any memory: " + run.events.file +
                              " - is the file whole? Try fitsverify"}};
  }
}

}  // namespace catalog::ingest
