#include <algorithm>
#include <limits>

#include "engine/base/failure.hpp"
#include "engine/kernels/select.hpp"

namespace engine {

namespace {

constexpr double no_end = std::numeric_limits<double>::infinity();

MetRange met_range(TimeWindow const& window, TimeReference const& reference) {
  double const start = std::max(window.start ? reference.met_of(*window.start) : -no_end,
                                window.met_start_s.value_or(-no_end));
  double const stop =
      std::min(window.stop ? reference.met_of(*window.stop) : no_end, window.met_stop_s.value_or(no_end));
  return {start, stop};
}

PreparedRing offset_ring(AngleRange offset, FileFacts const& file) {
  if (!file.pointing)
    throw Failure(Fault::bad_data,
                  "cannot cut on the offset from the pointing: the EVENTS header has no RA_PNT and DEC_PNT - "
                  "leave the offset cut out, or use a region");
  return prepared_ring(file.pointing->xyz(), offset.min, offset.max);
}

PreparedSelection::ZenithCut zenith_cut(AngleRange zenith, FileFacts const& file) {
  if (!file.zenith)
    throw Failure(Fault::bad_data,
                  "cannot cut on the zenith angle: the events have neither a column ALT nor ZEN - leave the "
                  "zenith cut out");
  return {*file.zenith, in_radians(zenith.min), in_radians(zenith.max)};
}

}  // namespace

PreparedSelection prepared(Selection const& selection, FileFacts const& file) {
  PreparedSelection out;
  if (selection.gti == GtiUse::apply) out.gti = file.good_times.ranges();
  if (selection.time) out.time = met_range(*selection.time, file.time);
  if (selection.energy)
    out.energy = {selection.energy->min ? in_tev(*selection.energy->min) : -no_end,
                  selection.energy->max ? in_tev(*selection.energy->max) : no_end};
  if (selection.offset) out.offset = offset_ring(*selection.offset, file);
  out.region = prepared(selection.region);
  if (selection.zenith) out.zenith = zenith_cut(*selection.zenith, file);
  if (selection.where) out.where = Condition{*selection.where, file.where_columns};
  return out;
}

ColumnSet columns_needed(PreparedSelection const& selection) {
  ColumnSet out;
  out.time = selection.gti || selection.time;
  out.direction = selection.offset || !selection.region.everything();
  out.energy = selection.energy.has_value();
  return out;
}

}  // namespace engine
