#include "catalog/ingest/time_moc.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace catalog::ingest {

namespace {

constexpr int deepest = 61;

/// Cells [first, last) of time_moc_order.
struct Cells {
  std::uint64_t first, last;
};

/// TCB runs faster than TT (= TDB within 2 ms): IAU 2006 resolution B3.
double tcb_microseconds(engine::Time t) {
  constexpr double rate = 1.550519768e-8, jd_of_mjd = 2400000.5, start_jd = 2443144.5003725,
                   offset_s = 6.55e-5;
  double const jd = t.mjd_tt() + jd_of_mjd;
  return (jd * 86400 + rate * (jd - start_jd) * 86400 + offset_s) * 1e6;
}

std::vector<Cells> touched(std::vector<TtRange> const& ranges) {
  double const cell_us = std::ldexp(1.0, deepest - time_moc_order);
  std::vector<Cells> cells;
  for (TtRange const& range : ranges) {
    double const from = std::floor(tcb_microseconds(range.start) / cell_us);
    double const to = std::ceil(tcb_microseconds(range.stop) / cell_us);
    double const most = std::ldexp(1.0, time_moc_order);
    if (from >= 0 && to > from && to <= most)
      cells.push_back({static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to)});
  }
  std::sort(cells.begin(), cells.end(), [](Cells a, Cells b) { return a.first < b.first; });
  std::vector<Cells> merged;
  for (Cells const& next : cells) {
    if (!merged.empty() && next.first <= merged.back().last)
      merged.back().last = std::max(merged.back().last, next.last);
    else
      merged.push_back(next);
  }
  return merged;
}

using PerOrder = std::array<std::vector<Cells>, time_moc_order + 1>;

/// The largest cells that fit, from the left.
void add_cells(PerOrder& orders, Cells range) {
  while (range.first < range.last) {
    int up = 0;
    while (up < time_moc_order && (range.first >> up) % 2 == 0 &&
           range.first + (std::uint64_t{2} << up) <= range.last)
      ++up;
    auto& order = orders[static_cast<std::size_t>(time_moc_order - up)];
    std::uint64_t const index = range.first >> up;
    if (!order.empty() && order.back().last == index)
      order.back().last = index + 1;
    else
      order.push_back({index, index + 1});
    range.first += std::uint64_t{1} << up;
  }
}

}  // namespace

std::string time_moc_ascii(std::vector<TtRange> const& ranges) {
  PerOrder orders;
  std::vector<Cells> const cells = touched(ranges);
  if (cells.empty()) return {};
  for (Cells const& range : cells) add_cells(orders, range);
  std::string out = "t";
  for (int order = 0; order <= time_moc_order; ++order) {
    auto const& list = orders[static_cast<std::size_t>(order)];
    if (list.empty() && order != time_moc_order) continue;
    if (out.size() > 1) out += " ";
    out += std::to_string(order) + "/";
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out += ",";
      out += std::to_string(list[i].first);
      if (list[i].last - list[i].first > 1) out += "-" + std::to_string(list[i].last - 1);
    }
  }
  return out;
}

}  // namespace catalog::ingest
