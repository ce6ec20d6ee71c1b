/// What the administration needs of the service.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "jobs/store.hpp"
#include "jobs/supervisor.hpp"
#include "uws/identity/identities.hpp"

namespace uws {

/// How the service is, for those who look after it.
struct Health {
  std::string version{};
  std::chrono::system_clock::time_point started{};
  std::size_t connections = 0;  ///< of clients, open now
  struct PoolState {
    std::string name;
    catalog::pg::PoolStatistics statistics;
  };
  std::vector<PoolState> pools{};
  struct ExecutorState {
    std::string name;
    std::size_t running = 0, waiting = 0;
  };
  std::vector<ExecutorState> executors{};
  struct ClusterState {
    std::string name;
    std::size_t running = 0, waiting = 0;                                  ///< batches
    std::string trouble{};                                                 ///< empty: it answers
    std::optional<std::chrono::system_clock::time_point> asked{}, lost{};  ///< last answer; silent since
  };
  std::vector<ClusterState> clusters{};
};

/// All references outlive the routes.
struct AdminParts {
  Identities& identities;
  jobs::JobStore& jobs;
  jobs::Supervisor& supervisor;
  std::function<Health()> health{};
  std::filesystem::path data_directory{};  ///< whose file system must not get full
};

}  // namespace uws
