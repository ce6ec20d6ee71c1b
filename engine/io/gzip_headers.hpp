/// How many events a gzip file says it has, from inflating only its beginning.
#pragma once

#include <cstddef>
#include <optional>

#include "engine/model/observation.hpp"

namespace engine {

/// NAXIS2 of the events table, found as find_events_table finds it, if the headers up to its own lie within
/// the first half megabyte (the events are the first extension nearly everywhere). A hint for plans: nothing
/// is checked, and nothing is said of a damaged file.
std::optional<std::size_t> rows_in_gzip(HduLocation const& where);

}  // namespace engine
