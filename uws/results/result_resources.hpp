/// Resources of every job beside those of UWS: all results in one file, the program's log, links without
/// login.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "uws/async/job_resource.hpp"
#include "uws/async/job_routes.hpp"
#include "uws/http/route.hpp"
#include "uws/results/link_signer.hpp"

namespace uws {

/// `/archive.zip`, `/archive.tar`.
std::vector<JobResource> archive_resources();

/// `/log` (what the program wrote on standard error), `/log/stdout`, `/log/stderr`; in every phase, with
/// ranges, so that a client can read on where it stopped. `directories` outlive the resources.
std::vector<JobResource> log_resources(jobs::JobDirectories const& directories);

struct LinkLifetime {
  std::chrono::seconds usual{3600}, most{7 * 86400};
};
/// `/results/{name}/link` (GET or POST, LIFETIME=<seconds>): a URL below `/results/{name}/signed/` for
/// whoever has it, until it expires or the job is deleted.
std::vector<JobResource> link_resources(std::shared_ptr<LinkSigner const> signer, LinkLifetime lifetime);

/// All of them.
void add_result_resources(JobRoutes& routes, jobs::JobDirectories const& directories,
                          std::shared_ptr<LinkSigner const> signer, LinkLifetime lifetime = {});

/// `/store?ID=<product>` as OPUS has it: leads to the result. A product's id is `...?<job id>/<result id>`,
/// as in the provenance. `path_of`: where the jobs of a list are served.
void mount_store(http::Router& router, JobServices services,
                 std::function<std::string(std::string_view list)> path_of);

}  // namespace uws
