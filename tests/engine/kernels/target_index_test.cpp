#include "engine/kernels/target_index.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <random>

#include <doctest/doctest.h>

#include "engine/kernels/accumulate.hpp"
#include "tests/engine/kernels/sky_columns.hpp"

using namespace engine;
using test_support::all_rows;
using test_support::random_events;

namespace {

SkyGeometry map_at(MapFrame frame, Projection projection, double lon_deg, double lat_deg, double width_deg) {
  return SkyGeometry::centred(
      {frame, projection, degrees(lon_deg), degrees(lat_deg), degrees(width_deg / 50), 50, 40});
}

std::vector<SkyGeometry> maps() {
  std::vector<SkyGeometry> out;
  Projection const all[] = {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                            Projection::car, Projection::ait, Projection::mol};
  std::mt19937_64 random(31);
  std::uniform_real_distribution<double> lon(0, 360), sine(-1, 1), width(0.2, 12);
  for (std::size_t k = 0; k < 70; ++k)
    out.push_back(map_at(k % 2 == 0 ? MapFrame::icrs : MapFrame::galactic, all[k % 7], lon(random),
                         std::asin(sine(random)) * 180 / std::numbers::pi, width(random)));
  for (double const dec : {90.0, -90.0, 89.5, -89.9, 0.0})
    for (double const ra : {0.0, 359.99, 180.0})
      for (Projection const projection : {Projection::tan, Projection::car})
        out.push_back(map_at(MapFrame::icrs, projection, ra, dec, 3));
  for (int k = 0; k < 20; ++k)  // one field, full of maps
    out.push_back(map_at(MapFrame::icrs, Projection::tan, 83.6 + 0.2 * k, 22, 1));
  out.push_back(map_at(MapFrame::galactic, Projection::ait, 0, 0, 360));
  out.push_back(map_at(MapFrame::icrs, Projection::tan, 10, 10, 120));
  return out;
}

/// Candidates are what matters here; a closed form stands in for MOL, which is near enough at its centre to
/// try the index with, since the index asks MOL for nothing but its bounding circle.
bool has_locator(SkyGeometry const& map) { return has_closed_form(map.header().projection); }

}  // namespace

TEST_CASE("one pass for many maps counts exactly what a pass for each of them counts") {
  std::vector<SkyGeometry> const targets = maps();
  TargetIndex const index(targets);
  CHECK(index.size() == targets.size());
  TargetRows candidates;
  for (auto const& [ra, dec] : {std::pair{83.6, 22.0}, std::pair{0.0, 89.0}, std::pair{0.0, -88.0}}) {
    EventColumns events = random_events(30000, ra, dec, 32);
    events.ra_rad[5] = std::numeric_limits<double>::quiet_NaN();
    events.dec_rad[6] = -std::numeric_limits<double>::infinity();
    events.dec_rad[7] = std::numbers::pi / 2;
    events.dec_rad[8] = -std::numbers::pi / 2 - 1e-8;
    auto const rows = all_rows(events.count);
    index.assign(events.view(), rows, candidates);
    std::size_t wrong = 0, counted = 0;
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (!has_locator(targets[t])) continue;
      CountsCube alone(targets[t], std::nullopt), together(targets[t], std::nullopt);
      CubeBins const bins(alone, std::make_unique<ClosedFormLocator const>(targets[t]));
      counted += bins.add(events.view(), rows, alone.counts);
      bins.add(events.view(), candidates.of(t), together.counts);
      wrong += alone.counts != together.counts;
      std::vector<std::uint32_t> once(candidates.of(t).begin(), candidates.of(t).end());
      std::sort(once.begin(), once.end());
      CHECK(std::adjacent_find(once.begin(), once.end()) == once.end());
    }
    CHECK(wrong == 0);
    CHECK(counted > 30000);
  }
}

TEST_CASE("a map without a closed form gets every event within its bound") {
  std::vector<SkyGeometry> const targets = maps();
  TargetIndex const index(targets);
  EventColumns const events = random_events(30000, 83.6, 22, 33);
  auto const rows = all_rows(events.count);
  TargetRows candidates;
  index.assign(events.view(), rows, candidates);
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (has_locator(targets[t])) continue;
    std::vector<bool> given(events.count);
    for (std::uint32_t const row : candidates.of(t)) given[row] = true;
    std::size_t missed = 0;
    for (std::size_t i = 0; i < events.count; ++i) {
      auto const d = Direction<Icrs>::at(radians(events.ra_rad[i]), radians(events.dec_rad[i]));
      missed += separation(d, targets[t].centre()) <= targets[t].bound_radius() && !given[i];
    }
    CHECK(missed == 0);
  }
}

TEST_CASE("a single map sees the rows as they are, a distant one nearly none") {
  std::vector<SkyGeometry> const one{map_at(MapFrame::icrs, Projection::tan, 83.6, 22, 2)};
  EventColumns const events = random_events(10000, 83.6, 22, 34);
  auto const rows = all_rows(events.count);
  TargetRows candidates;
  TargetIndex(one).assign(events.view(), rows, candidates);
  CHECK(candidates.of(0).data() == rows.data());
  CHECK(candidates.of(0).size() == rows.size());

  std::vector<SkyGeometry> const two{one[0], map_at(MapFrame::icrs, Projection::tan, 263.6, -22, 2)};
  TargetIndex(two).assign(events.view(), rows, candidates);
  CHECK(candidates.of(0).size() < 2000);
  CHECK(candidates.of(1).size() < 20);
}
