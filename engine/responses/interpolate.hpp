/// Values between the points of a table with an energy and an offset axis.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/responses/grid_axis.hpp"

namespace engine {

inline double between(double below, double above, double share) {
  return (1 - share) * below + share * above;
}

/// A row of a table [offset][energy] at one offset between two. Lies in the table it was made of.
class OffsetRow {
 public:
  OffsetRow(std::vector<double> const& table, std::size_t energies, GridPosition const& offset)
      : near_(table.data() + offset.below * energies),
        far_(table.data() + offset.above * energies),
        share_(offset.share) {}
  double at(std::size_t energy) const { return between(near_[energy], far_[energy], share_); }
  double at(GridPositions const& energies, std::size_t i) const {
    std::size_t const below = energies.below[i];
    return between(at(below), at(below + energies.step), energies.share[i]);
  }

 private:
  double const *near_, *far_;
  double share_;
};

/// out[i]: the table at one offset and energy i; not below 0 (a straight line through two points may end
/// there), and 0 outside of the table, as gammapy has it.
void interpolate_row(OffsetRow const& row, GridPosition const& offset, GridPositions const& energies,
                     std::span<double> out);

}  // namespace engine
