/// The routes of this directory: ProvSAP, and the provenance of single jobs.
#pragma once

#include <vector>

#include "uws/async/job_resource.hpp"
#include "uws/http/route.hpp"
#include "uws/provenance/provenance_parts.hpp"

namespace uws {

/// GET and POST at parts.path. `parts` outlives the router.
void mount_provsap(http::Router& router, ProvenanceParts const& parts);

/// Of each job of a list ("/uws/map", "/tap/async"): {id}/prov (form by Accept or RESPONSEFORMAT) and its
/// fixed forms provjson, provxml, provn, provsvg, provpng, provvot, provdot. The list links them from each
/// ended job. `parts` outlives the routes.
std::vector<JobResource> provenance_resources(ProvenanceParts const& parts);

}  // namespace uws
