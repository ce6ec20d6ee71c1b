/// Spectra as OGIP files that XSPEC, Sherpa and gammapy read: PHA (ON), BKG (OFF), ARF, RMF.
///
/// OGIP/92-007 (PHA) and CAL/GEN/92-002 (ARF, RMF), written so that all three take them: channels from 0 with
/// TLMIN said, variable-length F_CHAN, N_CHAN, MATRIX, EBOUNDS in every file with channels, energies in keV,
/// areas in cm2. Each file carries the account of its inputs like any other product. `path` must not exist.
#pragma once

#include <string>

#include "engine/io/ogip_names.hpp"
#include "engine/model/spectrum_on_off.hpp"

namespace engine {

/// SPECTRUM of the ON counts, naming `names` as its BACKFILE, ANCRFILE and RESPFILE; EBOUNDS, GTI and the
/// account. COUNTS, QUALITY (0 good, 1 outside the safe range), BACKSCAL are columns; EXPOSURE is the
/// livetime.
void write_ogip_pha(std::string const& path, SpectrumOnOff const& spectrum, OgipNames const& names,
                    ProductSummary const& summary, std::string const& prov_json);
/// The same of the OFF counts.
void write_ogip_bkg(std::string const& path, SpectrumOnOff const& spectrum, OgipNames const& names,
                    ProductSummary const& summary, std::string const& prov_json);

/// SPECRESP by true energy.
void write_ogip_arf(std::string const& path, SpectrumResponse const& response, std::string const& name,
                    ProductSummary const& summary, std::string const& prov_json);
/// MATRIX by true energy, on the same grid as the ARF; groups of channels that are not 0. Values are 32-bit.
void write_ogip_rmf(std::string const& path, SpectrumResponse const& response, std::string const& name,
                    ProductSummary const& summary, std::string const& prov_json);

}  // namespace engine
