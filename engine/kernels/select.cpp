#include "engine/kernels/select.hpp"

#include <algorithm>
#include <limits>
#include <numbers>
#include <numeric>

#include "engine/base/expects.hpp"
#include "engine/kernels/dispatch.hpp"

namespace engine {

namespace {

using Mask = std::span<std::uint8_t>;

DISTILL_WIDE void keep_between(double const* __restrict values, std::size_t n, double min, double max,
                               std::uint8_t* __restrict keep) {
  for (std::size_t i = 0; i < n; ++i)
    keep[i] &= static_cast<std::uint8_t>(values[i] >= min && values[i] < max);
}

DISTILL_WIDE void add_between(double const* __restrict values, std::size_t n, double min, double max,
                              std::uint8_t* __restrict found) {
  for (std::size_t i = 0; i < n; ++i)
    found[i] |= static_cast<std::uint8_t>(values[i] >= min && values[i] < max);
}

DISTILL_WIDE std::size_t count_set(std::uint8_t const* mask, std::size_t n) {
  std::size_t total = 0;
  for (std::size_t first = 0; first < n; first += 128) {
    std::uint8_t some = 0;  // at most 128, so that it fits, and the inner loop adds bytes
    std::size_t const last = std::min(n, first + 128);
    for (std::size_t i = first; i < last; ++i) some = static_cast<std::uint8_t>(some + mask[i]);
    total += some;
  }
  return total;
}

/// Many intervals: the one that held the previous event is tried first, as events mostly come in order.
void mark_good(std::vector<MetRange> const& ranges, std::span<double const> met_s, Mask good) {
  std::size_t at = 0;
  auto const holds = [](MetRange const& r, double t) { return t >= r.start_s && t < r.stop_s; };
  for (std::size_t i = 0; i < good.size(); ++i) {
    double const t = met_s[i];
    if (!holds(ranges[at], t)) {
      auto const after = std::upper_bound(ranges.begin(), ranges.end(), t,
                                          [](double value, MetRange const& r) { return value < r.start_s; });
      at = after == ranges.begin() ? 0 : static_cast<std::size_t>(after - ranges.begin()) - 1;
    }
    good[i] = static_cast<std::uint8_t>(holds(ranges[at], t));
  }
}

void mark_gti(std::vector<MetRange> const& ranges, std::span<double const> met_s, Mask good) {
  constexpr std::size_t few = 8;  // as many passes in vectors cost less than one by search
  if (ranges.size() > few) return mark_good(ranges, met_s, good);
  std::fill(good.begin(), good.end(), std::uint8_t{0});
  for (MetRange const& r : ranges) add_between(met_s.data(), good.size(), r.start_s, r.stop_s, good.data());
}

/// Keeps in `rows` those whose mask is set; without branches, since nothing predicts them.
void keep_marked(std::vector<std::uint32_t>& rows, Mask mask) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[kept] = rows[i];
    kept += mask[i];
  }
  rows.resize(kept);
}

/// Counts the cut and leaves the survivors in the workspace.
void settle(Cut cut, SelectionWorkspace& w, CutFlow& flow) {
  std::size_t const before = w.rows.size();
  keep_marked(w.rows, w.mask);
  flow.removed_by(cut) += before - w.rows.size();
}

/// The cuts that need only a look at one column: over the whole block, in vectors.
void column_cuts(PreparedSelection const& s, EventView e, SelectionWorkspace& w, CutFlow& flow) {
  std::size_t const n = e.size();
  w.mask.assign(n, 1);
  std::size_t left = n;
  auto const account = [&](Cut cut) {
    std::size_t const now = count_set(w.mask.data(), n);
    flow.removed_by(cut) += left - now;
    left = now;
  };
  if (s.gti) {
    mark_gti(*s.gti, e.met_s, w.mask);
    account(Cut::gti);
  }
  if (s.time) {
    keep_between(e.met_s.data(), n, s.time->start_s, s.time->stop_s, w.mask.data());
    account(Cut::time);
  }
  if (s.energy) {
    keep_between(e.energy_tev.data(), n, s.energy->min_tev, s.energy->max_tev, w.mask.data());
    account(Cut::energy);
  }
  w.rows.resize(n);
  std::iota(w.rows.begin(), w.rows.end(), 0U);
  if (left < n) keep_marked(w.rows, w.mask);
}

VectorView vectors_of_rows(EventView e, SelectionWorkspace& w) {
  std::size_t const n = w.rows.size();
  for (auto* column : {&w.ra_rad, &w.dec_rad, &w.x, &w.y, &w.z}) column->resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    w.ra_rad[i] = e.ra_rad[w.rows[i]];
    w.dec_rad[i] = e.dec_rad[w.rows[i]];
  }
  unit_vectors(w.ra_rad, w.dec_rad, {w.x, w.y, w.z});
  return {w.x, w.y, w.z};
}

void direction_cuts(PreparedSelection const& s, EventView e, SelectionWorkspace& w, CutFlow& flow) {
  bool const in_region = !s.region.everything();
  if (!s.offset && !in_region) return;
  if (s.offset) {
    VectorView const v = vectors_of_rows(e, w);
    w.mask.resize(w.rows.size());
    mark_inside(*s.offset, v, w.mask);
    settle(Cut::offset, w, flow);
  }
  if (in_region) {
    VectorView const v = vectors_of_rows(e, w);
    w.mask.resize(w.rows.size());
    mark_inside(s.region, v, w.mask);
    settle(Cut::region, w, flow);
  }
}

void zenith_cut(PreparedSelection::ZenithCut const& cut, EventView e, SelectionWorkspace& w, CutFlow& flow) {
  w.mask.resize(w.rows.size());
  bool const altitude = cut.column.meaning == ZenithColumn::Meaning::altitude;
  std::visit(
      [&](auto const& values) {
        for (std::size_t i = 0; i < w.rows.size(); ++i) {
          double const angle = cut.column.radians_per_unit * static_cast<double>(values[w.rows[i]]);
          double const zenith = altitude ? std::numbers::pi / 2 - angle : angle;
          w.mask[i] = static_cast<std::uint8_t>(zenith >= cut.min_rad && zenith < cut.max_rad);
        }
      },
      e.extra[cut.column.extra].values);
  settle(Cut::zenith, w, flow);
}

}  // namespace

std::span<std::uint32_t const> kept_rows(PreparedSelection const& selection, EventView events,
                                         SelectionWorkspace& workspace, CutFlow& flow) {
  std::size_t const n = events.size();
  EXPECTS(n < std::numeric_limits<std::uint32_t>::max());
  ColumnSet const needed = columns_needed(selection);
  EXPECTS(!needed.time || events.met_s.size() == n);
  EXPECTS(!needed.energy || events.energy_tev.size() == n);
  EXPECTS(!needed.direction || (events.ra_rad.size() == n && events.dec_rad.size() == n));
  EXPECTS(!selection.zenith || selection.zenith->column.extra < events.extra.size());

  flow.read += n;
  column_cuts(selection, events, workspace, flow);
  direction_cuts(selection, events, workspace, flow);
  if (selection.zenith) zenith_cut(*selection.zenith, events, workspace, flow);
  if (selection.where) {
    workspace.mask.resize(workspace.rows.size());
    evaluate(*selection.where, events, workspace.rows, workspace.evaluation, workspace.mask);
    settle(Cut::where, workspace, flow);
  }
  flow.kept += workspace.rows.size();
  return workspace.rows;
}

}  // namespace engine
