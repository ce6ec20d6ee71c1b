/// Job types as JSON: the dialect of `distill describe`, of operators' files, and of what the service shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

/// engine: written by the program of this release; keys that are not known here are passed over.
/// strict: written by people; every unknown key is a problem.
enum class Dialect { engine, strict };

struct ReadJobTypes {
  std::vector<JobType> types{};         ///< those without a problem
  std::vector<std::string> problems{};  ///< "mymap.json: parameters[2].range: min is above max"
};

/// One object, or an array of them. Never throws for what the text is; at most 1 MB is read. `origin` becomes
/// JobType::origin and the place in front of each problem.
ReadJobTypes read_job_types(std::string_view json, Dialect dialect, std::string const& origin);

/// published: what a client may give and gets; without the command, whose paths are the operator's business.
enum class Detail { published, whole };
/// Reads back as the same JobType (but origin, state, base_type) if it is whole.
std::string job_type_json(JobType const& type, Detail detail);

}  // namespace jobs
