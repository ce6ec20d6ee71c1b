/// Instants on the TT scale, a file's own count of seconds, and the good time intervals in it.
#pragma once

#include <string>
#include <vector>

#include "engine/model/units.hpp"

namespace engine {

/// An instant on the TT scale, counted from 2000-01-01T00:00:00 TT. Resolution about 0.1 microsecond.
class Time {
 public:
  constexpr Time() = default;
  static constexpr Time from_tt(Duration since_epoch) { return Time(since_epoch); }
  static constexpr Time from_mjd_tt(double mjd) { return Time(seconds((mjd - epoch_mjd) * 86400)); }
  constexpr Duration tt() const { return since_epoch_; }
  constexpr double mjd_tt() const { return epoch_mjd + in_seconds(since_epoch_) / 86400; }
  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Duration operator-(Time a, Time b) { return a.since_epoch_ - b.since_epoch_; }
  friend constexpr Time operator+(Time t, Duration d) { return Time(t.since_epoch_ + d); }

  static constexpr double epoch_mjd = 51544.0;

 private:
  constexpr explicit Time(Duration d) : since_epoch_(d) {}
  Duration since_epoch_;
};

struct TimeRange {
  Time start, stop;  ///< half open: start <= t < stop
};

enum class TimeScale { tt, utc, tai, tdb };

/// What a file's TIME column counts from. TIME is elapsed SI seconds since `zero` (for UTC files too, as
/// astropy and gammapy read them: leap seconds between the reference and the event are counted).
/// "MET" (mission elapsed time) below always means: seconds since `zero` of the file at hand.
struct TimeReference {
  Time zero;                        ///< the instant MJDREFI + MJDREFF of TIMESYS, on TT
  TimeScale scale = TimeScale::tt;  ///< TIMESYS, kept for the headers we write
  int mjdrefi = 51544;              ///< as the header has it, in `scale`
  double mjdreff = 0;

  double met_of(Time t) const { return in_seconds(t - zero); }
  Time time_of(double met_s) const { return zero + seconds(met_s); }
};

struct MetRange {
  double start_s, stop_s;  ///< half open: start <= met < stop
  friend bool operator==(MetRange const&, MetRange const&) = default;
};

/// Good time intervals in the MET of one file: sorted, disjoint, none empty.
/// Kept in the file's own seconds, so that comparing an event with a boundary involves no rounding.
class GoodTimes {
 public:
  GoodTimes() = default;
  /// Sorts, merges what overlaps or touches, drops what is empty. NaN bounds are a contract violation.
  explicit GoodTimes(std::vector<MetRange> ranges);
  std::vector<MetRange> const& ranges() const { return ranges_; }
  double ontime_s() const;
  bool contains(double met_s) const;

  friend bool operator==(GoodTimes const&, GoodTimes const&) = default;

 private:
  std::vector<MetRange> ranges_;
};

GoodTimes intersection(GoodTimes const& a, GoodTimes const& b);

}  // namespace engine
