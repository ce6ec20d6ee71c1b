#include "engine/kernels/select.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/kernels/sky_columns.hpp"

using namespace engine;
using test_support::random_events;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double deg = std::numbers::pi / 180;

Direction<Icrs> const pointing = Direction<Icrs>::at(degrees(83.6), degrees(22));

FileFacts facts() {
  FileFacts out;
  out.time.zero = Time::from_mjd_tt(53000);
  std::vector<MetRange> ranges;
  for (int k = 0; k < 20; ++k) ranges.push_back({k * 50.0, k * 50.0 + 40});
  out.good_times = GoodTimes(ranges);
  out.pointing = pointing;
  out.zenith = ZenithColumn{0, ZenithColumn::Meaning::altitude, deg};
  out.where_columns = {1};
  return out;
}

/// Every kind of undefined value somewhere.
EventColumns events() {
  EventColumns out = random_events(5000, 83.6, 22, 11);
  std::mt19937_64 random(12);
  std::uniform_real_distribution<double> altitude(-10, 90);
  std::vector<double> alt;
  std::vector<std::int64_t> multiplicity;
  for (std::size_t i = 0; i < out.count; ++i) {
    alt.push_back(i % 41 == 0 ? nan_value : altitude(random));
    multiplicity.push_back(static_cast<std::int64_t>(random() % 5));
    if (i % 37 == 0) out.energy_tev[i] = nan_value;
    if (i % 43 == 0) out.met_s[i] = nan_value;
    if (i % 47 == 0) out.ra_rad[i] = nan_value;
    if (i % 53 == 0) out.dec_rad[i] = std::numeric_limits<double>::infinity();
  }
  out.extra = {{"ALT", alt}, {"MULTIP", multiplicity}};
  return out;
}

Selection every_cut() {
  Selection s;
  s.time = TimeWindow{};
  s.time->start = Time::from_mjd_tt(53000) + seconds(100);
  s.time->met_stop_s = 900;
  s.energy = EnergyWindow{tev(0.1), tev(100)};
  s.offset = AngleRange{degrees(0.3), degrees(60)};
  s.region.include = {Cone{pointing, degrees(40)}};
  s.region.exclude = {Cone{pointing, degrees(0.7)}};
  s.zenith = AngleRange{degrees(5), degrees(70)};
  s.where = *parse_expression("MULTIP >= 2");
  return s;
}

/// The first cut each event fails, one event at a time, from the definitions.
std::optional<Cut> first_failed(EventColumns const& e, std::size_t i) {
  double const t = e.met_s[i];
  GoodTimes const good = facts().good_times;
  if (!(std::isfinite(t) && good.contains(t))) return Cut::gti;
  if (!(t >= 100 && t < 900)) return Cut::time;
  if (!(e.energy_tev[i] >= 0.1 && e.energy_tev[i] < 100)) return Cut::energy;
  if (!std::isfinite(e.ra_rad[i]) || !std::isfinite(e.dec_rad[i])) return Cut::offset;
  double const apart =
      in_degrees(separation(pointing, Direction<Icrs>::at(radians(e.ra_rad[i]), radians(e.dec_rad[i]))));
  if (!(apart >= 0.3 && apart < 60)) return Cut::offset;
  if (!(apart >= 0.7 && apart < 40)) return Cut::region;
  double const zenith = 90 - std::get<std::vector<double>>(e.extra[0].values)[i];
  if (!(zenith >= 5 && zenith < 70)) return Cut::zenith;
  if (std::get<std::vector<std::int64_t>>(e.extra[1].values)[i] < 2) return Cut::where;
  return std::nullopt;
}

EventColumns part(EventColumns const& e, std::size_t first, std::size_t last) {
  auto const slice = [&](auto const& c) {
    using Column = std::decay_t<decltype(c)>;
    auto const at = [&](std::size_t i) { return c.begin() + static_cast<std::ptrdiff_t>(i); };
    return Column(at(first), at(last));
  };
  EventColumns out{slice(e.met_s), slice(e.ra_rad), slice(e.dec_rad), slice(e.energy_tev), {}, last - first};
  for (NamedColumn const& c : e.extra)
    out.extra.push_back(
        {c.name, std::visit([&](auto const& v) { return ColumnValues(slice(v)); }, c.values)});
  return out;
}

}  // namespace

