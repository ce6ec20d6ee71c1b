#include "engine/check/events_facts.hpp"

#include "engine/base/text.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/check/time_rules.hpp"

namespace engine {

EventsFacts events_facts(FitsHeader const& header) {
  return {.version = gadf_version(header),
          .obs_id = whole_value(header, "OBS_ID"),
          .drift = same_word(header.text("OBS_MODE").value_or(""), "DRIFT"),
          .ra_pnt_deg = real_value(header, "RA_PNT"),
          .dec_pnt_deg = real_value(header, "DEC_PNT"),
          .alt_pnt_deg = real_value(header, "ALT_PNT"),
          .tstart_s = real_value(header, "TSTART"),
          .tstop_s = real_value(header, "TSTOP"),
          .telapse_s = real_value(header, "TELAPSE"),
          .ontime_s = real_value(header, "ONTIME"),
          .livetime_s = real_value(header, "LIVETIME"),
          .deadc = real_value(header, "DEADC"),
          .reference = readable_reference(header)};
}

}  // namespace engine
