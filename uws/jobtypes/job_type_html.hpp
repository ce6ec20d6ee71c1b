/// Job types for people.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "uws/jobtypes/job_type_lists_json.hpp"

namespace uws {

/// `user` decides about the form for a proposal.
std::string job_types_html(std::vector<std::shared_ptr<jobs::JobType const>> const& types,
                           std::span<Proposal const> proposals, User const& user, JobTypeUrls const& urls);

/// Of a proposal also its history, and an administrator's buttons.
std::string job_type_html(jobs::JobType const& type, Proposal const* proposal, User const& user,
                          JobTypeUrls const& urls);

}  // namespace uws
