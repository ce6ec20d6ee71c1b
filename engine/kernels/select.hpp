/// Which events of a block pass, and where the others went.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/kernels/evaluate.hpp"
#include "engine/kernels/shapes.hpp"
#include "engine/model/cut_flow.hpp"
#include "engine/model/events.hpp"
#include "engine/model/selection.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// 90 deg minus an altitude column, or a zenith column as it stands.
struct ZenithColumn {
  enum class Meaning { altitude, zenith };
  std::size_t extra;  ///< index into EventView::extra
  Meaning meaning = Meaning::altitude;
  double radians_per_unit;
};

/// What a file brings to the selection.
struct FileFacts {
  TimeReference time;
  GoodTimes good_times;                     ///< applied if the selection says so
  std::optional<Direction<Icrs>> pointing;  ///< needed for a cut on the offset
  std::optional<ZenithColumn> zenith;       ///< needed for a cut on the zenith angle
  std::vector<std::size_t> where_columns;   ///< Condition::extra
};

/// A selection with everything resolved for one file; an empty optional means "no cut". Ranges are half
/// open, open ends infinite.
struct PreparedSelection {
  struct ZenithCut {
    ZenithColumn column;
    double min_rad, max_rad;
  };
  struct EnergyCut {
    double min_tev, max_tev;
  };
  std::optional<std::vector<MetRange>> gti;  ///< sorted, disjoint
  std::optional<MetRange> time;
  std::optional<EnergyCut> energy;
  std::optional<PreparedRing> offset;
  PreparedRegion region;
  std::optional<ZenithCut> zenith;
  std::optional<Condition> where;
};

/// Throws Failure(bad_data) where the selection needs a pointing or a zenith column the file does not have.
PreparedSelection prepared(Selection const& selection, FileFacts const& file);
/// The columns that `kept_rows` will look at, apart from `extra`.
ColumnSet columns_needed(PreparedSelection const& selection);

/// Scratch of one thread; grows to the largest block and stays so.
struct SelectionWorkspace {
  std::vector<std::uint8_t> mask;
  std::vector<std::uint32_t> rows;
  std::vector<double> ra_rad, dec_rad, x, y, z;
  EvaluationWorkspace evaluation;
};

/// The rows of the block that pass all cuts, ascending; valid until the workspace is used again. Cuts are
/// applied in the order of all_cuts and counted in `flow`, an event at the first cut it fails. NaN passes no
/// cut that looks at it, nor does an undefined direction; what a NaN means in `where` see evaluate.hpp.
/// At most 2^32 - 1 events in a block.
std::span<std::uint32_t const> kept_rows(PreparedSelection const& selection, EventView events,
                                         SelectionWorkspace& workspace, CutFlow& flow);

}  // namespace engine