TEST_CASE("each event is counted at the first cut it fails, as its definition says event by event") {
  EventColumns const e = events();
  CutFlow expected;
  std::vector<std::uint32_t> kept;
  expected.read = e.count;
  for (std::size_t i = 0; i < e.count; ++i) {
    auto const failed = first_failed(e, i);
    if (failed)
      ++expected.removed_by(*failed);
    else
      kept.push_back(static_cast<std::uint32_t>(i));
  }
  expected.kept = kept.size();

  SelectionWorkspace workspace;
  CutFlow flow;
  auto const rows = kept_rows(prepared(every_cut(), facts()), e.view(), workspace, flow);
  CHECK(std::equal(rows.begin(), rows.end(), kept.begin(), kept.end()));
  CHECK(flow == expected);
  CHECK(adds_up(flow));
  CHECK(flow.kept > 50);
  for (Cut const cut : all_cuts) CHECK(flow.removed_by(cut) > 0);
}

TEST_CASE("the size of blocks changes neither the events kept nor the account") {
  EventColumns const e = events();
  PreparedSelection const cuts = prepared(every_cut(), facts());
  SelectionWorkspace workspace;
  CutFlow whole;
  auto const span = kept_rows(cuts, e.view(), workspace, whole);
  std::vector<std::uint32_t> const all(span.begin(), span.end());
  for (std::size_t const block : {1U, 7U, 255U, 256U, 1000U, 4999U}) {
    CutFlow flow;
    std::vector<std::uint32_t> kept;
    for (std::size_t first = 0; first < e.count; first += block) {
      EventColumns const some = part(e, first, std::min(e.count, first + block));
      for (std::uint32_t const row : kept_rows(cuts, some.view(), workspace, flow))
        kept.push_back(row + static_cast<std::uint32_t>(first));
    }
    CHECK(kept == all);
    CHECK(flow == whole);
  }
}

TEST_CASE("few and many good time intervals are the same cut") {
  EventColumns const e = events();
  GoodTimes const good = facts().good_times;
  std::vector<MetRange> split;
  // Touching pieces would be merged: leave out one point between them that no event has.
  for (MetRange const& r : good.ranges()) {
    double const middle = (r.start_s + r.stop_s) / 2;
    split.push_back({r.start_s, middle});
    split.push_back({std::nextafter(middle, 1e9), r.stop_s});
  }
  SelectionWorkspace workspace;
  auto const flow_of = [&](std::vector<MetRange> const& ranges) {
    FileFacts file = facts();
    file.good_times = GoodTimes(ranges);
    CutFlow flow;
    kept_rows(prepared(Selection{}, file), e.view(), workspace, flow);
    return flow;
  };
  CHECK(flow_of(split) == flow_of(good.ranges()));
  std::vector<MetRange> const few{{0, 100}, {200, 333}, {600, 900}};
  std::vector<MetRange> many = few;  // beyond the last event
  for (int k = 0; k < 20; ++k) many.push_back({2000.0 + 10 * k, 2005.0 + 10 * k});
  CHECK(flow_of(many) == flow_of(few));
}

TEST_CASE("ranges are half open at the double itself") {
  EventColumns e;
  e.met_s = {10, 20, std::nextafter(20.0, 0.0), 10};
  e.energy_tev = {1, 1, 1, std::nextafter(1.0, 0.0)};
  e.count = 4;
  Selection s;
  s.energy = EnergyWindow{tev(1), tev(2)};
  FileFacts file;
  file.good_times = GoodTimes({{10, 20}});
  SelectionWorkspace workspace;
  CutFlow flow;
  auto const rows = kept_rows(prepared(s, file), e.view(), workspace, flow);
  CHECK(std::vector<std::uint32_t>(rows.begin(), rows.end()) == std::vector<std::uint32_t>{0, 2});
  CHECK(flow.removed_by(Cut::gti) == 1);
  CHECK(flow.removed_by(Cut::energy) == 1);
}

TEST_CASE("without a good time interval no event is good; ignored, all are") {
  EventColumns const e = events();
  SelectionWorkspace workspace;
  CutFlow applied, ignored;
  kept_rows(prepared(Selection{}, FileFacts{}), e.view(), workspace, applied);
  CHECK(applied.removed_by(Cut::gti) == e.count);
  Selection s;
  s.gti = GtiUse::ignore;
  CHECK(kept_rows(prepared(s, FileFacts{}), e.view(), workspace, ignored).size() == e.count);
  EventColumns const nothing;
  CHECK(kept_rows(prepared(s, FileFacts{}), nothing.view(), workspace, ignored).empty());
}

TEST_CASE("a cut that the file cannot answer is refused, not passed") {
  Selection offset, zenith;
  offset.offset = AngleRange{degrees(0), degrees(1)};
  zenith.zenith = AngleRange{degrees(0), degrees(50)};
  CHECK_THROWS_AS(prepared(offset, FileFacts{}), Failure);
  CHECK_THROWS_AS(prepared(zenith, FileFacts{}), Failure);
}
