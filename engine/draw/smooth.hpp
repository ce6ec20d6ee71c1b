/// Gaussian smoothing of a map.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace engine {

/// values[y][x] convolved with a Gaussian of `sigma_pixels` cut off at four sigma, mirrored at the edges of
/// the map, as scipy.ndimage.gaussian_filter and gammapy's Map.smooth do by default. The sum stays the same.
/// Undefined pixels (NaN) count as zero for their neighbours and stay undefined. Zero sigma changes nothing.
std::vector<double> smooth(std::span<double const> values, std::size_t nx, std::size_t ny,
                           double sigma_pixels);

}  // namespace engine
