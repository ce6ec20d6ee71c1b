/// The parameters of ProvSAP, as OPUS has them, with DEPTH made precise.
#pragma once

#include <string>
#include <vector>

#include "catalog/provenance/load.hpp"
#include "uws/http/form.hpp"
#include "uws/http/message.hpp"
#include "uws/provenance/formats.hpp"
#include "uws/provenance/picture.hpp"
#include "uws/provenance/to_document.hpp"

namespace uws::prov {

struct ProvsapRequest {
  std::vector<std::string> ids{};  ///< each once, in their order
  catalog::prov::Walk walk{.agents = true};
  Model model = Model::w3c;
  ChosenForm form{};
  Flow flow = Flow::left_to_right;
};

/// ID, DEPTH, DIRECTION, MODEL, RESPONSEFORMAT, AGENTS (AGENT), MEMBERS, DESCRIPTIONS, CONFIGURATION,
/// ATTRIBUTES, GD; what is not said stays as in `usual`. Other parameters are passed over (DALI 1.1
/// section 3.4). Throws one Failure(bad_request) that names every mistake.
ProvsapRequest read_provsap(http::Parameters const& parameters, http::Headers const& headers,
                            ProvsapRequest usual = {}, std::size_t most_ids = 100);

}  // namespace uws::prov
