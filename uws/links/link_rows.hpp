/// The rows of a DataLink answer (DataLink 1.1 section 3), as a pure function of what is known of a dataset.
#pragma once

#include <string>
#include <vector>

#include "catalog/table/rows.hpp"
#include "catalog/table/table_frame.hpp"
#include "uws/links/dataset.hpp"

namespace uws {

/// The columns of DataLink 1.1 table 2, in its order.
std::vector<catalog::Column> const& link_columns();

struct LinkPlaces {
  std::string base_url;           ///< as the client knows the service
  std::string soda_path{};        ///< "/soda/sync"; empty: no such service
  std::string provenance_path{};  ///< "/provsap"; empty: no such service
  std::string jobs_path{};        ///< "/uws": products may be made again there; empty: they may not
};

/// All rows of one dataset, those of one ID together; a SODA descriptor goes to `services`. An unknown one
/// gives a single row with an error (section 3.4). Links that are not for this user say so in link_auth and
/// link_authorized.
std::vector<catalog::MemoryRows::Row> link_rows(Dataset const& dataset, LinkPlaces const& places,
                                                std::vector<catalog::ServiceDescriptor>& services);

}  // namespace uws
