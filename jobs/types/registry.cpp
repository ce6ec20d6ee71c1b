#include "jobs/types/registry.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/types/alias.hpp"
#include "jobs/types/engine_source.hpp"
#include "jobs/types/folder_source.hpp"

namespace jobs {

namespace {

using Snapshot = std::map<std::string, std::shared_ptr<JobType const>, std::less<>>;

constexpr std::chrono::seconds ask_proposals_every{10};

/// Types by name, from sources in the order of their rank; each conflict is told.
class Gathering {
 public:
  explicit Gathering(std::vector<std::string>& complaints) : complaints_(complaints) {}

  enum class Replace { no, yes };
  void take(JobType type, Replace replace) {
    auto const found = found_.find(type.name);
    if (found == found_.end()) {
      found_.emplace(type.name, std::move(type));
    } else if (replace == Replace::yes && found->second.origin != engine_origin) {
      found->second = std::move(type);
    } else {
      complaints_.push_back(type.origin + ": there is a job type " + type.name + " already (" +
                            found->second.origin + "); this one is not used");
    }
  }

  /// Aliases meet their bases.
  Snapshot finish() {
    Snapshot made;
    for (auto const& [name, type] : found_)
      if (type.base.empty()) made.emplace(name, std::make_shared<JobType const>(type));
    for (auto const& [name, type] : found_)
      if (!type.base.empty()) finish_alias(type, made);
    return made;
  }

 private:
  void finish_alias(JobType const& alias, Snapshot& made) {
    auto const base = made.find(alias.base);
    std::vector<std::string> problems;
    if (base == made.end())
      problems.push_back("base: there is no job type '" + alias.base + "'");
    else
      problems = problems_of_alias(alias, *base->second);
    for (std::string const& problem : problems)
      complaints_.push_back(alias.origin + ": (" + alias.name + ") " + problem);
    if (problems.empty())
      made.emplace(alias.name, std::make_shared<JobType const>(completed_alias(alias, base->second)));
  }

  std::map<std::string, JobType> found_;
  std::vector<std::string>& complaints_;
};

}  // namespace

class JobTypes::Impl {
 public:
  explicit Impl(JobTypeSources sources) : sources_(std::move(sources)), engine_(sources_.engine) {
    for (auto const& folder : sources_.folders) folders_.emplace_back(folder);
    refresh();
    if (sources_.interval.count() > 0)
      watch_ = std::jthread([this](std::stop_token const& stop) { watch(stop); });
  }

  std::shared_ptr<Snapshot const> now() const {
    std::lock_guard const lock(mutex_);
    return snapshot_;
  }

  enum class Proposals { if_due, now };
  void refresh(Proposals when = Proposals::now) {
    std::lock_guard const turn(refreshing_);
    std::vector<std::string> complaints;
    Gathering gathering(complaints);
    for (JobType& type : engine_.types(complaints)) gathering.take(std::move(type), Gathering::Replace::no);
    for (FolderSource& folder : folders_)
      for (JobType& type : folder.types(complaints)) {
        bool const twice = folder.is_second(type);
        gathering.take(std::move(type), twice ? Gathering::Replace::no : Gathering::Replace::yes);
      }
    for (JobType& type : proposals(when, complaints)) gathering.take(std::move(type), Gathering::Replace::no);
    auto fresh = std::make_shared<Snapshot const>(gathering.finish());
    {
      std::lock_guard const lock(mutex_);
      snapshot_ = std::move(fresh);
    }
    tell(complaints);
  }

 private:
  /// Validated here, they are asked for at once; in another daemon of the same database, seconds later.
  std::vector<JobType> proposals(Proposals when, std::vector<std::string>& complaints) {
    auto const time = std::chrono::steady_clock::now();
    bool const due = when == Proposals::now || time - asked_ > ask_proposals_every;
    if (sources_.proposals && due) ask_for_proposals(time);
    if (!no_proposals_.empty()) complaints.push_back(no_proposals_);
    return proposed_;
  }

  void ask_for_proposals(std::chrono::steady_clock::time_point time) {
    asked_ = time;
    no_proposals_.clear();
    try {
      proposed_ = sources_.proposals();
    } catch (engine::Failure const& failure) {
      no_proposals_ = std::string("cannot read the proposed ones: ") + failure.what();
    }
  }

  /// Each complaint once, until it has gone and come back.
  void tell(std::vector<std::string> const& complaints) {
    if (sources_.log)
      for (std::string const& complaint : complaints)
        if (std::find(told_.begin(), told_.end(), complaint) == told_.end())
          sources_.log("job types: " + complaint);
    told_ = complaints;
  }

  void watch(std::stop_token const& stop) {
    std::mutex sleeping;
    std::condition_variable_any bell;
    while (!stop.stop_requested()) {
      std::unique_lock lock(sleeping);
      bell.wait_for(lock, stop, sources_.interval, [] { return false; });
      if (stop.stop_requested()) return;
      try {
        refresh(Proposals::if_due);
      } catch (std::exception const& error) {
        if (sources_.log) sources_.log(std::string("job types: cannot look for changes: ") + error.what());
      }
    }
  }

  JobTypeSources sources_;
  std::mutex refreshing_;
  EngineSource engine_;
  std::vector<FolderSource> folders_;
  std::vector<JobType> proposed_;
  std::string no_proposals_;  ///< why they could not be read the last time
  std::chrono::steady_clock::time_point asked_{};
  std::vector<std::string> told_;
  mutable std::mutex mutex_;
  std::shared_ptr<Snapshot const> snapshot_ = std::make_shared<Snapshot const>();
  std::jthread watch_;
};

JobTypes::JobTypes(JobTypeSources sources) : impl_(std::make_unique<Impl>(std::move(sources))) {}
JobTypes::~JobTypes() = default;

std::shared_ptr<JobType const> JobTypes::find(std::string_view name) const {
  auto const now = impl_->now();
  auto const found = now->find(engine::lower(name));
  return found == now->end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<JobType const>> JobTypes::all() const {
  std::vector<std::shared_ptr<JobType const>> out;
  for (auto const& [name, type] : *impl_->now()) out.push_back(type);
  return out;
}

void JobTypes::refresh() { impl_->refresh(); }

}  // namespace jobs
