/// Which of many maps an event can fall on, at a cost that does not grow with their number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/events.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// The candidate rows of every target for one block; scratch of one thread.
class TargetRows {
 public:
  /// In no order, each once; valid while the rows given to TargetIndex::assign are.
  std::span<std::uint32_t const> of(std::size_t target) const;

 private:
  friend class TargetIndex;
  std::span<std::uint32_t const> all_;
  std::vector<std::uint8_t> everywhere_;
  std::vector<std::uint32_t> patch_;          ///< of each row
  std::vector<std::uint32_t> first_;          ///< into by_patch_, [patches + 1]
  std::vector<std::uint32_t> by_patch_;       ///< rows grouped by patch
  std::vector<std::uint32_t> by_target_;      ///< rows grouped by target
  std::vector<std::size_t> first_of_target_;  ///< into by_target_, [targets + 1]
};

/// A grid of cells on the sphere: bands of declination, each cut in right ascension. Cells near any map are
/// numbered as patches, and each target knows its patches. Rows are sorted by patch, without a branch, and
/// each target gets those of its patches: every event its map can hold, and some others; whoever locates them
/// decides.
class TargetIndex {
 public:
  explicit TargetIndex(std::span<SkyGeometry const> maps);

  std::size_t size() const { return everywhere_.size(); }
  /// Undefined directions are candidates of no target, or of those that take all rows as they come: a single
  /// target, and maps too wide for the grid to help.
  void assign(EventView events, std::span<std::uint32_t const> rows, TargetRows& out) const;

 private:
  struct Band {
    std::uint32_t first_cell, cells;
  };
  struct Cell {
    std::size_t number;
    Vector3 centre;
    double radius_rad;  ///< no point of the cell is farther from its centre
  };
  void lay_out_bands(double height_rad);
  double widest_cosine(std::size_t band) const;
  std::size_t band_at(double latitude_rad) const;
  Cell cell_at(std::size_t band, std::int64_t place) const;
  template <class Visit>
  void for_each_cell(SkyGeometry const& map, Visit visit) const;
  void find_patches(EventView events, std::span<std::uint32_t const> rows,
                    std::vector<std::uint32_t>& patch) const;

  std::vector<std::uint8_t> everywhere_;  ///< by target: not in the grid, takes all rows
  double bands_per_radian_ = 0;
  std::vector<Band> bands_;                   ///< from the south pole
  std::vector<std::uint32_t> patch_of_cell_;  ///< 0: of no target
  std::uint32_t patches_ = 1;
  std::vector<std::vector<std::uint32_t>> patches_of_target_;
};

}  // namespace engine
