#include "engine/check/events_header_rules.hpp"

#include <array>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/check/site_rules.hpp"
#include "engine/check/time_rules.hpp"

namespace engine {

namespace {

constexpr double time_digits_s = 0.01;
constexpr double livetime_tolerance = 1e-3;  // relative

std::string milli(double value) { return shortest(std::round(value * 1000) / 1000); }

void check_frame(FitsHeader const& header, EventsFacts const& facts, Findings const& out) {
  std::string const where = clause(facts.version, section_events_keywords);
  std::optional<std::string> const frame =
      header.has("RADECSYS") ? header.text("RADECSYS") : header.text("RADESYS");
  if (frame && same_word(*frame, "FK5"))
    out.add({.severity = Severity::note,
             .code = "frame-fk5",
             .keyword_or_column = "RADECSYS",
             .message = "positions are said to be FK5; all tools, this one too, read them as ICRS (less than "
                        "0.1 arcsec apart)",
             .remedy = "write ICRS if they are",
             .clause = where});
  else if (frame && !same_word(*frame, "ICRS"))
    out.add({.severity = Severity::error,
             .code = "frame-unknown",
             .keyword_or_column = "RADECSYS",
             .message = "the frame '" + *frame +
                        "' is neither ICRS nor FK5: readers that assume ICRS misplace "
                        "everything",
             .remedy = "convert the positions to ICRS",
             .clause = where});
  std::optional<double> const equinox = real_value(header, "EQUINOX");
  if (equinox && *equinox != 2000)
    out.add({.severity = Severity::error,
             .code = "equinox-not-2000",
             .keyword_or_column = "EQUINOX",
             .message = "positions are of equinox " + shortest(*equinox) + ": readers take J2000",
             .remedy = "convert the positions to J2000 or ICRS",
             .clause = where});
}

void check_mode(FitsHeader const& header, EventsFacts const& facts, Findings const& out) {
  std::optional<std::string> const mode = header.text("OBS_MODE");
  if (!mode || facts.version == GadfVersion::v0_2) return;  // 0.2 leaves the word to the telescopes
  constexpr std::array<std::string_view, 5> known{"POINTING", "RASTER", "SLEW", "SCAN", "DRIFT"};
  for (std::string_view one : known)
    if (*mode == one) return;
  out.add({.severity = Severity::warning,
           .code = "obs-mode-unknown",
           .keyword_or_column = "OBS_MODE",
           .message = "'" + *mode + "' is none of the modes of the format: readers take it for POINTING",
           .remedy = "write POINTING, RASTER, SLEW, SCAN or DRIFT",
           .clause = clause(facts.version, section_obs_mode)});
}

void check_pointing(EventsFacts const& facts, Findings const& out) {
  auto const outside = [&](std::string const& keyword, double value, std::string const& range) {
    out.add({.severity = Severity::error,
             .code = "pointing-impossible",
             .keyword_or_column = keyword,
             .message = keyword + " = " + shortest(value) + " is outside " + range + " deg",
             .remedy = "correct it",
             .clause = clause(facts.version, section_events_keywords)});
  };
  if (facts.dec_pnt_deg && std::abs(*facts.dec_pnt_deg) > 90)
    outside("DEC_PNT", *facts.dec_pnt_deg, "-90..90");
  if (facts.ra_pnt_deg && std::abs(*facts.ra_pnt_deg) > 720) outside("RA_PNT", *facts.ra_pnt_deg, "0..360");
  if (facts.alt_pnt_deg && std::abs(*facts.alt_pnt_deg) > 90)
    outside("ALT_PNT", *facts.alt_pnt_deg, "-90..90");
  if (facts.alt_pnt_deg == 90.0)  // exactly: no source stays there for a run
    out.add({.severity = Severity::warning,
             .code = "pointing-altaz-filler",
             .keyword_or_column = "ALT_PNT",
             .message = "ALT_PNT = 90 is a filler: zenith cuts and zenith-dependent responses go wrong",
             .remedy = "write the mean altitude and azimuth of the run, or leave them out",
             .clause = clause(facts.version, section_altaz)});
}

void check_durations(EventsFacts const& facts, Findings const& out) {
  std::string const where = clause(facts.version, section_events_keywords);
  auto const report = [&](Severity severity, std::string code, std::string keyword, std::string message,
                          std::string remedy) {
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = std::move(keyword),
             .message = std::move(message),
             .remedy = std::move(remedy),
             .clause = where});
  };
  bool const both_ends = facts.tstart_s && facts.tstop_s;
  if (both_ends && *facts.tstop_s <= *facts.tstart_s)
    report(Severity::error, "run-ends-before-start", "TSTOP", "TSTOP is not after TSTART",
           "correct TSTART and TSTOP");
  if (both_ends && facts.telapse_s &&
      std::abs(*facts.telapse_s - (*facts.tstop_s - *facts.tstart_s)) > time_digits_s)
    report(Severity::warning, "telapse-wrong", "TELAPSE",
           "TELAPSE is " + milli(*facts.telapse_s) + " s, TSTOP - TSTART is " +
               milli(*facts.tstop_s - *facts.tstart_s) + " s",
           "write TELAPSE = TSTOP - TSTART");
  if (facts.deadc && (*facts.deadc < 0 || *facts.deadc > 1))
    report(Severity::error, "deadc-impossible", "DEADC",
           "DEADC = " + shortest(*facts.deadc) + " is outside 0..1: livetimes come out wrong",
           "write LIVETIME / ONTIME");
  if (facts.ontime_s && *facts.ontime_s < 0)
    report(Severity::error, "ontime-negative", "ONTIME", "ONTIME is negative", "write the sum of the GTIs");
  if (!facts.ontime_s || !facts.livetime_s) return;
  if (*facts.livetime_s > *facts.ontime_s * (1 + livetime_tolerance))
    report(
        Severity::error, "livetime-above-ontime", "LIVETIME",
        "LIVETIME " + milli(*facts.livetime_s) + " s is longer than ONTIME " + milli(*facts.ontime_s) + " s",
        "write ONTIME * DEADC");
  else if (facts.deadc && std::abs(*facts.livetime_s - *facts.ontime_s * *facts.deadc) >
                              livetime_tolerance * std::abs(*facts.ontime_s))
    report(Severity::error, "livetime-not-ontime-deadc", "LIVETIME",
           "LIVETIME is " + milli(*facts.livetime_s) + " s, ONTIME * DEADC is " +
               milli(*facts.ontime_s * *facts.deadc) + " s: fluxes differ with what a reader uses",
           "make the three agree");
}

