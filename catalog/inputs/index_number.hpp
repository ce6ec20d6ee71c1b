/// The number by which a run goes in index tables.
#pragma once

#include <cstdint>
#include <string>

namespace catalog {

/// OBS_ID itself where it is a whole number that is not negative. Index tables know no other ids, so a text
/// gets a number made from its SHA-256, above all that observatories count up to: 2^52 and more, the same
/// everywhere.
std::int64_t index_number(std::string const& obs_id);

}  // namespace catalog
