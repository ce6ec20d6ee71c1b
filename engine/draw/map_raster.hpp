/// The pixels of a map as an image.
#pragma once

#include <span>

#include "engine/draw/canvas.hpp"
#include "engine/draw/colour_scale.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

struct MapRaster {
  Raster image;
  double nx, ny;  ///< map pixels that it covers from the first on; may be a few more than the map has
};

/// One image pixel per map pixel, the first row of the map at the bottom. A map with more than twice
/// `finest_width` pixels on its x axis is averaged over squares of pixels until it has fewer; averages leave
/// out undefined pixels.
MapRaster map_raster(std::span<double const> values, SkyGeometry const& geometry, ColourScale const& scale,
                     std::size_t finest_width);

}  // namespace engine
