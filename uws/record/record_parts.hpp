/// The pieces of graph_of(), each adding its part. For the files of this directory only.
#pragma once

#include <string>
#include <string_view>

#include "catalog/provenance/graph.hpp"
#include "uws/record/ended_job.hpp"

namespace uws {

/// The graph while it grows, with what its parts have in common.
struct RecordDraft {
  EndedJob const& ended;
  std::string base{};         ///< "ivo://<authority>/jobs?<job id>/"
  std::string description{};  ///< id of the kind of activity
  bool open = false;          ///< seen by everybody
  std::vector<std::string> main_inputs{};
  catalog::prov::Graph graph{};

  catalog::prov::Entity own_entity(std::string const& path) const;
};

void add_description(RecordDraft& draft);
void add_activity(RecordDraft& draft);
void add_parameters(RecordDraft& draft);
void add_inputs(RecordDraft& draft);
void add_products(RecordDraft& draft);
void add_agents(RecordDraft& draft);

/// Facts of a run on a cluster: what its scheduler says becomes "slurm_...". Others stay as they are.
catalog::prov::Facts batch_facts(catalog::prov::Facts facts, bool all_parts);
/// What the run was given, and why.
void add_resources(catalog::prov::Activity& activity, jobs::WorkOrder const& order);

/// Main, Calibration, Setup or Context, by what the thing is to the job.
std::string usage_type(std::string_view role);
/// Folders of this machine are nobody's business: "/data/hess/run_1.fits" becomes "run_1.fits".
std::string without_folders(std::string const& text, std::filesystem::path const& job_folder);

}  // namespace uws
