/// Products of jobs as datasets of the catalogue, with what their inputs say of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "jobs/instant.hpp"

namespace catalog {

struct Publication {
  std::string collection{};        ///< made, and published, if there is none of that name
  std::string collection_title{};  ///< of one that is made; empty: from the name
  std::string authority{};         ///< of one that is made
  std::string name{};  ///< obs_id, unique among products of the collection; empty: "<job id>-<result id>"
  std::string did{};   ///< the entity id: ivo://<authority>/jobs?<job id>/<result id>
  std::string job_id{}, result_id{};
  std::string kind{};            ///< of store.product_kind; empty: told by the file
  std::filesystem::path file{};  ///< the visible result of the job
  std::string media_type{};      ///< empty: told by the name
  std::string sha256{};          ///< empty: computed
  std::string title{}, description{}, bib_reference{};
  std::string owner{};  ///< who alone sees it until it is released; empty: who may see the collection
  std::vector<std::string> runs{};    ///< publisher DIDs of the runs it was made of
  std::string activity{}, version{};  ///< "map", version of the software: prov_activity, prov_version
  std::optional<jobs::Instant> created{};
  std::optional<double> energy_min_tev{}, energy_max_tev{};  ///< the job's cuts
};

struct PublishedProduct {
  std::int64_t product_id = 0;
  std::string did{}, collection{}, name{};
  std::filesystem::path file{};  ///< where the copy lies
};

/// `products` is the service's folder for published files, "<data>/products". All or nothing; publishing the
/// same DID again replaces what was said of it. Failure(bad_request) for what the publisher did wrong
/// (unknown runs, unknown kind, a name that is taken).
PublishedProduct publish(pg::Connection& database, std::filesystem::path const& products,
                         Publication const& publication);

/// Opens an owner's product to all who may see the collection. False: there is no such product.
bool release_product(pg::Connection& database, std::string const& did);

/// Takes the dataset out of the catalogue; product and entity stay, marked as invalid since now with the
/// reason, so that what was made of it can be found. False: there is no such product, or it is withdrawn.
bool withdraw_product(pg::Connection& database, std::string const& did, std::string const& reason);

/// Takes product, dataset and the published file away as if never published; the entity stays. False: no
/// such.
bool unpublish_product(pg::Connection& database, std::filesystem::path const& products,
                       std::string const& did);

}  // namespace catalog
