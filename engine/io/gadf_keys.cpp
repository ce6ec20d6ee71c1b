#include "engine/io/gadf_keys.hpp"

#include <cstdint>
#include <iterator>

#include "engine/io/time_scales.hpp"

namespace engine {

void append(std::vector<FitsKey>& keys, std::vector<FitsKey> more) {
  keys.insert(keys.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<FitsKey> gadf_class_keys(std::string const& class1, std::string const& class2) {
  std::vector<FitsKey> keys{{"HDUCLASS", std::string("GADF"), "class of the format"},
                            {"HDUDOC", std::string(gadf_document), "its document"},
                            {"HDUVERS", std::string(gadf_version), "its version"},
                            {"HDUCLAS1", class1, "kind of this HDU"}};
  if (!class2.empty()) keys.push_back({"HDUCLAS2", class2, "kind of this HDU"});
  return keys;
}

std::vector<FitsKey> time_reference_keys(TimeReference const& time) {
  return {{"MJDREFI", std::int64_t{time.mjdrefi}, "[d] integer part of the time reference"},
          {"MJDREFF", time.mjdreff, "[d] its fractional part"},
          {"TIMEUNIT", std::string("s"), "unit of times"},
          {"TIMESYS", std::string(word_of(time.scale)), "time scale"},
          {"TIMEREF", std::string("LOCAL"), "where times are measured"}};
}

std::vector<FitsKey> time_span_keys(TimeReference const& time, GoodTimes const& good_times) {
  std::vector<MetRange> const& ranges = good_times.ranges();
  if (ranges.empty()) return {};
  double const start_s = ranges.front().start_s, stop_s = ranges.back().stop_s;
  return {{"TSTART", start_s, "[s] start, from MJDREF"},
          {"TSTOP", stop_s, "[s] stop, from MJDREF"},
          {"TELAPSE", stop_s - start_s, "[s] TSTOP - TSTART"},
          {"DATE-OBS", iso_text(time.time_of(start_s), time.scale, 3), "start, in TIMESYS"},
          {"DATE-END", iso_text(time.time_of(stop_s), time.scale, 3), "stop, in TIMESYS"}};
}

std::vector<FitsKey> exposure_keys(double ontime_s, double livetime_s) {
  return {{"ONTIME", ontime_s, "[s] sum of the good time intervals"},
          {"LIVETIME", livetime_s, "[s] ONTIME without dead time"},
          {"DEADC", ontime_s > 0 ? livetime_s / ontime_s : 0.0, "LIVETIME / ONTIME"}};
}

void write_good_times(FitsWriter& file, TimeReference const& time, GoodTimes const& good_times) {
  std::vector<double> start_s, stop_s;
  for (MetRange const& range : good_times.ranges()) {
    start_s.push_back(range.start_s);
    stop_s.push_back(range.stop_s);
  }
  file.table("GTI", {{"START", "1D", "s"}, {"STOP", "1D", "s"}});
  file.keys(gadf_class_keys("GTI"));
  file.keys(time_reference_keys(time));
  file.keys(time_span_keys(time, good_times));
  file.column(1, start_s);
  file.column(2, stop_s);
}

}  // namespace engine
