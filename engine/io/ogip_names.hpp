/// How the four files of a spectrum are called, and what the headers of OGIP files have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/energy_axis.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// pha_obs<name>.fits and so on: the scheme that gammapy expects. No folders: the files name each other, and
/// lie together.
struct OgipNames {
  std::string pha, bkg, arf, rmf;
};
OgipNames ogip_names(std::string_view name);

/// TeV to the energy unit of OGIP files.
inline constexpr double kev_per_tev = 1e9;

/// HDUCLASS OGIP, HDUCLAS1 to HDUCLAS4 (those that are not empty), HDUVERS.
std::vector<FitsKey> ogip_class_keys(std::vector<std::string> const& classes, std::string const& version);

/// TELESCOP, INSTRUME, FILTER, which OGIP demands: of the runs, UNKNOWN where they differ or do not say;
/// NONE for the filter. OBS_ID = `name`.
std::vector<FitsKey> ogip_origin_keys(ProductSummary const& summary, std::string const& name);

/// EBOUNDS: CHANNEL from 0, E_MIN, E_MAX in keV (OGIP/92-002 section 3.3).
void write_ogip_ebounds(FitsWriter& file, EnergyAxis const& axis, ProductSummary const& summary,
                        std::string const& name);

}  // namespace engine
