/// What a job of a job type can do beside UWS: be done again, be published.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "uws/analysis/analysis_parts.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/async/job_resource.hpp"

namespace uws {

/// POST /{id}/redo: a new job with PROVENANCE=<id>, and what else the form says; 303 to it.
std::vector<JobResource> redo_resources();

/// GET /{id}/resources: nodes, processes, threads, memory of its run, and why so many.
std::vector<JobResource> resources_resources(AnalysisParts const& parts);

struct PublishRules {
  std::filesystem::path folder{};  ///< of published files
  /// Throws http::Refusal where this user may not add a product to the collection.
  std::function<void(http::Request const&, User const&, std::string const& collection)> allow{};
  /// Told after it was done: for the audit log.
  std::function<void(http::Request const&, std::string const& act, std::string const& object)> note{};
};

/// POST /{id}/results/{name}/publish with COLLECTION, TITLE, NAME, DESCRIPTION, PUBLIC=yes|no (default no):
/// the product becomes a dataset of the catalogue. ACTION=WITHDRAW (with REASON), ACTION=RELEASE.
std::vector<JobResource> publish_resources(AnalysisParts const& parts, PublishRules rules);

}  // namespace uws
