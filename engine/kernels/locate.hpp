/// Directions to pixels of a map.
#pragma once

#include <cstdint>
#include <span>

#include "engine/kernels/unit_vectors.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// "Not on the map", for pixels and for energies.
inline constexpr std::uint32_t no_bin = 0xFFFFFFFF;

/// Turns blocks of directions into pixels of one map; safe to call from several threads at once.
/// ClosedFormLocator is the one of this directory; engine/io has one by wcslib for what has no closed form.
class PixelLocator {
 public:
  virtual ~PixelLocator() = default;
  /// pixel[i] = y * nx + x (zero-based) of direction i, or no_bin if it is off the map, undefined, or not
  /// shown by the projection. Pixel x covers the FITS coordinates [x + 0.5, x + 1.5).
  virtual void locate(std::span<double const> ra_rad, std::span<double const> dec_rad,
                      std::span<std::uint32_t> pixel) const = 0;
  /// FITS pixel coordinates (the first pixel's centre is 1), on the map or not; NaN where the projection does
  /// not show the direction.
  virtual void fits_pixels(std::span<double const> ra_rad, std::span<double const> dec_rad,
                           std::span<double> x, std::span<double> y) const = 0;
};

/// TAN, SIN, STG, ZEA, CAR and AIT have one; MOL needs an iteration, `other` anything.
bool has_closed_form(Projection projection);

class ClosedFormLocator final : public PixelLocator {
 public:
  /// A projection without a closed form is a contract violation.
  explicit ClosedFormLocator(SkyGeometry const& geometry);
  void locate(std::span<double const> ra_rad, std::span<double const> dec_rad,
              std::span<std::uint32_t> pixel) const override;
  void fits_pixels(std::span<double const> ra_rad, std::span<double const> dec_rad, std::span<double> x,
                   std::span<double> y) const override;
  void locate(VectorView icrs, std::span<std::uint32_t> pixel) const;
  /// TAN shows theta > 0, SIN theta >= 0, STG all but the antipode.
  void fits_pixels(VectorView icrs, std::span<double> x, std::span<double> y) const;

  /// What the loops need: native = native_from_icrs * v; pixel = scale * plane + reference.
  struct Grid {
    Projection projection;
    Matrix3 native_from_icrs;
    std::array<double, 4> scale;      ///< pixels per radian of the plane, [x][y] row major
    std::array<double, 2> reference;  ///< CRPIX
    std::array<double, 2> size;       ///< nx, ny
    bool past_the_seam;               ///< a CAR map that extends beyond native longitude +-180 deg
  };

 private:
  Grid grid_;
};

}  // namespace engine
