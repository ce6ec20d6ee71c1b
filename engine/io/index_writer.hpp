/// The two index tables of a GADF data set (obs-index.fits.gz, hdu-index.fits.gz), as gammapy's DataStore and
/// our own data_set.hpp read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// One table of a run, with the words of the GADF HDU index.
struct IndexedHdu {
  std::string type, hdu_class;  ///< "aeff", "aeff_2d"
  std::string file;             ///< relative to the index tables, with '/'
  std::string hdu;              ///< EXTNAME
  std::int64_t bytes = 0;       ///< size of the file
};

struct IndexedRun {
  std::int64_t id = 0;
  TimeReference time;  ///< of TSTART and TSTOP in `facts`
  /// Keywords as in the EVENTS header (degrees, seconds), and EVENT_COUNT. Those that the index has columns
  /// for are used; what a run does not know stays empty (NaN, TNULL, blank), and a column that no run knows
  /// is left out. GLON_PNT, GLAT_PNT and ZEN_PNT are derived from RA_PNT, DEC_PNT and ALT_PNT; the UTC dates
  /// DATE_OBS, TIME_OBS, DATE_END, TIME_END from TSTART and TSTOP.
  std::vector<FitsKey> facts;
  std::vector<IndexedHdu> hdus;
};

/// Writes both tables into `folder`, in the order given, gzipped without a time stamp. TSTART and TSTOP of
/// all runs are in the time reference of the first. Neither file may exist.
void write_index_tables(std::string const& folder, std::vector<IndexedRun> const& runs);

inline constexpr char const* observation_index_name = "obs-index.fits.gz";
inline constexpr char const* hdu_index_name = "hdu-index.fits.gz";

}  // namespace engine
