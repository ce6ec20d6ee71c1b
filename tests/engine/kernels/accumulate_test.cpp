#include "engine/kernels/accumulate.hpp"

#include <algorithm>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/kernels/sky_columns.hpp"

using namespace engine;
using test_support::all_rows;
using test_support::random_events;

namespace {

SkyGeometry crab_map() {
  return SkyGeometry::centred(
      {MapFrame::galactic, Projection::car, degrees(184.56), degrees(-5.78), degrees(0.05), 100, 80});
}

CountsCube empty_cube(bool with_energy) {
  if (!with_energy) return {crab_map(), std::nullopt};
  return {crab_map(), EnergyAxis::logarithmic({tev(0.5), tev(50)}, 10)};
}

CubeBins bins_of(CountsCube const& cube) {
  return {cube, std::make_unique<ClosedFormLocator const>(cube.geometry)};
}

}  // namespace

TEST_CASE("every event that is on the map and on the axis is counted once, in its own bin") {
  EventColumns events = random_events(20000, 83.6, 22, 21);
  events.energy_tev[1] = std::numeric_limits<double>::quiet_NaN();
  events.ra_rad[3] = std::numeric_limits<double>::quiet_NaN();
  CountsCube cube = empty_cube(true), expected = empty_cube(true);
  std::vector<std::uint32_t> pixel(events.count);
  ClosedFormLocator(cube.geometry).locate(events.ra_rad, events.dec_rad, pixel);
  std::uint64_t inside = 0;
  for (std::size_t i = 0; i < events.count; ++i) {
    auto const bin = cube.axis->bin_of(tev(events.energy_tev[i]));
    if (pixel[i] == no_bin || !bin) continue;
    ++expected.counts[*bin * cube.geometry.pixels() + pixel[i]];
    ++inside;
  }
  CHECK(inside > 1000);
  CHECK(bins_of(cube).add(events.view(), all_rows(events.count), cube.counts) == inside);
  CHECK(cube.counts == expected.counts);
  CHECK(total_of(cube.counts) == inside);
}

TEST_CASE("without an energy axis all energies count, defined or not") {
  EventColumns events = random_events(5000, 83.6, 22, 22);
  CountsCube with = empty_cube(false), without = empty_cube(false);
  bins_of(with).add(events.view(), all_rows(events.count), with.counts);
  events.energy_tev.clear();
  bins_of(without).add(events.view(), all_rows(events.count), without.counts);
  CHECK(with.counts == without.counts);
}

TEST_CASE("neither the split of the rows nor their gaps change the counts") {
  EventColumns const events = random_events(20000, 83.6, 22, 23);
  CountsCube whole = empty_cube(true);
  bins_of(whole).add(events.view(), all_rows(events.count), whole.counts);
  std::mt19937_64 random(24);
  for (std::size_t const parts : {2U, 3U, 11U}) {
    std::vector<std::vector<std::uint32_t>> rows(parts);
    for (std::uint32_t i = 0; i < events.count; ++i) rows[random() % parts].push_back(i);
    CountsCube split = empty_cube(true);
    CubeBins const bins = bins_of(split);
    for (auto const& some : rows) bins.add(events.view(), some, split.counts);
    CHECK(split.counts == whole.counts);
  }
}

TEST_CASE("a bin that wraps past 2^32 - 1 is noticed") {
  EventColumns const events = random_events(5000, 83.6, 22, 25);
  CountsCube cube = empty_cube(false);
  CubeBins const bins = bins_of(cube);
  std::uint64_t added = bins.add(events.view(), all_rows(events.count), cube.counts);
  require_no_overflow(cube.counts, added);

  auto const hit =
      std::find_if(cube.counts.begin(), cube.counts.end(), [](std::uint32_t c) { return c > 0; });
  REQUIRE(hit != cube.counts.end());
  added += 4294967295U - *hit;
  *hit = 4294967295U;
  require_no_overflow(cube.counts, added);
  added += bins.add(events.view(), all_rows(events.count), cube.counts);
  CHECK_THROWS_AS(require_no_overflow(cube.counts, added), Failure);
}
