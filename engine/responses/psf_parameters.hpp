/// Parameters of a point spread function by true energy and offset, and what stands in where there are none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine {

/// For each cell of a table [offset][energy] the nearest one in energy, at the same offset, that is `valid`
/// (itself, if it is; the lower of two as near); its own index where the offset has none.
///
/// Tables have zeros where too few events were simulated. Between such a cell and its neighbour a straight
/// line makes nonsense of a width: gammapy reads SIGMA = 0 as 1 deg, and the PSF of the first CTA data
/// challenge grows there from 0.1 to 1 deg within half a bin. A cell that is not valid takes the parameters
/// of the nearest one that is.
std::vector<std::size_t> nearest_valid(std::vector<std::uint8_t> const& valid, std::size_t energies);

}  // namespace engine
