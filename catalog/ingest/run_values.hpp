/// What the header, the good times and the events of a run say, in the units of the catalogue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ingest/collection.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/time.hpp"

namespace catalog::ingest {

/// Notes are what was tolerated: sentences fit for the report, without the name of the run.
using Notes = std::vector<std::string>;

struct SkyPoint {
  double ra_deg, dec_deg;
};

/// Positions: FK5 J2000 in headers is read as ICRS as everybody does (20 mas), other frames are refused and
/// give nothing, with a note.
struct SkyValues {
  std::optional<SkyPoint> pointing;                ///< ICRS; right ascension in [0, 360)
  std::optional<double> ra_pnt, dec_pnt;           ///< as written
  std::optional<double> ra_obj, dec_obj;           ///< as written
  std::optional<double> glon_deg, glat_deg;        ///< of the pointing
  std::optional<double> alt_deg, az_deg, zen_deg;  ///< mean ALT_PNT and AZ_PNT; zen = 90 - alt
};
SkyValues sky_values(engine::FitsHeader const& header, Notes& notes);

/// Instants as MJD UTC, durations in s.
struct TimeValues {
  std::optional<engine::TimeReference> reference;
  std::optional<double> tstart_s, tstop_s;  ///< of the file's own clock
  std::optional<double> t_min, t_max;       ///< from TSTART and TSTOP, else from the good times
  std::optional<double> ontime_s, livetime_s, deadc, telapse_s;
};
/// LIVETIME, where it is absent, is ONTIME * DEADC. What cannot be (negative, DEADC above 1, dates out of all
/// years) is nothing, with a note.
TimeValues time_values(engine::FitsHeader const& header, std::vector<engine::MetRange> const& good_times,
                       Notes& notes);

/// Of all events, not only those in good times. NaN, zero and negative energies are left out and noted.
struct EnergyRangeFound {
  std::optional<double> min_tev, max_tev;
  std::uint64_t unusable = 0;
};

/// Diameter of the field of view in degrees, by the first of: mean of the telescopes of the array
/// configuration, twice the radius of the region of interest (DSVALn of POS), the collection's s_fov, what is
/// known of TELESCOP. Nothing if none of them says it.
std::optional<double> field_of_view_deg(engine::FitsHeader const& header, Collection const& collection,
                                        ArrayConfiguration const* array);
std::optional<double> mean_field_of_view_deg(ArrayConfiguration const& array);

/// The first configuration that was valid at that time and whose instrument is the run's.
ArrayConfiguration const* array_of(engine::FitsHeader const& header, std::optional<engine::Time> when,
                                   Collection const& collection);

/// A keyword as a number; nothing, with a note, if it is there but no number.
std::optional<double> real_or_note(engine::FitsHeader const& header, std::string const& keyword,
                                   Notes& notes);
std::optional<std::int64_t> integer_or_note(engine::FitsHeader const& header, std::string const& keyword,
                                            std::int64_t least, std::int64_t most, Notes& notes);

}  // namespace catalog::ingest
