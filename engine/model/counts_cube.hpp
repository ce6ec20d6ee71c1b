/// Integer counts on a sky grid and an energy axis.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/energy_axis.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// Integer, so that any split over ranks, threads or blocks gives the same bits.
struct CountsCube {
  SkyGeometry geometry;
  std::optional<EnergyAxis> axis;     ///< nothing: one plane over all energies
  std::vector<std::uint32_t> counts;  ///< [energy][y][x]

  CountsCube(SkyGeometry g, std::optional<EnergyAxis> a)
      : geometry(std::move(g)), axis(std::move(a)), counts(planes() * geometry.pixels()) {}
  std::size_t planes() const { return axis ? axis->bins() : 1; }
};

}  // namespace engine
