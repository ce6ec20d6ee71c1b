#include "engine/responses/background.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

#include <doctest/doctest.h>

#include "engine/responses/background_bands.hpp"

using namespace engine;

namespace {

GridAxis const& energies() {
  static GridAxis const axis = GridAxis::of_bins({0.1, 0.3, 1, 3, 10, 100}, AxisScale::logarithmic);
  return axis;
}
GridAxis const& offsets() {
  static GridAxis const axis = GridAxis::of_bins({0, 0.02, 0.04}, AxisScale::linear);
  return axis;
}

FieldPosition at(double lon_rad, double lat_rad) {
  auto const centre = Direction<Icrs>::at(degrees(0), degrees(0));
  return FieldFrame::radec(centre).of(Direction<Icrs>::at(radians(lon_rad), radians(lat_rad)));
}

/// 1e-6 E^-2.7 per s MeV sr, the same everywhere.
double truth_per_mev(double e) { return 1e-6 * std::pow(e, -2.7); }
Background power_law() {
  std::vector<double> cells;
  for (int o = 0; o < 2; ++o)
    for (double const e : energies().centres()) cells.push_back(truth_per_mev(e));
  return Background2D(energies(), offsets(), cells);
}
double integral_per_s_sr(double from, double to) {
  return 1e6 * 1e-6 / 1.7 * (std::pow(from, -1.7) - std::pow(to, -1.7));
}

std::vector<double> bands(Background const& background, std::vector<Energy> edges,
                          BandPoints points = BandPoints::table, FieldPosition const& place = at(0.01, 0)) {
  BackgroundBands of(background, EnergyAxis(std::move(edges)), points);
  std::vector<double> out(of.bins(), -1.0);
  of.rates(place, out);
  return out;
}

}  // namespace

TEST_CASE("a power law is a power law between the points, and integrates exactly") {
  Background const background = power_law();
  double const e = 0.777;
  double rate = 0;
  background_rates(background, at(0.01, 0), GridPositions(energies(), {&e, 1}), {&rate, 1});
  CHECK(rate == doctest::Approx(1e6 * truth_per_mev(e)).epsilon(1e-12));
  for (BandPoints const points : {BandPoints::table, BandPoints::edges}) {
    std::vector<double> const found = bands(background, {tev(0.12), tev(0.5), tev(7), tev(99)}, points);
    CHECK(found[0] == doctest::Approx(integral_per_s_sr(0.12, 0.5)).epsilon(1e-12));
    CHECK(found[1] == doctest::Approx(integral_per_s_sr(0.5, 7)).epsilon(1e-12));
    CHECK(found[2] == doctest::Approx(integral_per_s_sr(7, 99)).epsilon(1e-12));
  }
}

TEST_CASE("a rate of index 1 integrates to a logarithm, without a loss of digits near it") {
  for (double const index : {1.0, 1 + 1e-12, 1 + 1e-7, 1 + 1e-4, 1 + 3e-3}) {
    std::vector<double> cells;
    for (int o = 0; o < 2; ++o)
      for (double const e : energies().centres()) cells.push_back(1e-6 * std::pow(e, -index));
    double const found = bands(Background2D(energies(), offsets(), cells), {tev(1), tev(1.5)})[0];
    long double const v = 1 - static_cast<long double>(index), width = std::log(1.5L);
    long double const truth = v == 0 ? width : std::expm1(v * width) / v;
    CHECK(found == doctest::Approx(static_cast<double>(truth)).epsilon(1e-12));
  }
}

TEST_CASE("the sum over narrow bins is that over wide ones") {
  std::vector<double> cells;
  for (int i = 0; i < 10; ++i) cells.push_back(1e-6 * std::pow(2.0, i % 5 == 3 ? 2 : -i));
  Background const background = Background2D(energies(), offsets(), cells);
  std::vector<Energy> narrow;
  for (int i = 0; i <= 300; ++i) narrow.push_back(tev(0.05 * std::pow(4000, i / 300.0)));
  std::vector<double> const parts = bands(background, narrow);
  double const whole = bands(background, {narrow.front(), narrow.back()})[0];
  CHECK(std::accumulate(parts.begin(), parts.end(), 0.0) == doctest::Approx(whole).epsilon(1e-12));
  CHECK(whole > 0);
}

TEST_CASE("a bin that reaches beyond the table has what is inside; by its edges alone it has nothing") {
  Background const background = power_law();
  CHECK(bands(background, {tev(0.01), tev(0.2)})[0] ==
        doctest::Approx(integral_per_s_sr(0.1, 0.2)).epsilon(1e-12));
  CHECK(bands(background, {tev(0.01), tev(0.2)}, BandPoints::edges)[0] == 0);
  CHECK(bands(background, {tev(0.01), tev(0.05)})[0] == 0);
  CHECK(bands(background, {tev(1), tev(2)}, BandPoints::table, at(0.05, 0))[0] == 0);
}

