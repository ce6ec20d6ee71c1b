/// What the analysis jobs need of the service.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/inputs/resolve.hpp"
#include "catalog/pg/pool.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/store.hpp"
#include "jobs/types/registry.hpp"
#include "jobs/work/work.hpp"
#include "uws/analysis/resources.hpp"

namespace uws {

/// What one job may have of the machine.
struct AnalysisLimits {
  int ranks = 1;
  int threads = 1;  ///< of each rank
  std::uint64_t memory_bytes = std::uint64_t{4} << 30;
  std::chrono::seconds plan_time{20};  ///< for the engine's plan, when a job is made
  std::size_t plan_runs = 300;         ///< of more runs the plan is left to the start of the job
};

/// Who publishes the products; written into them.
struct Publisher {
  std::string authority = "distiller.example";  ///< of ivo:// identifiers
  std::string organisation{}, contact_name{}, contact_email{};
};

enum class Ground { machine, cluster };

/// Where jobs of some types run instead of on this machine.
struct ClusterParts {
  std::function<bool(std::string const& type)> takes{};
  /// What one job may have there, by its type and the role of whom it belongs to.
  std::function<NodeLimits(std::string const& type, std::string const& role)> limits{};
  /// Of the account of that name; "anonymous" for jobs of nobody.
  std::function<std::string(std::string const& owner)> role_of{};
  /// Where what lies here is for a batch; programs there say that name.
  std::function<std::filesystem::path(std::filesystem::path const&)> path_there{};
  std::filesystem::path engine{};  ///< the program distill there
  /// URL to which a batch of this job tells its news; empty: nobody is told.
  std::function<std::string(jobs::JobId const&)> notify{};
  std::chrono::seconds plan_time{120};  ///< for the plan by which its resources are chosen
};

/// Outlives the jobs and the routes.
struct AnalysisParts {
  jobs::JobTypes const& types;
  jobs::JobStore& store;
  jobs::JobDirectories const& directories;
  catalog::pg::Pool& pool;  ///< of the service's own sessions
  /// Runs ADQL as this user. Failure(bad_request): a mistake in the query.
  std::function<catalog::QueryAnswer(std::string const& adql, std::string const& user)> query{};
  std::function<std::string()> base_url{};  ///< under which the service is known
  std::vector<std::filesystem::path> data_roots{};
  std::filesystem::path engine{};  ///< the program distill
  AnalysisLimits limits{};
  /// What the operator says about programs there, whatever they are: disk, processes, priority.
  std::function<void(jobs::WorkOrder&, Ground)> limit_order{};
  std::optional<ClusterParts> cluster{};
  Publisher publisher{};
};

}  // namespace uws
