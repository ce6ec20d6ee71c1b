/// Prints a sum over the bits of what synthetic responses give: equal for every compiler flag and processor.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <vector>

#include "engine/responses/background_bands.hpp"
#include "engine/responses/effective_area.hpp"
#include "engine/responses/energy_dispersion.hpp"
#include "engine/responses/point_spread.hpp"

namespace {

using namespace engine;

std::uint64_t sum = 0xcbf29ce484222325;  // FNV-1a
void add(std::span<double const> values) {
  for (double const value : values)
    for (unsigned shift = 0; shift < 64; shift += 8)
      sum = (sum ^ ((std::bit_cast<std::uint64_t>(value) >> shift) & 255U)) * 0x100000001b3;
}

/// Exact in any arithmetic: no function of the C library may decide what comes out.
std::vector<double> cells(std::size_t n) {
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(1 + static_cast<double>((i * 7919) % 1024) / 1024);
  return out;
}
GridAxis axis(double from, double step, std::size_t bins, AxisScale scale) {
  std::vector<double> edges{from};
  for (std::size_t i = 0; i < bins; ++i)
    edges.push_back(scale == AxisScale::linear ? edges.back() + step : edges.back() * step);
  return GridAxis::of_bins(edges, scale);
}

}  // namespace

int main() {
  GridAxis const energy = axis(0.02, 1.5, 20, AxisScale::logarithmic);
  GridAxis const offset = axis(0, 0.01, 5, AxisScale::linear);
  GridAxis const radius = axis(0, 0.0005, 24, AxisScale::linear);
  GridAxis const side = axis(-0.05, 0.01, 10, AxisScale::linear);
  std::vector<double> energies, radii;
  for (int i = 0; i < 500; ++i) {
    energies.push_back(0.02 + 0.1 * i);
    radii.push_back(1e-5 + 2e-5 * i);
  }
  GridPositions const at(energy, energies);
  std::vector<double> out(500);

  AreaResponse const area(energy, offset, cells(100));
  PointSpread const psfs[] = {
      PsfTable(energy, offset, radius, cells(2400)),
      PsfGauss(energy, offset, {cells(100), {cells(100), cells(100), cells(100)}, {cells(100), cells(100)}}),
      PsfKing(energy, offset, cells(100), std::vector<double>(100, 2.25))};
  for (double const o : {0.0, 0.0123, 0.0377}) {
    area.m2(radians(o), at, out);
    add(out);
    for (PointSpread const& psf : psfs) {
      psf_containment(psf, radians(o), at, radii, out);
      add(out);
      psf_profile(psf, radians(o), tev(1.1), radii, out);
      add(out);
      psf_containment_radius(psf, radians(o), at, 0.3, out);
      for (double& value : out) value = std::isnan(value) ? -1 : value;  // NaNs may have any bits
      add(out);
    }
  }

  DispersionResponse const dispersion(energy, axis(0.25, 0.125, 30, AxisScale::linear), offset, cells(3000));
  std::vector<Energy> edges;
  for (int i = 0; i < 40; ++i) edges.push_back(tev(0.03 + 0.02 * i * i));
  EnergyAxis const bins(edges);
  std::vector<double> matrix(39 * 39);
  dispersion_matrix(dispersion, radians(0.017), bins, bins, matrix, {.points_per_bin = 3});
  add(matrix);

  Background const background = Background3D(energy, side, side, FieldAlignment::radec, cells(2000));
  BackgroundBands bands(background, bins);
  std::vector<double> rates(39);
  FieldFrame const frame = FieldFrame::radec(Direction<Icrs>::unit({0.6, 0, 0.8}));
  for (double const y : {0.0, 0.01, -0.03}) {
    double const x = std::sqrt(1 - y * y - 0.81 * 0.81);
    bands.rates(frame.of(Direction<Icrs>::unit({x, y, 0.81})), rates);
    add(rates);
  }
  std::printf("%016llx\n", static_cast<unsigned long long>(sum));
}
