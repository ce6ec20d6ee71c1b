/// Jobs of the job types on a cluster: what they ask for, and what their orders say more than local ones.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/work/work.hpp"
#include "uws/analysis/examine.hpp"
#include "uws/analysis/plan.hpp"
#include "uws/analysis/work_command.hpp"

namespace uws {

bool runs_on_cluster(AnalysisParts const& parts, jobs::Job const& job);

/// By the plan, and what the type, its owner's role and the nodes allow. The error: why there is no room for
/// it.
engine::Result<Resources, std::string> cluster_resources(AnalysisParts const& parts,
                                                         jobs::JobType const& type, jobs::Job const& job,
                                                         Examined const& examined, Plan const& plan);

/// For when the job's turn has come: the plan is asked for again, with more patience. Failure(bad_request):
/// there is no room for it.
Resources resources_now(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
                        Examined const& examined);

/// On that many nodes, for whom, and whom to tell.
void put_on_cluster(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
                    Resources const& resources, jobs::WorkOrder& order);

/// The order becomes that of an array: its parts are written below `work`, each with part=i/n, and what is
/// left of the order gathers their results.
void split_order(jobs::WorkOrder& order, Resources const& resources, std::filesystem::path const& work);

/// Seconds of running that are to be expected with these.
std::optional<double> seconds_with(Plan const& plan, Resources const& resources);

}  // namespace uws
