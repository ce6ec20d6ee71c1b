/// A store that survives kill -9: each job is a file, written before a change is answered.
#pragma once

#include <fstream>
#include <mutex>

#include <nlohmann/json.hpp>

#include "jobs/memory_store.hpp"
#include "jobs/work/work_files.hpp"

namespace test_jobs {

using nlohmann::json;

inline json json_of(std::optional<jobs::Instant> const& instant) {
  return instant ? json(instant->time_since_epoch().count()) : json();
}
inline std::optional<jobs::Instant> instant_in(json const& value) {
  if (value.is_null()) return std::nullopt;
  return jobs::Instant(std::chrono::milliseconds(value.get<std::int64_t>()));
}

inline json json_of(jobs::Job const& job) {
  json results = json::array(), parameters = json::array();
  for (auto const& result : job.results) results.push_back({result.id, result.path, result.sha256});
  for (auto const& parameter : job.parameters) parameters.push_back({parameter.name, parameter.value});
  return {{"id", job.id},
          {"list", job.list},
          {"owner", job.owner},
          {"phase", jobs::uws_name(job.phase)},
          {"created", json_of(job.created)},
          {"queued", json_of(job.queued)},
          {"started", json_of(job.started)},
          {"ended", json_of(job.ended)},
          {"parameters", parameters},
          {"results", results},
          {"error", job.error ? json(job.error->message) : json()},
          {"batch", job.batch_id},
          {"attempts", job.attempts}};
}

inline jobs::Job job_in(json const& value) {
  jobs::Job job;
  job.id = value["id"];
  job.list = value["list"];
  job.owner = value["owner"];
  job.phase = jobs::phase_named(value["phase"].get<std::string>()).value();
  job.created = instant_in(value["created"]).value();
  job.queued = instant_in(value["queued"]);
  job.started = instant_in(value["started"]);
  job.ended = instant_in(value["ended"]);
  for (auto const& parameter : value["parameters"])
    job.parameters.push_back({.name = parameter[0], .value = parameter[1]});
  for (auto const& result : value["results"])
    job.results.push_back({.id = result[0], .path = result[1], .sha256 = result[2]});
  if (value["error"].is_string()) job.error = jobs::ErrorSummary{.message = value["error"]};
  job.batch_id = value["batch"];
  job.attempts = value["attempts"];
  return job;
}

class FileStore : public jobs::JobStore {
 public:
  explicit FileStore(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    for (auto const& entry : std::filesystem::directory_iterator(folder_))
      if (entry.path().extension() == ".json") memory_.add(job_in(json::parse(std::ifstream(entry.path()))));
  }

  void add(jobs::Job const& job) override {
    std::scoped_lock const lock(mutex_);
    memory_.add(job);
    keep(job.id);
  }
  std::optional<jobs::Job> find(jobs::JobId const& id) override { return memory_.find(id); }
  std::vector<jobs::JobBrief> list(jobs::JobFilter const& filter) override { return memory_.list(filter); }
  std::size_t count(jobs::JobFilter const& filter) override { return memory_.count(filter); }
  std::vector<jobs::Job> unfinished() override { return memory_.unfinished(); }
  std::vector<jobs::JobId> due_for_destruction(jobs::Instant now, std::size_t limit) override {
    return memory_.due_for_destruction(now, limit);
  }
  std::optional<jobs::Job> move(jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                                jobs::JobUpdate const& update) override {
    std::scoped_lock const lock(mutex_);
    auto moved = memory_.move(id, from, to, update);
    if (moved) keep(id);
    return moved;
  }
  bool set_draft(jobs::JobId const& id, std::int64_t revision, jobs::Draft const& draft) override {
    return memory_.set_draft(id, revision, draft);
  }
  bool set_destruction(jobs::JobId const& id, std::optional<jobs::Instant> destruction) override {
    return memory_.set_destruction(id, destruction);
  }
  bool set_execution_duration(jobs::JobId const& id, std::chrono::seconds duration) override {
    return memory_.set_execution_duration(id, duration);
  }
  bool remove(jobs::JobId const& id) override {
    std::scoped_lock const lock(mutex_);
    std::filesystem::remove(folder_ / (id + ".json"));
    return memory_.remove(id);
  }

 private:
  void keep(jobs::JobId const& id) {
    jobs::replace_file(folder_ / (id + ".json"), json_of(*memory_.find(id)).dump(), jobs::Sync::no);
  }
  std::filesystem::path folder_;
  std::mutex mutex_;
  jobs::MemoryStore memory_;
};

}  // namespace test_jobs
