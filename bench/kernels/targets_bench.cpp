/// One pass for many maps: the cost of N targets over the same events, spread over the sky or in one field.
#include <cmath>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/kernels/synthetic_block.hpp"
#include "engine/kernels/accumulate.hpp"
#include "engine/kernels/target_index.hpp"

namespace {

using namespace engine;

constexpr std::size_t block = 65536;

SkyGeometry small_map(double ra_deg, double dec_deg) {
  return SkyGeometry::centred(
      {MapFrame::icrs, Projection::tan, degrees(ra_deg), degrees(dec_deg), degrees(0.02), 25, 25});
}

/// The first target is on the events; the others are elsewhere, or 0.5 deg apart around it.
std::vector<SkyGeometry> targets(std::size_t n, bool in_one_field) {
  std::vector<SkyGeometry> out;
  for (std::size_t t = 0; t < n; ++t) {
    auto const k = static_cast<double>(t);
    if (in_one_field) {
      double const column = std::fmod(k, 10), row = std::floor(k / 10);
      out.push_back(small_map(83.6 + 0.55 * (column - (n > 1 ? 5 : 0)), 22 + 0.5 * (row - (n > 1 ? 5 : 0))));
    } else {
      out.push_back(
          small_map(std::fmod(83.6 + 137.5 * k, 360), t == 0 ? 22 : std::fmod(22 + 31 * k, 160) - 80));
    }
  }
  return out;
}

void many_targets(benchmark::State& state, bool in_one_field) {
  EventColumns const events = bench::synthetic_block(block, 83.6, 22, 1);
  auto const rows = bench::all_rows(block);
  EnergyAxis const axis = EnergyAxis::logarithmic({tev(0.5), tev(50)}, 10);
  std::vector<CountsCube> cubes;
  for (SkyGeometry const& map : targets(static_cast<std::size_t>(state.range(0)), in_one_field))
    cubes.emplace_back(map, axis);
  std::vector<SkyGeometry> maps;
  std::vector<CubeBins> bins;
  for (CountsCube const& cube : cubes) {
    maps.push_back(cube.geometry);
    bins.emplace_back(cube, std::make_unique<ClosedFormLocator const>(cube.geometry));
  }
  TargetIndex const index(maps);
  TargetRows candidates;
  std::uint64_t added = 0;
  for (auto _ : state) {
    added = 0;
    index.assign(events.view(), rows, candidates);
    for (std::size_t t = 0; t < cubes.size(); ++t)
      added += bins[t].add(events.view(), candidates.of(t), cubes[t].counts);
  }
  double given = 0;
  for (std::size_t t = 0; t < cubes.size(); ++t) given += static_cast<double>(candidates.of(t).size());
  state.counters["candidates_per_event"] = given / static_cast<double>(block);
  state.counters["counts"] = static_cast<double>(added);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(block));
  state.counters["ns_per_event"] =
      benchmark::Counter(static_cast<double>(block) * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(many_targets, spread, false)->Arg(1)->Arg(100);
BENCHMARK_CAPTURE(many_targets, one_field, true)->Arg(1)->Arg(100);

}  // namespace
