/// /soda/sync: the events of one run within a cut, as a DL3 file with its responses (SODA 1.0 section 2.2).
#pragma once

#include <filesystem>

#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"
#include "uws/soda/soda_select.hpp"
#include "uws/soda/turn.hpp"

namespace uws {

struct SodaParts {
  LinkParts const& links;
  EngineRules rules;
  Engines& engines;
  std::chrono::seconds sync_time{120};
  std::filesystem::path spool;  ///< for the products of a request that is being answered
};

/// 204 where nothing is in the cut; errors as text/plain with SODA's first words.
http::Reply soda_sync(http::Request const& request, SodaParts const& parts);

/// The event files of the datasets, after looking at the rights of the one who asks. Throws SodaFailure.
std::vector<std::filesystem::path> event_files(http::Request const& request, LinkParts const& links,
                                               std::vector<std::string> const& dids);

}  // namespace uws
