/// Spectra with their responses from OGIP files, ours and others'.
#pragma once

#include <string>

#include "engine/model/spectrum_on_off.hpp"

namespace engine {

/// Reads the PHA file and what it names as BACKFILE, ANCRFILE and RESPFILE, beside it or by their path. OFF
/// acceptances are BACKSCAL * AREASCAL of the background times its exposure over that of ON, so that alpha is
/// what XSPEC and gammapy take it for. BACKSCAL, QUALITY and AREASCAL may be columns or keywords; a channel
/// is usable if its QUALITY is 0 and alpha is known. Matrix cells may be of variable length, fixed arrays or
/// single numbers; channels count from TLMIN of F_CHAN, or without it from the first of EBOUNDS. Energies and
/// areas in any unit.
///
/// Failure(bad_data) for files without a background, an area, or a matrix (a fit here needs all), for axes
/// that do not fit each other, and for anything that is not finite or negative.
FoldedSpectrum read_ogip_spectrum(std::string const& pha_path);

}  // namespace engine
