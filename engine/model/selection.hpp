/// What to keep.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "engine/model/expression.hpp"
#include "engine/model/region.hpp"
#include "engine/model/time.hpp"

namespace engine {

enum class GtiUse { apply, ignore };

/// A window in absolute time, or in the elapsed seconds of each file. An open end is an empty optional.
struct TimeWindow {
  std::optional<Time> start, stop;                ///< half open, TT
  std::optional<double> met_start_s, met_stop_s;  ///< half open, in each file's own MET
};
/// Either end may be open.
struct EnergyWindow {
  std::optional<Energy> min, max;  ///< half open
};

/// An empty optional means "no cut".
struct Selection {
  GtiUse gti = GtiUse::apply;
  std::optional<TimeWindow> time;
  std::optional<EnergyWindow> energy;
  std::optional<AngleRange> offset;  ///< from the pointing of the observation (RA_PNT, DEC_PNT)
  Region region;
  std::optional<AngleRange> zenith;  ///< 90 deg - altitude of the event's direction (column ALT, or ZEN)
  std::optional<Expression> where;
};

}  // namespace engine
