#include "engine/responses/interpolate.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace engine {

void interpolate_row(OffsetRow const& row, GridPosition const& offset, GridPositions const& energies,
                     std::span<double> out) {
  EXPECTS(out.size() == energies.size());
  if (!offset.inside) return std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    double const value = row.at(energies, i);
    out[i] = energies.inside[i] != 0 && value > 0 ? value : 0.0;
  }
}

}  // namespace engine