void check_monte_carlo_keywords(FitsHeader const& header, EventsFacts const& facts, Findings const& out) {
  std::uint64_t count = 0;
  for (FitsCard const& card : header.cards())
    if (card.keyword.starts_with("MID") && whole_number(card.keyword.substr(3))) ++count;
  if (count == 0) return;
  out.add({.severity = Severity::note,
           .code = "monte-carlo-keywords",
           .keyword_or_column = "MIDnnnnn",
           .message = "the header lists " + std::to_string(count) +
                      " Monte Carlo identifiers in numbered keywords: these are simulated events",
           .remedy = "nothing to correct",
           .clause = clause(facts.version, section_events_keywords),
           .count = count});
}

}  // namespace

void check_events_header(FitsHeader const& header, EventsFacts const& facts, Findings const& out) {
  std::string const where = clause(facts.version, section_events_keywords);
  check_keywords(header, events_keywords(facts.version, facts.drift), Severity::warning, where, out);
  check_time_reference(header, where, out);
  check_dates(header, out);
  check_repeated_keywords(header, out);
  check_frame(header, facts, out);
  check_mode(header, facts, out);
  check_pointing(facts, out);
  check_durations(facts, out);
  check_site(header, out);
  check_monte_carlo_keywords(header, facts, out);
}

}  // namespace engine
