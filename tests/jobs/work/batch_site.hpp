/// A job service whose jobs are shell scripts under shepherds: parameter SCRIPT is what runs.
#pragma once

#include <fstream>

#include "engine/base/failure.hpp"
#include "jobs/batch_executor.hpp"
#include "jobs/ids.hpp"
#include "jobs/supervisor.hpp"
#include "tests/jobs/work/shepherds.hpp"

namespace test_jobs {

struct ScriptSteps {
  std::function<void(jobs::Claim const&, jobs::WorkOrder&)> adjust{};  ///< the order, before it is written

  jobs::BatchSteps steps() const {
    return {[*this](jobs::Claim const& claim, std::filesystem::path const&) {
              jobs::WorkOrder order;
              order.argv = {"/bin/bash", "-c", jobs::find_parameter(claim.job, "SCRIPT")->value};
              order.time = claim.job.execution_duration;
              order.patience = std::chrono::seconds(1);
              order.reads_progress = true;
              if (adjust) adjust(claim, order);
              return order;
            },
            finish};
  }

  static jobs::Outcome finish(jobs::Claim const& claim, jobs::WorkOrder const&,
                              jobs::WorkOutcome const& outcome) {
    std::vector<jobs::ResultLink> results;
    for (char const* const name : {"out.txt", "log.txt"})
      if (std::filesystem::exists(claim.results / name))
        results.push_back({.id = std::string(name).substr(0, 3), .path = name, .mime_type = "text/plain"});
    if (outcome.end == jobs::WorkOutcome::End::exited && outcome.status == 0) return jobs::Completed{results};
    bool const ours =
        outcome.end == jobs::WorkOutcome::End::lost || outcome.end == jobs::WorkOutcome::End::not_started;
    return jobs::Failed{{.message = std::string(jobs::word_of(outcome.end)) + ": " + outcome.reason,
                         .type = ours ? jobs::ErrorType::transient : jobs::ErrorType::fatal},
                        results};
  }
};

struct BatchSite {
  BatchSite(jobs::JobStore& store_kept, std::filesystem::path const& folder, ScriptSteps const& script = {},
            jobs::BatchLimits limits = {}, jobs::Lane lane = {})
      : store(store_kept),
        directories(folder),
        scheduler(shepherd_options()),
        executor(script.steps(), scheduler, directories, limits),
        supervisor(store, directories, {{"script", with(lane)}},
                   {.interval = std::chrono::milliseconds(20)}) {}
  ~BatchSite() { stop(); }
  void stop() {
    supervisor.stop();
    executor.stop();
  }
  jobs::JobId add(std::string const& script, std::string const& owner = "",
                  std::chrono::seconds duration = {}) {
    jobs::Job job;
    job.id = jobs::new_job_id();
    job.list = "script";
    job.owner = owner;
    job.created = jobs::system_now();
    job.execution_duration = duration;
    job.parameters = {{.name = "SCRIPT", .value = script}};
    store.add(job);
    return job.id;
  }
  jobs::JobId run(std::string const& script, std::string const& owner = "",
                  std::chrono::seconds duration = {}) {
    auto const id = add(script, owner, duration);
    supervisor.run(id);
    return id;
  }
  jobs::Phase phase(jobs::JobId const& id) { return store.find(id)->phase; }
  bool comes_to(jobs::JobId const& id, jobs::Phase expected) {
    return soon([&] { return phase(id) == expected; });
  }
  std::filesystem::path work(jobs::JobId const& id) const { return directories.of("script", id) / "work"; }
  std::string result(jobs::JobId const& id, std::string const& name) const {
    return text_of(directories.of("script", id) / "results" / name);
  }
  std::size_t processes_of(jobs::JobId const& id) const {
    return jobs::carriers_of(std::string(jobs::run_variable) + "=" + work(id).string()).size();
  }

  jobs::JobStore& store;
  jobs::JobDirectories directories;
  jobs::LocalScheduler scheduler;
  jobs::BatchExecutor executor;
  jobs::Supervisor supervisor;

 private:
  jobs::Lane with(jobs::Lane lane) {
    lane.executor = &executor;
    return lane;
  }
};

}  // namespace test_jobs
