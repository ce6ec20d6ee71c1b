/// A picture of a sky map with its coordinate grid and colour bar.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/draw/canvas.hpp"
#include "engine/draw/colour_scale.hpp"
#include "engine/draw/sky_grid.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

struct MapPicture {
  SkyGeometry geometry;
  std::span<double const> values;  ///< [y][x], borrowed; NaN pixels are grey
  std::string title = {};
  std::string unit = {};    ///< beside the colour bar: "counts / pixel"
  std::string footer = {};  ///< runs, events, energy range; broken into lines as needed
  Stretch stretch = Stretch::square_root;
  std::optional<ValueRange> range = std::nullopt;  ///< nothing: all values
};

/// The bytes of a file, the same for the same arguments. A PNG is 1800 pixels wide and is meant to be shown
/// at half that size; SVG and PDF are 900 units wide (narrower for upright maps). y runs up, so that north is
/// up and east is left where the geometry says so. Maps finer than the page are averaged.
/// The text needs a sans-serif font that fontconfig finds (Debian: fonts-dejavu-core); without any, cairo
/// writes in its own thin letters, with boxes for what is not ASCII.
std::string draw_map(MapPicture const& picture, SkyToPixel const& sky_to_pixel, PictureFormat format);

}  // namespace engine
