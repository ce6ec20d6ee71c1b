/// Keywords that GADF tables share: what kind of table it is, and what its times count from.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/time.hpp"

namespace engine {

inline constexpr char const* gadf_document =
    "https://github.com/open-gamma-ray-astro/gamma-astro-data-formats";
inline constexpr char const* gadf_version = "0.3";

/// HDUCLASS, HDUDOC, HDUVERS, HDUCLAS1 and, if not empty, HDUCLAS2.
std::vector<FitsKey> gadf_class_keys(std::string const& class1, std::string const& class2 = {});
/// MJDREFI, MJDREFF, TIMEUNIT, TIMESYS, TIMEREF.
std::vector<FitsKey> time_reference_keys(TimeReference const& time);
/// TSTART, TSTOP, TELAPSE, and DATE-OBS, DATE-END in the scale of the reference; none without good times.
std::vector<FitsKey> time_span_keys(TimeReference const& time, GoodTimes const& good_times);
/// ONTIME, LIVETIME and DEADC = LIVETIME/ONTIME (0 without ONTIME, as GADF defines it).
std::vector<FitsKey> exposure_keys(double ontime_s, double livetime_s);

/// The GTI table.
void write_good_times(FitsWriter& file, TimeReference const& time, GoodTimes const& good_times);

void append(std::vector<FitsKey>& keys, std::vector<FitsKey> more);

}  // namespace engine
