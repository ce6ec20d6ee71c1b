/// DSS keywords (DSTYPn, DSUNIn, DSVALn, DSREFn): what part of time, energy and sky an event list covers, as
/// ctools and CIAO read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/io/fits_header.hpp"
#include "engine/io/fits_writer.hpp"
#include "engine/model/selection.hpp"
#include "engine/model/sky.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// One condition; all conditions of a list hold together.
struct Subspace {
  std::string type, unit, value, reference;
  friend bool operator==(Subspace const&, Subspace const&) = default;
};

/// What a selection says of one run. Cuts that the convention has no words for (zenith, expressions) stand in
/// HISTORY only. `pointing` turns the offset cut into a circle; without it that cut is not said.
std::vector<Subspace> subspace_of(Selection const& selection, TimeReference const& time,
                                  std::optional<Direction<Icrs>> const& pointing);

std::vector<Subspace> read_subspace(FitsHeader const& header);

/// Both together. Energy ranges in the same unit become their intersection, a circle within another replaces
/// it, times given by a GTI table replace others; the rest stands side by side.
std::vector<Subspace> narrowed(std::vector<Subspace> const& before, std::vector<Subspace> const& by);

std::vector<FitsKey> subspace_keys(std::vector<Subspace> const& subspace);
bool is_subspace_keyword(std::string const& keyword);

}  // namespace engine
