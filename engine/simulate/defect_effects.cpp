#include "engine/simulate/defect_effects.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <numbers>
#include <optional>
#include <set>
#include <string_view>
#include <variant>

namespace engine {

namespace {

struct Remove {};
struct Rename {
  std::string_view to;
};
struct Set {
  std::variant<bool, std::int64_t, double, std::string_view> value;
};
struct Negate {};
struct MakeReal {};
struct Divide {
  double by;
};
using Edit = std::variant<Remove, Rename, Set, Negate, MakeReal, Divide>;

struct KeywordEdit {
  PlantedDefect defect;
  TableKind kind;
  std::string_view keyword;
  Edit edit;
};

using enum PlantedDefect;
using enum TableKind;

std::vector<KeywordEdit> const& keyword_edits() {
  static std::vector<KeywordEdit> const edits{
      {missing_hdu_classes, events, "HDUCLASS", Remove{}},
      {missing_hdu_classes, events, "HDUDOC", Remove{}},
      {missing_hdu_classes, events, "HDUVERS", Remove{}},
      {missing_hdu_classes, events, "HDUCLAS1", Remove{}},
      {missing_hdu_classes, good_times, "HDUCLASS", Remove{}},
      {missing_hdu_classes, good_times, "HDUDOC", Remove{}},
      {missing_hdu_classes, good_times, "HDUVERS", Remove{}},
      {missing_hdu_classes, good_times, "HDUCLAS1", Remove{}},
      {missing_obs_mode, events, "OBS_MODE", Remove{}},
      {missing_origin, events, "ORIGIN", Remove{}},
      {missing_origin, events, "INSTRUME", Remove{}},
      {missing_time_reference, events, "MJDREFI", Remove{}},
      {missing_time_reference, events, "MJDREFF", Remove{}},
      {missing_time_reference, good_times, "MJDREFI", Remove{}},
      {missing_time_reference, good_times, "MJDREFF", Remove{}},
      {mjdrefi_real, events, "MJDREFI", MakeReal{}},
      {mjdrefi_real, good_times, "MJDREFI", MakeReal{}},
      {timesys_utc_lower_case, events, "TIMESYS", Set{"utc"}},
      {timesys_utc_lower_case, good_times, "TIMESYS", Set{"utc"}},
      {radecsys_fk5, events, "RADECSYS", Set{"FK5"}},
      {telapse_zero, events, "TELAPSE", Set{0.0}},
      {date_obs_underscore, events, "DATE-OBS", Rename{"DATE_OBS"}},
      {date_obs_underscore, events, "DATE-END", Rename{"DATE_END"}},
      {site_sign_and_unit, events, "GEOLON", Negate{}},
      {site_sign_and_unit, events, "ALTITUDE", Divide{1000}},
      {altitude_always_90, events, "ALT_PNT", Set{90.0}},
      {rpsf_class, point_spread, "HDUCLAS2", Set{"RPSF"}},
      {missing_high_threshold, effective_area, "HI_THRES", Remove{}},
  };
  return edits;
}

struct Apply {
  std::vector<FitsKey>& keys;
  std::vector<FitsKey>::iterator key;

