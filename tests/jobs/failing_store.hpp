/// A store that breaks at its n-th call, before or after the work is done: a database that restarts, or the
/// last thing a killed daemon did.
#pragma once

#include <atomic>
#include <utility>

#include "engine/base/failure.hpp"
#include "jobs/store.hpp"

namespace test_jobs {

enum class Breaks { once_before, once_after, for_good_before, for_good_after };

class FailingStore : public jobs::JobStore {
  template <class Work>
  auto through(Work work) {
    bool const for_good = breaks_ == Breaks::for_good_before || breaks_ == Breaks::for_good_after;
    int const call = ++calls_;
    bool const now = call == call_, later = for_good && call > call_;
    if (later || (now && (breaks_ == Breaks::once_before || breaks_ == Breaks::for_good_before)))
      break_down();
    auto answer = work();
    if (now) break_down();
    return answer;
  }

 public:
  FailingStore(jobs::JobStore& store, int call, Breaks breaks)
      : store_(store), call_(call), breaks_(breaks) {}
  int calls() const { return calls_; }

  void add(jobs::Job const& job) override {
    through([&] { return store_.add(job), 0; });
  }
  std::optional<jobs::Job> find(jobs::JobId const& id) override {
    return through([&] { return store_.find(id); });
  }
  std::vector<jobs::JobBrief> list(jobs::JobFilter const& filter) override {
    return through([&] { return store_.list(filter); });
  }
  std::size_t count(jobs::JobFilter const& filter) override {
    return through([&] { return store_.count(filter); });
  }
  std::vector<jobs::Job> unfinished() override {
    return through([&] { return store_.unfinished(); });
  }
  std::vector<jobs::JobId> due_for_destruction(jobs::Instant now, std::size_t limit) override {
    return through([&] { return store_.due_for_destruction(now, limit); });
  }
  std::optional<jobs::Job> move(jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                                jobs::JobUpdate const& update) override {
    return through([&] { return store_.move(id, from, to, update); });
  }
  bool set_draft(jobs::JobId const& id, std::int64_t revision, jobs::Draft const& draft) override {
    return through([&] { return store_.set_draft(id, revision, draft); });
  }
  bool set_destruction(jobs::JobId const& id, std::optional<jobs::Instant> destruction) override {
    return through([&] { return store_.set_destruction(id, destruction); });
  }
  bool set_execution_duration(jobs::JobId const& id, std::chrono::seconds duration) override {
    return through([&] { return store_.set_execution_duration(id, duration); });
  }
  bool remove(jobs::JobId const& id) override {
    return through([&] { return store_.remove(id); });
  }

 private:
  [[noreturn]] static void break_down() {
    throw engine::Failure(engine::Fault::missing_resource, "the database is gone");
  }

  jobs::JobStore& store_;
  int call_;
  Breaks breaks_;
  std::atomic<int> calls_ = 0;
};

}  // namespace test_jobs
