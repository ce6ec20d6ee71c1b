/// TAP's asynchronous queries: what a job of the list "tap" does when its turn comes.
#pragma once

#include <functional>

#include "jobs/job_directory.hpp"
#include "jobs/thread_executor.hpp"
#include "uws/tap/tap_answer.hpp"

namespace uws {

class TapJobs {
 public:
  /// `base_url_of` says under which URL the client who made the job knows the service. All references outlive
  /// the object.
  using BaseUrlOf = std::function<std::string(jobs::Job const&)>;
  TapJobs(QueryRunner const& runner, TapSettings const& settings, jobs::JobDirectories const& directories,
          BaseUrlOf base_url_of)
      : runner_(runner),
        settings_(settings),
        directories_(directories),
        base_url_of_(std::move(base_url_of)) {}

  /// Writes the file of the one result, `result` (TAP 1.1 section 2.2.2). A failure becomes the error
  /// summary, with a VOTable as its document.
  jobs::Outcome run(jobs::Job const& job, jobs::RunControl& control) const;

 private:
  jobs::ResultLink write_answer(jobs::Job const& job, jobs::RunControl& control) const;

  QueryRunner const& runner_;
  TapSettings const& settings_;
  jobs::JobDirectories const& directories_;
  BaseUrlOf base_url_of_;
};

}  // namespace uws
