/// Pixels by wcslib, for projections without a closed form.
#pragma once

#include <memory>

#include "engine/kernels/locate.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// About 50 times slower than a closed form, and right for whatever wcslib knows. Every call of locate works
/// on a copy of its own, since wcslib writes into its structures.
class WcsLocator final : public PixelLocator {
 public:
  explicit WcsLocator(SkyGeometry const& geometry);
  ~WcsLocator() override;
  void locate(std::span<double const> ra_rad, std::span<double const> dec_rad,
              std::span<std::uint32_t> pixel) const override;
  void fits_pixels(std::span<double const> ra_rad, std::span<double const> dec_rad, std::span<double> x,
                   std::span<double> y) const override;

 private:
  struct Wcslib;
  SkyGeometry geometry_;
  std::unique_ptr<Wcslib> wcslib_;
};

/// The fastest locator there is for this geometry.
std::unique_ptr<PixelLocator const> make_locator(SkyGeometry const& geometry);

}  // namespace engine
