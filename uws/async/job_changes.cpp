#include "uws/async/job_changes.hpp"

#include <vector>

#include "jobs/ids.hpp"
#include "uws/async/job_routes.hpp"

namespace uws {

namespace {

/// All the lists that show this job.
std::vector<std::string> topics_of(jobs::Job const& job) {
  return {JobChanges::list_topic({job.owner, job.list}), JobChanges::list_topic({job.owner, {}}),
          JobChanges::list_topic({{}, job.list}), JobChanges::list_topic({{}, {}})};
}

}  // namespace

JobChanges::JobChanges(http::Notices& notices)
    : notices_(notices), epoch_(jobs::new_job_id().substr(0, 10)) {}

std::string JobChanges::detail_topic(jobs::JobId const& id) { return "detail " + id; }

// A name cannot be mistaken for "all": names stand behind '='.
std::string JobChanges::list_topic(JobScope const& scope) {
  return "jobs " + (scope.owner ? "=" + *scope.owner : "*") + " " + (scope.list ? "=" + *scope.list : "*");
}

void JobChanges::note(jobs::Job const& job, jobs::Change change) {
  auto const topics = topics_of(job);
  {
    std::scoped_lock const lock(mutex_);
    ++count_;
    for (std::string const& topic : topics) last_[topic] = count_;
  }
  if (change == jobs::Change::phase) notices_.notify(job_topic(job.id));
  notices_.notify(detail_topic(job.id));
  for (std::string const& topic : topics) notices_.notify(topic);
}

std::string JobChanges::token_of(JobScope const& scope) const {
  std::scoped_lock const lock(mutex_);
  auto const place = last_.find(list_topic(scope));
  return epoch_ + "-" + std::to_string(place == last_.end() ? 0 : place->second);
}

}  // namespace uws
