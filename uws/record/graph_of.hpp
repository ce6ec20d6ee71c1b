/// From an ended job to its provenance.
#pragma once

#include "catalog/provenance/graph.hpp"
#include "uws/record/ended_job.hpp"

namespace uws {

/// Above so many runs a job uses one collection of them, whose members they are.
inline constexpr std::size_t runs_used_singly = 100;

/// A pure function of the job, whatever its phase, list and completeness. Ids: activity = job id; run = its
/// publisher DID; HDU of a run = "<did>#<type>"; product = "ivo://<authority>/jobs?<job id>/<result id>";
/// upload =
/// ".../uploads/<n>", collection = ".../runs", query = ".../selection".
catalog::prov::Graph graph_of(EndedJob const& ended);

}  // namespace uws
