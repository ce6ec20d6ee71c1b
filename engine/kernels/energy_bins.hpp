/// Energies to bins of an axis, by table.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/locate.hpp"
#include "engine/model/energy_axis.hpp"

namespace engine {

/// Answers exactly as EnergyAxis::bin_of does, for every double: the table only says where to start looking.
/// The bits of positive doubles grow with their values, so their upper part, counted from the lowest edge,
/// numbers cells of nearly equal logarithmic width.
class EnergyBins {
 public:
  explicit EnergyBins(EnergyAxis const& axis);
  std::size_t bins() const { return edges_.size() - 1; }

  bool covers(double energy_tev) const { return energy_tev >= edges_.front() && energy_tev < edges_.back(); }
  /// The bin, or no_bin outside the axis and for NaN.
  std::uint32_t bin_of(double energy_tev) const {
    if (covers(energy_tev) == 0) return no_bin;
    return bin_of_covered(energy_tev);
  }
  /// For an energy that is covered.
  std::uint32_t bin_of_covered(double energy_tev) const {
    std::uint32_t bin = first_bin_[cell_of(energy_tev)];
    while (energy_tev >= edges_[bin + 1]) ++bin;
    return bin;
  }

 private:
  std::size_t cell_of(double energy_tev) const;

  std::vector<double> edges_;             ///< TeV
  std::vector<std::uint32_t> first_bin_;  ///< of the lowest energy of each cell
  std::uint64_t lowest_bits_ = 0;
  unsigned shift_ = 0;
};

inline std::size_t EnergyBins::cell_of(double energy_tev) const {
  return static_cast<std::size_t>((std::bit_cast<std::uint64_t>(energy_tev) - lowest_bits_) >> shift_);
}

}  // namespace engine
