/// The list of job types, for scripts; and what OPUS's clients want to read.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "jobs/types/job_type.hpp"
#include "uws/jobtypes/proposals.hpp"

namespace uws {

/// URLs below which things are: "https://host/jobtypes", "https://host/uws".
struct JobTypeUrls {
  std::string types{}, jobs{};
};

std::string job_types_json(std::vector<std::shared_ptr<jobs::JobType const>> const& types,
                           std::span<Proposal const> proposals, JobTypeUrls const& urls);

/// One type with its links; `whole`: with its command. Of a proposal also who made it and what was said to
/// it.
std::string job_type_document(jobs::JobType const& type, Proposal const* proposal, bool whole,
                              JobTypeUrls const& urls);

/// {"jobnames": [...], "details": {...}} and the content of one definition, in the words of OPUS.
std::string opus_names_json(std::vector<std::shared_ptr<jobs::JobType const>> const& types);
std::string opus_definition_json(jobs::JobType const& type);

}  // namespace uws
