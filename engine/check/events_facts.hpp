/// The numbers of an EVENTS header that several rules compare with each other, read once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/check/gadf_format.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// Nothing: absent, or unreadable (check_keywords says so).
struct EventsFacts {
  GadfVersion version = GadfVersion::v0_3;
  std::optional<std::int64_t> obs_id;
  bool drift = false;
  std::optional<double> ra_pnt_deg, dec_pnt_deg, alt_pnt_deg;
  std::optional<double> tstart_s, tstop_s, telapse_s, ontime_s, livetime_s, deadc;
  std::optional<TimeReference> reference;
};
EventsFacts events_facts(FitsHeader const& header);

}  // namespace engine
