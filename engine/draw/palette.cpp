#include "engine/draw/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace engine {

namespace {

// Every eighth of matplotlib's colours: matplotlib.colormaps["viridis"](numpy.linspace(0, 1, 33)).
constexpr std::array<std::uint32_t, 33> control_points{
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453781, 0x424086, 0x3e4989, 0x3b528b,
    0x375b8d, 0x33638d, 0x2f6b8e, 0x2c728e, 0x297a8e, 0x26828e, 0x23898e, 0x21918c, 0x1f988b,
    0x1fa088, 0x22a785, 0x28ae80, 0x32b67a, 0x3fbc73, 0x4ec36b, 0x5ec962, 0x70cf57, 0x84d44b,
    0x98d83e, 0xaddc30, 0xc2df23, 0xd8e219, 0xece51b, 0xfde725};

constexpr Rgb unpacked(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8 & 0xff),
          static_cast<std::uint8_t>(rgb & 0xff)};
}

constexpr auto colours = [] {
  std::array<Rgb, control_points.size()> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = unpacked(control_points[i]);
  return out;
}();

std::uint8_t between(std::uint8_t a, std::uint8_t b, double fraction) {
  return static_cast<std::uint8_t>(std::lround(a + fraction * (b - a)));
}

}  // namespace

Rgb viridis(double t) {
  double const place = std::clamp(t, 0.0, 1.0) * (colours.size() - 1);
  std::size_t const i = std::min(static_cast<std::size_t>(place), colours.size() - 2);
  double const f = place - static_cast<double>(i);
  Rgb const a = colours[i], b = colours[i + 1];
  return {between(a.red, b.red, f), between(a.green, b.green, f), between(a.blue, b.blue, f)};
}

std::span<Rgb const> viridis_control_points() { return colours; }

}  // namespace engine
