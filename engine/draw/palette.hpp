/// Colours for values: a palette that colour-blind eyes and grey printers read in the right order.
#pragma once

#include <cstdint>
#include <span>

namespace engine {

struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;
  friend bool operator==(Rgb const&, Rgb const&) = default;
};

/// viridis by Nathaniel Smith and Stéfan van der Walt (2015), CC0 1.0, as matplotlib has it; within 3/255 of
/// each of matplotlib's 256 colours. `t` from 0 (dark) to 1 (bright); outside, the nearer end.
Rgb viridis(double t);

/// The colours between which viridis() interpolates, equally spaced from 0 to 1.
std::span<Rgb const> viridis_control_points();

inline constexpr Rgb undefined_colour{200, 200, 200};  ///< of pixels without a value

}  // namespace engine
