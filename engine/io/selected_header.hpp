/// The EVENTS header of a selection of rows: what stays true is carried, what changed is corrected, what GADF
/// demands and can be known is added, and nothing is invented.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/io/fits_writer.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// The source's columns, byte for byte. Refuses variable-length arrays, whose bytes lie outside the rows.
std::vector<FitsColumnFormat> carried_columns(FitsTable const& table, FitsHeader const& header);

/// Cards about the table's structure, its creation, its checksums, and those a selection makes untrue are
/// left out; of a repeated keyword the first stays.
std::vector<FitsCard> carried_cards(FitsHeader const& source);
void write_card(FitsWriter& file, FitsCard const& card);

/// OBS_ID and the time reference in their canonical spelling, and what is missing of HDUCLASS, HDUDOC,
/// HDUVERS, HDUCLAS1, TIMEUNIT, TIMEREF (GADF's defaults) and OBJECT (from the index).
std::vector<FitsKey> gadf_corrections(FitsHeader const& source, Observation const& observation,
                                      ObservationHeader const& facts);

/// TSTART, TSTOP, TELAPSE, DATE-OBS, DATE-END, ONTIME, and with a known dead time LIVETIME and DEADC.
std::vector<FitsKey> exposure_corrections(TimeReference const& time, GoodTimes const& good_times,
                                          double ontime_s, double livetime_s, bool dead_time_known);

/// Cards as keys with typed values, for the index tables.
std::vector<FitsKey> as_keys(std::vector<FitsCard> const& cards);
/// Both lists; where a keyword stands in both, that of `over`.
std::vector<FitsKey> overlaid(std::vector<FitsKey> under, std::vector<FitsKey> const& over);

}  // namespace engine
