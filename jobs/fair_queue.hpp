/// Who is next: owners take turns, and who has least running goes first.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "jobs/job.hpp"

namespace jobs {

/// Within an owner: first in, first out. All anonymous users are one owner. Not thread-safe.
class FairQueue {
 public:
  /// `per_owner`: how many of one owner's jobs may run at a time; 0: any number.
  explicit FairQueue(std::size_t per_owner = 0) : per_owner_(per_owner) {}

  void push(std::string const& owner, JobId const& id);
  /// The next that may run now; it counts as running until done(owner).
  std::optional<std::pair<std::string, JobId>> pop();
  void done(std::string const& owner);
  /// One of this owner's runs that never waited here: it was found running. Until done(owner).
  void found_running(std::string const& owner) { ++lines_[owner].running; }
  bool remove(JobId const& id);  ///< false if it is not waiting here
  std::size_t size() const { return size_; }

 private:
  struct Line {
    std::deque<JobId> waiting;
    std::size_t running = 0;
    std::size_t turn = 0;  ///< when it was last served
  };
  std::map<std::string, Line> lines_;
  std::size_t per_owner_, size_ = 0, turns_ = 0;
};

}  // namespace jobs
