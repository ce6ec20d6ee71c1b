/// What the catalogue says about a collection as a whole, for its page and its registry record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace uws {

struct CollectionFacts {
  std::string name, title;
  std::string table_name{};  ///< "hess_dr.obscore" if it has one of its own
  std::string authority{}, description{}, subject{}, creator{}, publisher{}, contact{}, terms{}, licence{},
      licence_url{};
  std::string attribution{}, citation{}, bibcode{}, doi{}, reference_url{}, data_rights{};
  std::string release_date{}, created{}, updated{};  ///< "2026-01-31T12:00:00Z", empty if unknown
  std::int64_t runs = 0, products = 0;
  double livetime_s = 0;
  std::string t_min{}, t_max{}, energy_min{}, energy_max{};  ///< MJD UTC; eV; of all runs
  std::string facilities{}, instruments{};                   ///< comma separated
  std::string example_did{};
};

/// Those the session's user may know of (set_asker), by name; all, or the one named.
std::vector<CollectionFacts> collection_facts(catalog::pg::Connection& connection,
                                              std::optional<std::string> const& name = {});

}  // namespace uws
