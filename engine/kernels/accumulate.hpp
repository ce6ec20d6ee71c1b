/// Events into a counts cube.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/kernels/energy_bins.hpp"
#include "engine/kernels/locate.hpp"
#include "engine/model/counts_cube.hpp"
#include "engine/model/events.hpp"

namespace engine {

/// The bins of one cube, resolved once per job; safe to share between threads.
class CubeBins {
 public:
  /// `locator` belongs to the same geometry as the cube.
  CubeBins(CountsCube const& cube, std::unique_ptr<PixelLocator const> locator);

  /// Counts the events of these rows, in any order, that fall into the cube; returns how many did. `counts`
  /// is [energy][y][x]. A count wraps past 2^32 - 1 without notice here: see require_no_overflow.
  std::uint64_t add(EventView events, std::span<std::uint32_t const> rows,
                    std::span<std::uint32_t> counts) const;

 private:
  std::uint64_t add_located(EventView events, std::span<std::uint32_t const> rows,
                            std::span<std::uint32_t const> pixel, std::span<std::uint32_t> counts) const;

  std::unique_ptr<PixelLocator const> locator_;
  std::optional<EnergyBins> energy_;
  std::size_t pixels_, bins_;
};

/// Sum over all bins.
std::uint64_t total_of(std::span<std::uint32_t const> counts);

/// Throws Failure if any bin has wrapped: each time that happens, on a thread or in a sum over ranks, the
/// total loses 2^32 and nothing can give it back. `added` is the sum of what CubeBins::add returned.
/// Checking once at the end keeps the loop over events free of it.
void require_no_overflow(std::span<std::uint32_t const> counts, std::uint64_t added);

}  // namespace engine
