/// The record of an ended job, for the hook of the job store.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "jobs/job_directory.hpp"
#include "uws/record/ended_job.hpp"

namespace uws {

struct RecordParts {
  jobs::JobDirectories const& directories;
  /// The type of a list; nullptr: it has none (tap, soda), or not any more.
  std::function<std::shared_ptr<jobs::JobType const>(std::string const& list)> type_of{};
  RecordService service{};
};

/// What the job's folder holds; each piece may be missing or broken, which is said in EndedJob::missing.
EndedJob ended_job(jobs::Job const& job, RecordParts const& parts);

/// For store.record_provenance(), as JSON. Never throws but for want of memory.
std::string record_of(jobs::Job const& job, RecordParts const& parts);

/// The same from the job alone: no file is read.
std::string least_record_of(jobs::Job const& job, RecordParts const& parts);

}  // namespace uws
