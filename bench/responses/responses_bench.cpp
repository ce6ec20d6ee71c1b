/// What responses cost: per value, per place in the field of view, per matrix, and per run to read. Tables
/// have the sizes of H.E.S.S. DR1. Items are values, so "items_per_second" is values per second.
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/io/data_set.hpp"
#include "engine/io/response_store.hpp"
#include "engine/responses/background_bands.hpp"

namespace {

using namespace engine;

GridAxis energies(std::size_t bins) {
  std::vector<double> edges;
  for (std::size_t i = 0; i <= bins; ++i)
    edges.push_back(0.01 * std::pow(1e4, static_cast<double>(i) / static_cast<double>(bins)));
  return GridAxis::of_bins(edges, AxisScale::logarithmic);
}
GridAxis spread(double min, double max, std::size_t bins) {
  std::vector<double> edges;
  for (std::size_t i = 0; i <= bins; ++i)
    edges.push_back(min + (max - min) * static_cast<double>(i) / static_cast<double>(bins));
  return GridAxis::of_bins(edges, AxisScale::linear);
}
GridAxis offsets() { return spread(0, 0.05, 6); }
std::vector<double> cells(std::size_t n) {
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(1 + 0.5 * std::sin(static_cast<double>(i)));
  return out;
}
std::vector<double> true_energies(std::size_t n) {
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(0.011 * std::pow(9e3, static_cast<double>(i) / static_cast<double>(n)));
  return out;
}
Angle offset_of(std::size_t turn) { return radians(0.04 * static_cast<double>(turn % 997) / 997); }

void count(benchmark::State& state, std::size_t values) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(values));
}

void area(benchmark::State& state) {
  AreaResponse const response(energies(96), offsets(), cells(96 * 6));
  GridPositions const at(response.energy_tev(), true_energies(72));
  std::vector<double> out(72);
  std::size_t turn = 0;
  for (auto _ : state) {
    response.m2(offset_of(++turn), at, out);
    benchmark::DoNotOptimize(out.data());
  }
  count(state, 72);
}
BENCHMARK(area);

void locate_energies(benchmark::State& state) {
  GridAxis const axis = energies(96);
  std::vector<double> const values = true_energies(4096);
  GridPositions at;
  for (auto _ : state) {
    at.assign(axis, values);
    benchmark::DoNotOptimize(at.share.data());
  }
  count(state, 4096);
}
BENCHMARK(locate_energies);

void matrix(benchmark::State& state) {
  DispersionResponse const response(energies(96), spread(0.2, 5, 160), offsets(), cells(96 * 160 * 6));
  EnergyAxis const truth = EnergyAxis::logarithmic({tev(0.02), tev(90)}, 72);
  EnergyAxis const reco = EnergyAxis::logarithmic({tev(0.1), tev(40)}, 36);
  std::vector<double> out(72 * 36);
  std::size_t turn = 0;
  for (auto _ : state) {
    dispersion_matrix(response, offset_of(++turn), truth, reco, out);
    benchmark::DoNotOptimize(out.data());
  }
  count(state, out.size());
}
BENCHMARK(matrix);

void containment(benchmark::State& state, PointSpread const& psf) {
  GridPositions const at(energy_tev_of(psf), true_energies(72));
  std::vector<double> const radius(72, 0.0019);
  std::vector<double> out(72);
  std::size_t turn = 0;
  for (auto _ : state) {
    psf_containment(psf, offset_of(++turn), at, radius, out);
    benchmark::DoNotOptimize(out.data());
  }
  count(state, 72);
}
BENCHMARK_CAPTURE(containment, table,
                  PsfTable(energies(32), offsets(), spread(0, 0.0116, 144), cells(32 * 6 * 144)));
BENCHMARK_CAPTURE(containment, gauss,
                  PsfGauss(energies(32), offsets(),
                           {cells(192), {cells(192), cells(192), cells(192)}, {cells(192), cells(192)}}));
BENCHMARK_CAPTURE(containment, king,
                  PsfKing(energies(32), offsets(), cells(192), std::vector<double>(192, 2.0)));

void background_bands(benchmark::State& state, BandPoints points) {
  Background const table = Background3D(energies(20), spread(-0.05, 0.05, 50), spread(-0.05, 0.05, 50),
                                        FieldAlignment::radec, cells(20 * 50 * 50));
  BackgroundBands bands(table, EnergyAxis::logarithmic({tev(0.1), tev(40)}, 20), points);
  std::vector<double> out(bands.bins());
  std::size_t turn = 0;
  for (auto _ : state) {
    Angle const lon = offset_of(++turn);
    bands.rates({lon, offset_of(7 * turn), lon}, out);
    benchmark::DoNotOptimize(out.data());
  }
  count(state, out.size());
}
BENCHMARK_CAPTURE(background_bands, table, BandPoints::table);
BENCHMARK_CAPTURE(background_bands, edges, BandPoints::edges);

/// Items are runs, without what it takes to open their files. Needs real data in DISTILL_TEST_DATA.
void read_run(benchmark::State& state, std::string const& set, ResponseNeeds const& needs) {
  char const* const folder = std::getenv("DISTILL_TEST_DATA");
  if (folder == nullptr) return state.SkipWithError("DISTILL_TEST_DATA is not set");
  DataSet const runs = open_data_set({std::string(folder) + "/" + set}, FileNameSyntax::literal);
  for (auto _ : state)
    for (std::size_t i = 0; i < std::min<std::size_t>(runs.observations.size(), 10); ++i) {
      state.PauseTiming();
      Observation const& run = runs.observations[i];
      FitsFile events = FitsFile::open(run.events.file);
      ResponseStore store;
      state.ResumeTiming();
      benchmark::DoNotOptimize(store.of(run, events, needs));
    }
  count(state, std::min<std::size_t>(runs.observations.size(), 10));
}
BENCHMARK_CAPTURE(read_run, hess_all, "hess-dl3-dr1", ResponseNeeds{})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_run, hess_spectrum, "hess-dl3-dr1", ResponseNeeds{.background = false})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_run, cta_1dc, "cta-1dc", ResponseNeeds{})->Unit(benchmark::kMillisecond);

}  // namespace
