/// What the analysis jobs need of the service.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "catalog/inputs/resolve.hpp"
#include "catalog/pg/pool.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/store.hpp"
#include "jobs/types/registry.hpp"

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
  Publisher publisher{};
};

}  // namespace uws