  void operator()(Remove) const { keys.erase(key); }
  void operator()(Rename const& r) const { key->keyword = r.to; }
  void operator()(Set const& s) const {
    std::visit(
        [&](auto value) {
          if constexpr (std::is_same_v<decltype(value), std::string_view>)
            key->value = std::string(value);
          else
            key->value = value;
        },
        s.value);
  }
  void operator()(Negate) const { key->value = -std::get<double>(key->value); }
  void operator()(MakeReal) const { key->value = static_cast<double>(std::get<std::int64_t>(key->value)); }
  void operator()(Divide const& d) const { key->value = std::get<double>(key->value) / d.by; }
};

}  // namespace

void spoil_keys(PlantedDefects const& defects, TableKind kind, std::vector<FitsKey>& keys) {
  for (KeywordEdit const& edit : keyword_edits()) {
    if (edit.kind != kind || !defects.contains(edit.defect)) continue;
    auto const key =
        std::find_if(keys.begin(), keys.end(), [&](FitsKey const& k) { return k.keyword == edit.keyword; });
    if (key != keys.end()) std::visit(Apply{keys, key}, edit.edit);
  }
}

std::string background_unit(PlantedDefects const& defects) {
  if (defects.contains(background_unit_invalid)) return "1/s/MeV/sr";
  if (defects.contains(background_unit_order)) return "MeV-1 s-1 sr-1";
  return "s-1 MeV-1 sr-1";
}

TimeReference time_of_files(PlantedDefects const& defects) {
  TimeReference time = simulation_time();
  if (!defects.contains(timesys_utc_lower_case)) return time;
  // MJD 51910.0 on UTC is the same instant as MJD 51910 + 64.184 s on TT.
  time.scale = TimeScale::utc;
  time.mjdreff = 0;
  return time;
}

RunPlace place_in_set(SimulationRequest const& request, RunPlan const& plan) {
  return plan.obs_id == request.first_obs_id + request.runs - 1 ? RunPlace::last : RunPlace::before_the_last;
}

namespace {

void remove_events(SimulatedRun& run) {
  for (std::vector<double>* column :
       {&run.met_s, &run.ra_rad, &run.dec_rad, &run.energy_tev, &run.detx_rad, &run.dety_rad})
    column->clear();
  run.mc_id.clear();
  run.truth.clear();
}

void move_out_of_good_times(SimulatedRun& run) {
  if (run.size() < 3) return;
  double const beyond_s[] = {run.plan.start_s - 0.5, run.plan.stop_s, run.plan.stop_s + 2};
  run.met_s.front() = beyond_s[0];
  run.met_s[run.size() - 2] = beyond_s[1];
  run.met_s.back() = beyond_s[2];
}

/// Only the order of times changes: each row keeps what else it has.
void unsort_times(SimulatedRun& run) {
  for (std::size_t i = 0; i + 1 < run.size(); i += 2) std::swap(run.met_s[i], run.met_s[i + 1]);
}

void turn_right_ascensions(SimulatedRun& run) {
  for (std::size_t i = 0; i < run.size(); ++i)
    run.ra_rad[i] += (i % 3 == 0 ? -2 : i % 3 == 1 ? 2 : 0) * std::numbers::pi;
}

void break_energies(SimulatedRun& run) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::array<double, 4> const broken{std::numeric_limits<double>::quiet_NaN(), infinity, -1, 0};
  for (std::size_t i = 0; i < std::min(broken.size(), run.size()); ++i) run.energy_tev[i] = broken[i];
}

}  // namespace

void spoil_events(PlantedDefects const& defects, RunPlace place, SimulatedRun& run) {
  if (defects.contains(no_events) && place == RunPlace::last) remove_events(run);
  if (defects.contains(events_outside_gti)) move_out_of_good_times(run);
  if (defects.contains(unsorted_time)) unsort_times(run);
  if (defects.contains(ra_beyond_turn)) turn_right_ascensions(run);
  if (defects.contains(nan_energies)) break_energies(run);
}

void spoil_file(PlantedDefects const& defects, RunPlace place, std::string const& path) {
  if (!defects.contains(truncated_file) || place != RunPlace::last) return;
  // EVENTS is the first table and by far the largest part of a file without responses.
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
}

namespace {

void drop_times_and_object(IndexedRun& run) {
  std::set<std::string> const dropped{"TSTART",   "TSTOP",    "DATE-OBS", "DATE-END",
                                      "TIME-OBS", "TIME-END", "OBJECT"};
  std::erase_if(run.facts, [&](FitsKey const& key) { return dropped.contains(key.keyword); });
}

void rename_in_index(IndexedRun& run, std::string_view type, std::string IndexedHdu::*member,
                     std::string const& value) {
  for (IndexedHdu& hdu : run.hdus)
    if (hdu.type == type) hdu.*member = value;
}

}  // namespace

void spoil_index(PlantedDefects const& defects, std::vector<IndexedRun>& runs) {
  for (IndexedRun& run : runs) {
    if (defects.contains(index_without_times)) drop_times_and_object(run);
    if (defects.contains(gti_misnamed)) rename_in_index(run, "gti", &IndexedHdu::hdu, "GTI_GOOD");
  }
  if (defects.contains(no_events) && !runs.empty())
    for (FitsKey& key : runs.back().facts)
      if (key.keyword == "EVENT_COUNT") key.value = std::int64_t{0};
  if (defects.contains(duplicate_obs_id) && runs.size() > 1) runs[1].id = runs[0].id;
  if (defects.contains(missing_file) && !runs.empty())
    for (std::string_view type : {"events", "gti"})
      rename_in_index(runs.back(), type, &IndexedHdu::file, "data/run_that_is_not_there.fits");
}

}  // namespace engine
