/// A cluster that exists in the test's mind only: batches are names, tests say what becomes of them and leave
/// the outcomes that a shepherd would have left.
#pragma once

#include <map>

#include "jobs/memory_store.hpp"
#include "tests/jobs/work/batch_site.hpp"
#include "tests/support/temporary_directory.hpp"

namespace test_jobs {

class FakeCluster : public jobs::Scheduler {
 public:
  std::string submit(jobs::Submission const& submission) override {
    std::scoped_lock const lock(mutex);
    if (refusal) {
      if (on_refusal) on_refusal();
      throw *refusal;
    }
    std::string const name = name_of(submission.order);
    ++submitted[name];
    orders[name] = submission.order;
    batches[name] = {.state = jobs::BatchState::waiting, .reason = "waits for other jobs (Priority)"};
    if (answer_is_lost) throw engine::Failure(engine::Fault::missing_resource, "no answer");
    return name;
  }
  std::optional<std::string> find(jobs::JobId const&, std::filesystem::path const& work) override {
    std::scoped_lock const lock(mutex);
    reach();
    auto const name = name_of(jobs::read_order(work));
    return batches.contains(name) ? std::optional(name) : std::nullopt;
  }
  std::vector<jobs::BatchStatus> states(std::span<std::string const> ids) override {
    std::scoped_lock const lock(mutex);
    reach();
    ++asked;
    std::vector<jobs::BatchStatus> found;
    for (auto const& id : ids) found.push_back(batches.contains(id) ? batches[id] : jobs::BatchStatus{});
    return found;
  }
  void cancel(std::string const& batch) override {
    std::scoped_lock const lock(mutex);
    reach();
    ++cancelled;
    if (batches.contains(batch))
      batches[batch] = {.state = jobs::BatchState::ended, .end = jobs::WorkOutcome::End::stopped};
  }
  bool queues() const override { return true; }
  void fetch(std::filesystem::path const&) override {
    if (fetch_fails > 0 && fetch_fails-- > 0)
      throw engine::Failure(engine::Fault::missing_resource, "the line is down");
    ++fetched;
  }

  static std::string name_of(jobs::WorkOrder const& order) {
    return order.id + "-a" + std::to_string(order.attempt) + "-r" + std::to_string(order.run);
  }
  void set(std::string const& batch, jobs::BatchStatus status) {
    std::scoped_lock const lock(mutex);
    batches[batch] = std::move(status);
  }
  void forget(std::string const& batch) {
    std::scoped_lock const lock(mutex);
    batches.erase(batch);
  }
  bool has(std::string const& batch) {
    std::scoped_lock const lock(mutex);
    return batches.contains(batch);
  }

  std::mutex mutex;
  std::atomic<bool> away = false, answer_is_lost = false;
  std::atomic<int> fetch_fails = 0, fetched = 0, cancelled = 0, asked = 0;
  std::optional<engine::Failure> refusal{};
  std::function<void()> on_refusal{};
  std::map<std::string, int> submitted{};
  std::map<std::string, jobs::WorkOrder> orders{};
  std::map<std::string, jobs::BatchStatus> batches{};

 private:
  void reach() const {
    if (away) throw engine::Failure(engine::Fault::missing_resource, "the cluster does not answer");
  }
};

struct ClusterSite {
  static jobs::BatchLimits quick() {
    jobs::BatchLimits limits;
    limits.running = 1000;
    limits.poll = limits.pause = std::chrono::milliseconds(5);
    limits.settle = limits.lost_after = std::chrono::milliseconds(100);
    limits.submit_for = std::chrono::seconds(0);
    return limits;
  }
  ClusterSite(jobs::JobStore& kept, FakeCluster& machines, std::filesystem::path const& folder,
              std::function<void(jobs::Claim const&, jobs::WorkOrder&)> adjust = {},
              jobs::BatchLimits limits = quick())
      : store(kept),
        cluster(machines),
        directories(folder),
        executor(steps(std::move(adjust)), machines, directories, limits),
        supervisor(store, directories, {{"script", {.executor = &executor, .restartable = false}}},
                   {.interval = std::chrono::milliseconds(20), .progress_every = {}}) {}
  ~ClusterSite() {
    supervisor.stop();
    executor.stop();
  }
  jobs::JobId run(std::chrono::seconds duration = {}) {
    jobs::Job job;
    job.id = jobs::new_job_id();
    job.list = "script";
    job.created = jobs::system_now();
    job.execution_duration = duration;
    job.parameters = {{.name = "SCRIPT", .value = "true"}};
    store.add(job);
    supervisor.run(job.id);
    return job.id;
  }
  static std::string batch(jobs::JobId const& id, int run = 1) { return id + "-a1-r" + std::to_string(run); }
  bool is_submitted(jobs::JobId const& id, int run = 1) {
    return soon([&] { return cluster.has(batch(id, run)) && store.find(id)->batch_id == batch(id, run); });
  }
  std::filesystem::path work(jobs::JobId const& id) const { return directories.of("script", id) / "work"; }
  std::filesystem::path hidden(jobs::JobId const& id) const {
    return directories.of("script", id) / ".results";
  }
  /// As the shepherd leaves it.
  void leave(jobs::JobId const& id, jobs::WorkOutcome outcome) {
    auto const order = jobs::read_order(work(id));
    outcome.attempt = order.attempt;
    outcome.run = order.run;
    if (outcome.end == jobs::WorkOutcome::End::exited) std::ofstream(hidden(id) / "out.txt") << "x";
    jobs::write_outcome(work(id), outcome);
  }
  bool comes_to(jobs::JobId const& id, jobs::Phase phase) {
    return soon([&] { return store.find(id)->phase == phase; });
  }
  bool says(jobs::JobId const& id, std::string const& words) {
    return soon([&] { return store.find(id)->info.stage.find(words) != std::string::npos; });
  }

  jobs::JobStore& store;
  FakeCluster& cluster;
  jobs::JobDirectories directories;
  std::mutex mutex;
  jobs::WorkOutcome last{};
  jobs::BatchExecutor executor;
  jobs::Supervisor supervisor;

 private:
  jobs::BatchSteps steps(std::function<void(jobs::Claim const&, jobs::WorkOrder&)> adjust) {
    auto given = ScriptSteps{.adjust = std::move(adjust)}.steps();
    given.finish = [this](jobs::Claim const& claim, jobs::WorkOrder const& order,
                          jobs::WorkOutcome const& outcome) {
      {
        std::scoped_lock const lock(mutex);
        last = outcome;
      }
      return ScriptSteps::finish(claim, order, outcome);
    };
    return given;
  }
};

}  // namespace test_jobs
