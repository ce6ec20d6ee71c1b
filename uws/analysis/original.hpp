/// A job of the past, as its provenance tells it: enough to do it again and to compare.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/provenance/graph.hpp"

namespace uws {

struct OriginalInput {
  std::string id{};  ///< of the entity: a publisher DID, or of a product
  std::string role{}, name{}, sha256{}, obs_id{}, collection{};
  std::vector<std::pair<std::string, std::string>> datasums{};  ///< HDU -> DATASUM, where recorded
};

struct OriginalProduct {
  std::string name{}, role{}, type{}, sha256{}, content_sum{};
};

struct Original {
  std::string activity{};  ///< its id: a job id, or the engine's own word
  std::string type{}, version{}, software{};
  std::vector<std::pair<std::string, std::string>> parameters{};  ///< those that the user gave
  std::vector<OriginalInput> inputs{};
  std::vector<OriginalProduct> products{};
};

/// Out of a graph that holds the activity with all it used and made.
Original original_in(catalog::prov::Graph const& graph, std::string const& activity);

/// Out of the PROV-JSON document inside a product. Nothing if that is not what the text is.
std::optional<Original> original_in_document(std::string const& prov_json);

}  // namespace uws
