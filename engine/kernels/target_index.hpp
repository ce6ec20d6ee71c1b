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
  /// Ascending; valid while the rows given to TargetIndex::assign are.
  std::span<std::uint32_t const> of(std::size_t target) const;

 private:
  friend class TargetIndex;
  std::span<std::uint32_t const> all_;
  std::vector<std::uint32_t> cell_;  ///< of each row
  std::vector<std::uint32_t> rows_;  ///< grouped by target
  std::vector<std::size_t> first_;   ///< into rows_, [targets + 1]
  std::vector<std::size_t> next_;
  std::vector<std::uint8_t> everywhere_;
};

/// A grid of cells on the sphere (bands of declination, each cut in right ascension) that lists the targets
/// near each cell. An event is a candidate of every target whose map holds it, and of some others: whoever
/// locates it decides.
class TargetIndex {
 public:
  explicit TargetIndex(std::span<SkyGeometry const> maps);

  std::size_t size() const { return targets_; }
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
  void find_cells(EventView events, std::span<std::uint32_t const> rows,
                  std::vector<std::uint32_t>& cell) const;

  std::size_t targets_ = 0;
  std::vector<std::uint8_t> everywhere_;  ///< by target: not in the grid, takes all rows
  double bands_per_radian_ = 0;
  std::vector<Band> bands_;  ///< from the south pole; the last cell of all is for undefined directions
  std::vector<std::uint32_t> first_target_;  ///< into targets_of_cells_, [cells + 1]
  std::vector<std::uint32_t> targets_of_cells_;
};

}  // namespace engine
