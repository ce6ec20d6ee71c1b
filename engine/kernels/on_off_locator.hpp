/// Which events lie in the ON region and which in an OFF region, in constant time per event: the separation
/// from the pointing says whether the event is on the ring of the regions, its position angle which of them
/// it can be in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/kernels/energy_bins.hpp"
#include "engine/kernels/shapes.hpp"
#include "engine/model/off_regions.hpp"

namespace engine {

/// Bits of what OnOffLocator says of an event. Under gammapy's rule one event can be in both.
inline constexpr std::uint8_t in_on = 1, in_off = 2;

class OnOffLocator {  // fixed once made; safe to share between threads
 public:
  explicit OnOffLocator(OffRegions const& off);
  /// Cones whose radius depends on the energy (RAD_MAX): `off` has their positions, its ON region is one
  /// cone.
  OnOffLocator(OffRegions off, RadiusByEnergy const& radius);

  /// sides[i] of direction i (unit vectors): a sum of in_on and in_off, or 0; 0 for undefined directions. An
  /// event in several OFF regions is counted once: they are taken as their union. The same for any block
  /// size. Only without radii by energy.
  void locate(VectorView icrs, std::span<std::uint8_t> sides) const;
  /// The same with energies, which decide the radius where it depends on them; a NaN energy then is in no
  /// region.
  void locate(VectorView icrs, std::span<double const> energy_tev, std::span<std::uint8_t> sides) const;

  // What the loops need.
  struct Cones {
    std::vector<Vector3> centres;  ///< ON first
    std::vector<double> chord2;    ///< squares of the chords over the radii: one, or by energy bin
  };
  struct Circles {  ///< gammapy's: OFF in the tangent plane of the pointing, ON in its own
    std::vector<std::array<double, 2>> centres;
    double radius2;
    Vector3 on;
    double on_tangent2;
  };
  struct Images {
    PreparedRegion on;
    std::vector<Matrix3> back;  ///< from each region to ON
  };

 private:
  struct Axes {
    Vector3 pointing, along, across;  ///< along: towards ON; across: 90 deg further in position angle
  };
  static Axes axes_of(OffRegions const& off);
  void fill_cells(OffRegions const& off);
  std::size_t cell_of(double angle_rad) const;
  template <class Kind>
  void locate_as(Kind const& kind, VectorView icrs, double const* energy_tev,
                 std::span<std::uint8_t> sides) const;
  std::uint32_t radius_bin(double energy_tev) const;

  Axes axes_;
  double least_cos_ = -1, greatest_cos_ = 1;    ///< of the separations from the pointing that matter
  std::vector<std::uint32_t> first_, entries_;  ///< by cell of position angle: the regions that reach into it
  std::variant<Cones, Circles, Images> regions_;
  std::optional<EnergyBins> radius_bins_;
  double least_tev_ = 0;  ///< of the axis of radii
};

}  // namespace engine
