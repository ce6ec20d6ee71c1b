/// What the provenance pages need of the service.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "catalog/pg/pool.hpp"
#include "jobs/store.hpp"
#include "uws/http/message.hpp"

namespace uws {

struct ProvenanceParts {
  catalog::pg::Pool&
      pool;  ///< sessions of the service itself; rights are minded by catalog::prov::load_graph
  /// Who asks, by name; "" is anonymous. Throws http::Refusal (401) for bad credentials.
  std::function<std::string(http::Request const&)> user_of{};
  /// To tell a job that has not ended from one that is not there; none: both are unknown.
  jobs::JobStore* jobs = nullptr;
  std::string authority = "distiller.example";  ///< of ivo:// identifiers
  std::string path = "/provsap";                ///< where ProvSAP is mounted
  std::size_t most_nodes = 2000;                ///< entities and activities in one answer
  std::size_t most_ids = 100;                   ///< identifiers in one request
};

}  // namespace uws
