/// What the handlers of this directory share: the database, who asks, and how the service presents itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "catalog/table/table_frame.hpp"
#include "uws/http/message.hpp"

namespace uws {

struct ServiceIdentity {
  std::string authority = "distiller.example";  ///< of ivo:// identifiers
  std::string title, description;
  std::string publisher{}, creator{}, contact_name{}, contact_email{}, reference_url{};
};

struct ResolverRules {
  std::string sesame{};  ///< URL; empty: never asked
  std::chrono::seconds timeout{5};
  std::chrono::seconds cache{std::chrono::days(30)};
};

struct LinkParts {
  /// Sessions that may use the schema `store`; the handlers set distill.user before they ask for anything.
  catalog::pg::Pool& pool;
  /// Who asks, by name; "" is anonymous. Throws http::Refusal (401) for bad credentials.
  std::function<std::string(http::Request const&)> user_of{};
  /// Files are served from the collection's own data root, and only if that lies below one of these; empty:
  /// the collection's own word is enough.
  std::vector<std::filesystem::path> data_roots{};
  std::vector<catalog::Info> origin{};  ///< publisher, server_software, ...: INFO of each VOTable
  ServiceIdentity identity{};
  ResolverRules resolver{};
  std::string soda_path{"/soda/sync"};                     ///< empty: not offered
  std::string provenance_path{};                           ///< "/provsap" when there is one
  std::string jobs_path{};                                 ///< "/uws", when products can be made again
  std::int64_t usual_rows = 10000, most_rows = 1'000'000;  ///< MAXREC of cone search and SIA
  std::chrono::seconds query_time{600};                    ///< of the same, reading by the client included
};

/// The user, with anonymous for a service without accounts.
std::string asker_of(LinkParts const& parts, http::Request const& request);

}  // namespace uws
