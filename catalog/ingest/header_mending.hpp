/// Headers as they should be: the overrides of a collection file applied to what a file has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ingest/collection.hpp"
#include "engine/io/fits_header.hpp"

namespace catalog::ingest {

/// Each override that changes something adds a note "GEOLON is multiplied by -1: <reason>". One that does
/// not apply (keyword absent, no number, outside above/below, another run) changes nothing.
engine::FitsHeader mended(engine::FitsHeader const& header, std::vector<HeaderOverride> const& overrides,
                          std::int64_t run, std::vector<std::string>& notes);

}  // namespace catalog::ingest
