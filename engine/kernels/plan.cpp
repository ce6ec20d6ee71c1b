#include "engine/kernels/plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr double gzip_cost = 12;

std::vector<std::size_t> costliest_first(std::span<PlanInput const> inputs) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (!inputs[i].splittable || inputs[i].rows == 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cost_of(inputs[a]) > cost_of(inputs[b]); });
  return order;
}

std::size_t least_loaded(std::vector<double> const& load) {
  return static_cast<std::size_t>(std::min_element(load.begin(), load.end()) - load.begin());
}

/// How much of `amount` each rank gets so that all end at one level, or above it where they started above.
std::vector<double> shares(std::vector<double> const& load, double amount) {
  std::vector<double> sorted = load;
  std::sort(sorted.begin(), sorted.end());
  double level = 0, below = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    below += sorted[k];
    level = (amount + below) / static_cast<double>(k + 1);
    if (k + 1 == sorted.size() || level <= sorted[k + 1]) break;
  }
  std::vector<double> out;
  for (double const l : load) out.push_back(std::max(0.0, level - l));
  return out;
}

void append(std::vector<WorkUnit>& units, std::size_t file, Rows rows, std::size_t most) {
  // Units of nearly equal length, rather than full ones and a remainder.
  std::size_t const pieces = (rows.count() + most - 1) / most;
  for (std::size_t k = 0; k < pieces; ++k) {
    auto const edge = [&](std::size_t piece) {
      return rows.first + rows.count() / pieces * piece + std::min(piece, rows.count() % pieces);
    };
    units.push_back({file, {edge(k), edge(k + 1)}});
  }
}

/// Walks through the files once, handing each rank its share of cost as consecutive rows.
void deal(std::span<PlanInput const> inputs, std::vector<double> const& share, std::size_t most,
          WorkPlan& plan) {
  std::size_t rank = 0;
  double room = share[0];
  // The last rank with a share takes what rounding leaves.
  std::size_t last = share.size() - 1;
  while (last > 0 && !(share[last] > 0)) --last;
  for (std::size_t file = 0; file < inputs.size(); ++file) {
    if (!inputs[file].splittable) continue;
    std::size_t const rows = inputs[file].rows;
    double const per_row = cost_of(inputs[file]) / static_cast<double>(std::max<std::size_t>(rows, 1));
    std::size_t at = 0;
    while (at < rows) {
      double const fitting = std::floor(room / per_row + 0.5);
      std::size_t const left = rows - at;
      bool const all = rank == last || fitting >= static_cast<double>(left);
      std::size_t const taken = all ? left : static_cast<std::size_t>(std::max(fitting, 0.0));
      append(plan.by_rank[rank], file, {at, at + taken}, most);
      at += taken;
      room -= per_row * static_cast<double>(taken);
      if (!all) room = share[++rank];
    }
  }
}

}  // namespace

double cost_of(PlanInput const& input) {
  // A file costs something to open, and a row something to bin, even where the size is not known.
  double const bytes = std::max(static_cast<double>(input.bytes), static_cast<double>(input.rows)) + 1;
  return input.splittable ? bytes : gzip_cost * bytes;
}

WorkPlan plan_work(std::span<PlanInput const> inputs, PlanLimits limits) {
  EXPECTS(limits.ranks >= 1 && limits.rows_per_unit >= 1);
  auto const ranks = static_cast<std::size_t>(limits.ranks);
  WorkPlan plan{std::vector<std::vector<WorkUnit>>(ranks)};
  std::vector<double> load(ranks, 0.0);
  for (std::size_t const file : costliest_first(inputs)) {
    std::size_t const rank = least_loaded(load);
    plan.by_rank[rank].push_back({file, {0, inputs[file].rows}});
    load[rank] += cost_of(inputs[file]);
  }
  double const to_split =
      std::accumulate(inputs.begin(), inputs.end(), 0.0, [](double sum, PlanInput const& input) {
        return input.splittable && input.rows > 0 ? sum + cost_of(input) : sum;
      });
  deal(inputs, shares(load, to_split), limits.rows_per_unit, plan);
  for (std::vector<WorkUnit>& units : plan.by_rank)
    std::sort(units.begin(), units.end(), [](WorkUnit const& a, WorkUnit const& b) {
      return a.file != b.file ? a.file < b.file : a.rows.first < b.rows.first;
    });
  return plan;
}

}  // namespace engine
