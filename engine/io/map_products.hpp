/// Count maps and cubes as FITS files that gammapy, ctools, ds9 and Aladin open.
#pragma once

#include <string>

#include "engine/model/counts_cube.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Each file carries the account of its inputs (header, GTI, INPUTS) and, if `prov_json` is not empty, its
/// PROVENANCE. Counts are 32-bit integers; where one pixel exceeds them, the image is written as double,
/// which is exact up to 2^53. `path` must not exist.

/// One 2-D image in the primary HDU: the sum over energy.
void write_counts_image(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                        std::string const& prov_json);

/// The sum over energy in the primary HDU, COUNTS[energy][y][x], and EBOUNDS in keV. Needs an energy axis.
void write_counts_cube(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                       std::string const& prov_json);

/// What gammapy's MapDataset.read opens: COUNTS (float, as gammapy itself has it), COUNTS_BANDS, GTI. Throws
/// Failure(bad_request) without an energy axis, which a MapDataset cannot do without.
void write_gammapy_dataset(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                           std::string const& prov_json);

}  // namespace engine
