/// Good time intervals as a time coverage map (MOC 2.0, section 4.2 and 4.3.2: TMOC in ASCII).
#pragma once

#include <string>
#include <vector>

#include "engine/model/time.hpp"

namespace catalog::ingest {

/// An order 61 cell is a microsecond of TCB since JD 0; cells of the order used here last about a second.
inline constexpr int time_moc_order = 41;

struct TtRange {
  engine::Time start, stop;
};

/// "t30/1 31/5-6 41/": the cells that the ranges touch, from coarse to fine, ending with the order. Empty for
/// no ranges.
std::string time_moc_ascii(std::vector<TtRange> const& ranges);

}  // namespace catalog::ingest
