/// Rules for the observation index: one row per run, repeated from the headers of its files.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/check/set_plan.hpp"
#include "engine/io/fits_header.hpp"

namespace engine {

std::map<std::int64_t, ObsIndexRow> check_obs_index(std::string const& path, Findings const& out);

/// Where the index says something else than the header of the run.
void check_index_against_header(ObsIndexRow const& indexed, FitsHeader const& header, std::size_t rows,
                                Findings const& out);

}  // namespace engine
