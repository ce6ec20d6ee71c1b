/// The parts of requests.cpp: single parameters with all their mistakes, as engine/app sees them alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/model/region.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

using Problems = std::vector<BadParameter>;

/// A mistake in a part becomes one of the problems, so that a single answer names every mistake. A file that
/// is not there is none of the request's mistakes.
template <class Part>
void collect(Problems& problems, std::string const& name, Part part) {
  try {
    part();
  } catch (Failure const& failure) {
    if (failure.fault() != Fault::bad_request) throw;
    problems.push_back({name, failure.what()});
  }
}

/// The parts of "lon,lat,size,...": a longitude (degrees, or sexagesimal hours), a latitude, then sizes.
std::optional<std::vector<Angle>> numbers_of(std::string const& name, std::string const& text,
                                             std::size_t fewest, std::size_t most, std::string const& form,
                                             Problems& problems);

Direction<Icrs> direction(std::vector<Angle> const& numbers);

/// cone, annulus, box, polygon, region, and ctselect's ra, dec, rad. `notes`: what of a region has no area.
void read_areas(ParameterValues const& values, Region& region, Problems& problems,
                std::vector<std::string>& notes);

}  // namespace engine
