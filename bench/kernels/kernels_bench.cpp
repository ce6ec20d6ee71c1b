/// Time per event of each step between decoded columns and counts. Every case prints a sanity value, so that
/// a fast wrong answer shows: `kept` events, or `counts` in the cube, per pass over the block.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/kernels/synthetic_block.hpp"
#include "engine/kernels/accumulate.hpp"
#include "engine/kernels/select.hpp"

namespace {

using namespace engine;

constexpr std::size_t block = 65536;
constexpr double crab_ra_deg = 83.63308333, crab_dec_deg = 22.0145;

EventColumns const& events() {
  static EventColumns const made = bench::synthetic_block(block, crab_ra_deg, crab_dec_deg, 1);
  return made;
}

EnergyAxis ten_bins() { return EnergyAxis::logarithmic({tev(0.5), tev(50)}, 10); }

void finish(benchmark::State& state, char const* what, double value) {
  state.counters[what] = value;
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(block));
  state.counters["ns_per_event"] =
      benchmark::Counter(static_cast<double>(block) * 1e-9,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void unit_vectors_of(benchmark::State& state) {
  std::vector<double> x(block), y(block), z(block);
  for (auto _ : state) {
    unit_vectors(events().ra_rad, events().dec_rad, {x, y, z});
    benchmark::DoNotOptimize(z.data());
    benchmark::ClobberMemory();
  }
  finish(state, "x_of_last", x.back());
}
BENCHMARK(unit_vectors_of);

void locate(benchmark::State& state, Projection projection) {
  ClosedFormLocator const locator(bench::map_at(projection, crab_ra_deg, crab_dec_deg));
  std::vector<std::uint32_t> pixel(block);
  for (auto _ : state) {
    locator.locate(events().ra_rad, events().dec_rad, pixel);
    benchmark::DoNotOptimize(pixel.data());
    benchmark::ClobberMemory();
  }
  double kept = 0;
  for (std::uint32_t const p : pixel) kept += p != no_bin;
  finish(state, "kept", kept);
}
BENCHMARK_CAPTURE(locate, TAN, Projection::tan);
BENCHMARK_CAPTURE(locate, SIN, Projection::sin);
BENCHMARK_CAPTURE(locate, STG, Projection::stg);
BENCHMARK_CAPTURE(locate, ZEA, Projection::zea);
BENCHMARK_CAPTURE(locate, CAR, Projection::car);
BENCHMARK_CAPTURE(locate, AIT, Projection::ait);

void energy_bin(benchmark::State& state) {
  EnergyBins const bins(ten_bins());
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (double const e : events().energy_tev) {
      std::uint32_t const bin = bins.bin_of(e);
      sum += bin == no_bin ? 0 : bin + 1;
    }
    benchmark::DoNotOptimize(sum);
  }
  finish(state, "sum_of_bins", static_cast<double>(sum));
}
BENCHMARK(energy_bin);

void project_bin_fill(benchmark::State& state, Projection projection) {
  CountsCube cube(bench::map_at(projection, crab_ra_deg, crab_dec_deg), ten_bins());
  CubeBins const bins(cube, std::make_unique<ClosedFormLocator const>(cube.geometry));
  auto const rows = bench::all_rows(block);
  std::uint64_t added = 0;
  for (auto _ : state) added = bins.add(events().view(), rows, cube.counts);
  finish(state, "counts", static_cast<double>(added));
}
BENCHMARK_CAPTURE(project_bin_fill, TAN, Projection::tan);
BENCHMARK_CAPTURE(project_bin_fill, CAR, Projection::car);

Selection typical_selection() {
  Selection s;
  s.energy = EnergyWindow{tev(0.5), tev(50)};
  s.offset = AngleRange{degrees(0), degrees(2.5)};
  return s;
}
Selection narrow_selection() {
  Selection s = typical_selection();
  s.region.include = {Cone{Direction<Icrs>::at(degrees(crab_ra_deg), degrees(crab_dec_deg)), degrees(0.2)}};
  return s;
}
Selection expression_selection() {
  Selection s;
  s.where = *parse_expression("MULTIP >= 3 && MULTIP * 2 < 10");
  return s;
}

PreparedSelection prepared_for_run(Selection const& selection) {
  FileFacts file;
  file.good_times = GoodTimes({{0, 600}, {700, 1200}, {1210, 1790}});
  file.pointing = Direction<Icrs>::at(degrees(crab_ra_deg), degrees(crab_dec_deg + 0.5));
  file.where_columns = {0};
  return prepared(selection, file);
}

void select(benchmark::State& state, Selection const& selection) {
  PreparedSelection const cuts = prepared_for_run(selection);
  SelectionWorkspace workspace;
  CutFlow flow;
  for (auto _ : state) {
    flow = {};
    benchmark::DoNotOptimize(kept_rows(cuts, events().view(), workspace, flow).data());
  }
  finish(state, "kept", static_cast<double>(flow.kept));
}
BENCHMARK_CAPTURE(select, gti, Selection{});
BENCHMARK_CAPTURE(select, gti_energy_offset, typical_selection());
BENCHMARK_CAPTURE(select, gti_energy_offset_cone, narrow_selection());
BENCHMARK_CAPTURE(select, gti_expression, expression_selection());

void whole_block(benchmark::State& state, Selection const& selection) {
  PreparedSelection const cuts = prepared_for_run(selection);
  CountsCube cube(bench::map_at(Projection::tan, crab_ra_deg, crab_dec_deg), ten_bins());
  CubeBins const bins(cube, std::make_unique<ClosedFormLocator const>(cube.geometry));
  SelectionWorkspace workspace;
  CutFlow flow;
  std::uint64_t added = 0;
  for (auto _ : state) {
    auto const rows = kept_rows(cuts, events().view(), workspace, flow);
    added = bins.add(events().view(), rows, cube.counts);
  }
  finish(state, "counts", static_cast<double>(added));
}
BENCHMARK_CAPTURE(whole_block, gti, Selection{});
BENCHMARK_CAPTURE(whole_block, gti_energy_offset, typical_selection());

}  // namespace
