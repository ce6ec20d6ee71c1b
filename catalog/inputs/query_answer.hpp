/// Which runs the answer to a query names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace catalog {

struct NamedRuns {
  std::vector<std::string> dids{};                    ///< if it has obs_publisher_did; each once
  std::vector<std::string> collections{}, obs_ids{};  ///< else, equally long; collection "": not said
  std::int64_t rows = 0;
  std::int64_t unnamed = 0;  ///< rows with nothing in these columns
};

/// Columns are known by their names, in any case, or by the utypes of ObsCore. Failure(bad_request) if there
/// are none that name runs, and for what is no VOTable.
NamedRuns runs_named_in(std::string const& votable);

}  // namespace catalog
