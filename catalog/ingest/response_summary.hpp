/// How sharp the responses of a run are at a reference point: one number for space, one for energy.
#pragma once

#include <optional>
#include <string>

#include "engine/io/fits_file.hpp"

namespace catalog::ingest {

/// Where resolutions are stated: 1 TeV, 0.5 deg off the axis of the array, or the nearest point of the table.
inline constexpr double reference_energy_tev = 1, reference_offset_deg = 0.5;

/// A number that belongs to a point of a response table.
struct AtReference {
  double value, energy_tev, theta_deg;
};

/// Full width at half maximum, in arcsec, of the Gaussian with the 68 % containment radius of the PSF:
/// r68 * sqrt(ln 2 / ln(1/0.32)) * 2. Of PSF_TABLE, PSF_3GAUSS (GammaLib's 3GAUSS) and PSF_KING; told apart
/// by their columns. Nothing for anything else and for tables that mean nothing there; `why` says so.
std::optional<AtReference> psf_fwhm_arcsec(engine::FitsFile& file, int hdu, std::string& why);

/// 1 / (half the width of the central 68 % of E_reco/E_true) of EDISP_2D.
std::optional<AtReference> energy_resolving_power(engine::FitsFile& file, int hdu, std::string& why);

/// LO_THRES and HI_THRES in TeV, where they mean something: positive, not the ends of a simulation (VERITAS
/// writes 0.01 to 10000), in order.
struct SafeEnergies {
  std::optional<double> lo_tev, hi_tev;
};
SafeEnergies safe_energies(engine::FitsHeader const& effective_area);

}  // namespace catalog::ingest
