#include "engine/kernels/energy_bins.hpp"

#include <algorithm>

namespace engine {

namespace {

/// Cells: enough that most hold no edge, few enough (16 kB) to stay in the first cache.
constexpr std::uint64_t most_cells = 4096;

}  // namespace

EnergyBins::EnergyBins(EnergyAxis const& axis) {
  for (Energy const edge : axis.edges()) edges_.push_back(in_tev(edge));
  lowest_bits_ = std::bit_cast<std::uint64_t>(edges_.front());
  std::uint64_t const span = std::bit_cast<std::uint64_t>(edges_.back()) - lowest_bits_;
  while ((span >> shift_) >= most_cells) ++shift_;

  first_bin_.resize(static_cast<std::size_t>(span >> shift_) + 1);
  std::uint32_t bin = 0;
  for (std::size_t cell = 0; cell < first_bin_.size(); ++cell) {
    double const lowest = std::bit_cast<double>(lowest_bits_ + (std::uint64_t{cell} << shift_));
    while (bin + 1 < bins() && lowest >= edges_[bin + 1]) ++bin;
    first_bin_[cell] = bin;
  }
}

}  // namespace engine