TEST_CASE("cells of zero and below are no background, also where lines lead to them") {
  Background const none = Background2D(energies(), offsets(), std::vector<double>(10, 0.0));
  CHECK(bands(none, {tev(0.1), tev(100)})[0] == 0);
  Background const negative = Background2D(energies(), offsets(), std::vector<double>(10, -1.0));
  CHECK(bands(negative, {tev(0.1), tev(100)})[0] == 0);
  std::vector<double> cells(10, 1e-6);
  cells[4] = cells[9] = 0;
  double const e = std::sqrt(1000.0);  // the centre of the highest bin
  double rate = -1;
  background_rates(Background2D(energies(), offsets(), cells), at(0, 0), GridPositions(energies(), {&e, 1}),
                   {&rate, 1});
  CHECK(rate == 0);
}

TEST_CASE("BKG_3D is read at its longitude and latitude, which are not exchanged") {
  GridAxis const side = GridAxis::of_bins({-0.04, -0.02, 0, 0.02, 0.04}, AxisScale::linear);
  std::vector<double> cells;  // [lat][lon][energy]: grows tenfold with each bin in lon, twofold in lat
  for (int lat = 0; lat < 4; ++lat)
    for (int lon = 0; lon < 4; ++lon)
      for (int e = 0; e < 5; ++e) cells.push_back(1e-9 * std::pow(10, lon) * std::pow(2, lat));
  Background const background = Background3D(energies(), side, side, FieldAlignment::altaz, cells);
  CHECK(alignment_of(background) == FieldAlignment::altaz);
  auto const rate = [&](double lon, double lat) {
    double const e = 1;
    double out = -1;
    background_rates(background, at(lon, lat), GridPositions(energies(), {&e, 1}), {&out, 1});
    return out;
  };
  CHECK(rate(0.03, -0.01) / rate(0.01, -0.01) == doctest::Approx(10).epsilon(1e-10));
  CHECK(rate(0.01, 0.03) / rate(0.01, 0.01) == doctest::Approx(2).epsilon(1e-10));
  CHECK(rate(0, 0.01) / rate(0.01, 0.01) == doctest::Approx(1 / std::sqrt(10.0)).epsilon(1e-10));
  CHECK(rate(0.041, 0) == 0);
  CHECK(rate(0, -0.041) == 0);
}

TEST_CASE("longitude grows with right ascension, latitude with declination, also at the pole") {
  auto const sky = [](double lon, double lat) { return Direction<Icrs>::at(degrees(lon), degrees(lat)); };
  FieldPosition const east = FieldFrame::radec(sky(359.9, 20)).of(sky(0.1, 20));
  CHECK(in_degrees(east.lon) == doctest::Approx(0.2 * std::cos(20 * std::numbers::pi / 180)).epsilon(1e-4));
  CHECK(in_degrees(FieldFrame::radec(sky(10, 20)).of(sky(10, 21)).lat) == doctest::Approx(1).epsilon(1e-12));
  FieldPosition const over_the_pole = FieldFrame::radec(sky(0, 90)).of(sky(90, 89));
  CHECK(in_degrees(over_the_pole.lon) == doctest::Approx(1).epsilon(1e-12));
  CHECK(std::abs(in_degrees(over_the_pole.lat)) < 1e-12);
}

TEST_CASE("in ALTAZ the latitude grows towards the zenith, and the offset is that of RADEC") {
  auto const sky = [](double lon, double lat) { return Direction<Icrs>::at(degrees(lon), degrees(lat)); };
  auto const pointing = sky(83, 22), zenith = sky(120, -23), target = sky(84, 21);
  FieldPosition const to_zenith = FieldFrame::altaz(pointing, zenith).of(zenith);
  CHECK(std::abs(in_degrees(to_zenith.lon)) < 1e-12);
  CHECK(in_degrees(to_zenith.lat) == doctest::Approx(in_degrees(to_zenith.offset)).epsilon(1e-12));
  CHECK(in_degrees(FieldFrame::altaz(pointing, zenith).of(target).offset) ==
        doctest::Approx(in_degrees(FieldFrame::radec(pointing).of(target).offset)).epsilon(1e-12));
  CHECK(in_degrees(FieldFrame::altaz(pointing, pointing).of(target).offset) > 0);  // no NaN at the zenith
}
