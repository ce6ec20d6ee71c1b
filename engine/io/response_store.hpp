/// The responses of run after run, where equal tables are read once.
#pragma once

#include <cstddef>
#include <deque>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/io/read_response.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Which types a job evaluates; the others are not read.
struct ResponseNeeds {
  bool area = true, dispersion = true, psf = true, background = true, rad_max = true;
};

/// A table that was used, for provenance: with the sum of its data even where its header has none, and the
/// sum by which the store knows it.
struct UsedResponse {
  UsedTable table;
  std::string content_sum;
};

struct ResponsesOfRun {
  RunResponses values;
  std::vector<UsedResponse> used{};
  std::vector<std::string> notes{};  ///< what was tolerated, fit for the user
};

/// For several threads. Tables in files that runs share (CTA 1DC) are opened once, however many threads ask;
/// tables that event files carry are recognised by their content. The tables used last are kept, up to
/// `most_bytes`; those that somebody still holds cost nothing more.
class ResponseStore {
 public:
  explicit ResponseStore(std::size_t most_bytes = std::size_t{256} << 20) : most_bytes_(most_bytes) {}

  /// `event_file`: of the run, already open. Throws Failure if a table that is needed cannot be found or
  /// used. What the run does not list is absent. Of several tables of one type the first is taken, and told.
  ResponsesOfRun of(Observation const& run, FitsFile& event_file, ResponseNeeds const& needs = {});

  std::size_t tables_read() const;  ///< turned from bytes into values, so far

 private:
  struct Entry {
    std::shared_ptr<LoadedResponse const> response;
    UsedResponse used;
  };
  /// What is known of a table in a shared file; its value may have been dropped since.
  struct Place {
    std::weak_ptr<LoadedResponse const> response;
    UsedResponse used;
  };
  Entry entry_of(ResponseLocation const& response, FitsFile& event_file);
  Entry shared_entry(ResponseLocation const& response);
  Entry load(ResponseLocation const& response, FitsFile& file);
  void keep(std::shared_ptr<LoadedResponse const> const& response);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_future<Place>> by_place_;
  std::map<std::string, std::weak_ptr<LoadedResponse const>> by_content_;
  std::deque<std::shared_ptr<LoadedResponse const>> kept_;  ///< used last at the end
  std::size_t most_bytes_, kept_bytes_ = 0, read_ = 0;
};

}  // namespace engine
