/// Which turns about the pointing bring a region onto something that is excluded.
#pragma once

#include <utility>
#include <vector>

#include "engine/model/units.hpp"

namespace engine {

/// A set of turns in [0, 360) deg, kept as disjoint intervals.
class BlockedTurns {
 public:
  /// From..to, both of any turn, to >= from; a whole turn or more blocks everything.
  void add(Angle from, Angle to);
  /// The least turn >= `at` that is not blocked; 360 deg or more if there is none. 0 <= at.
  Angle next_free(Angle at) const;

 private:
  void insert(double from, double to);
  std::vector<std::pair<double, double>> intervals_;  ///< radians; sorted, disjoint
};

}  // namespace engine
