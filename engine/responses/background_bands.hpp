/// Background rates in the bins of an energy axis.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/energy_axis.hpp"
#include "engine/responses/background.hpp"

namespace engine {

/// Between which energies the rate is taken for a power law.
enum class BandPoints {
  /// The points of the table, where the interpolated rate changes its index, and its ends: the integral of
  /// the interpolated rate is exact, also over bins that reach beyond the table.
  table,
  /// The edges of the bin alone, as gammapy 1.0 integrates (make_map_background_irf without oversampling): a
  /// bin that reaches beyond the table, or to where the rate is 0, has no background.
  edges
};

/// Integrates over the bins of an axis, for one place after another. The power laws are integrated as
/// gammapy's trapz_loglog does. One object is for one thread: it keeps the memory for the next place. The
/// background must live as long.
class BackgroundBands {
 public:
  BackgroundBands(Background const& background, EnergyAxis const& reco_axis,
                  BandPoints points = BandPoints::table);
  std::size_t bins() const { return first_point_.size() - 1; }
  /// per_s_sr[b]: in bin b. All 0 at a place that is not in the table.
  void rates(FieldPosition const& place, std::span<double> per_s_sr);

 private:
  Background const* background_;
  GridPositions energies_;
  std::vector<double> ln_e_;              ///< of the points, E in TeV
  std::vector<std::size_t> first_point_;  ///< of each bin; its last is the first of the next
  std::vector<double> ln_spectrum_, ln_per_ln_e_, per_ln_e_;
};

}  // namespace engine
