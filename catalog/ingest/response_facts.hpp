/// What a response table says of itself, read once per file however many runs share it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "catalog/ingest/hdu_facts.hpp"
#include "catalog/ingest/response_summary.hpp"
#include "engine/model/observation.hpp"

namespace catalog::ingest {

struct ResponseFacts {
  HduFacts hdu;
  std::optional<AtReference> psf_fwhm_arcsec{}, energy_resolving_power{};
  SafeEnergies safe{};
  std::string analysis_mode{};  ///< "full-enclosure", "point-like", or empty
  std::string note{};           ///< what could not be made of it; empty if all is well
};

/// Failure(bad_data) if the file has no such HDU.
ResponseFacts read_response(engine::FitsFile& file, engine::ResponseLocation const& response);

/// Thread-safe. Files that hold events are not its business: they are open anyway.
class SharedResponses {
 public:
  ResponseFacts of(engine::ResponseLocation const& response);

 private:
  struct Entry;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
};

}  // namespace catalog::ingest
