#include "engine/kernels/turn_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr double whole = 2 * std::numbers::pi;

}  // namespace

void BlockedTurns::add(Angle from, Angle to) {
  EXPECTS(to >= from);
  double const width = in_radians(to - from);
  if (width >= whole) return insert(0, whole);
  double start = std::fmod(in_radians(from), whole);
  if (start < 0) start += whole;
  if (start + width <= whole) return insert(start, start + width);
  insert(start, whole);
  insert(0, start + width - whole);
}

void BlockedTurns::insert(double from, double to) {
  auto first = std::lower_bound(intervals_.begin(), intervals_.end(), from,
                                [](auto const& interval, double value) { return interval.second < value; });
  auto last = first;
  for (; last != intervals_.end() && last->first <= to; ++last) {
    from = std::min(from, last->first);
    to = std::max(to, last->second);
  }
  intervals_.insert(intervals_.erase(first, last), {from, to});
}

Angle BlockedTurns::next_free(Angle at) const {
  double const value = in_radians(at);
  for (auto const& [from, to] : intervals_)
    if (from <= value && value < to) return radians(to);  // they are disjoint: the end of one is free
  return at;
}

}  // namespace engine
