// Public data of three instruments against what astropy reads from the same files.
#include <cmath>

#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/io/data_set.hpp"
#include "engine/io/fits_events.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

template <class Value>
std::uint32_t crc(std::vector<Value> const& values) {
  return static_cast<std::uint32_t>(crc32(0, reinterpret_cast<Bytef const*>(values.data()),
                                          static_cast<uInt>(values.size() * sizeof(Value))));
}

struct Reference {
  std::int64_t id;
  std::size_t rows;
  std::uint32_t time, ra, dec, energy, event_id;  ///< CRC-32 of the columns as little-endian 8-byte numbers
  MetRange gti;
  double first_event_tt_s;
};

// With astropy 5.2.1, t = fits.open(file)['EVENTS'].data:
//   zlib.crc32(np.asarray(t['TIME'], '<f8').tobytes()), the same of np.asarray(t['RA'], '<f8') * (np.pi /
//   180), DEC alike, ENERGY, np.asarray(t['EVENT_ID'], '<i8'); the first row of the GTI table; and
//   ((Time(MJDREFI, MJDREFF, format='mjd', scale=TIMESYS) + TIME[0] * u.s).tt
//    - Time('2000-01-01T00:00:00', scale='tt')).to_value('s')
Reference const hess{23523,
                     7613,
                     0x8d252c74,
                     0x68dfa474,
                     0x40f85b11,
                     0x20dbdc04,
                     0xa83d828d,
                     {123890826.0, 123892513.0},
                     155513290.85205483};
Reference const cta{110380,           106217,     0x2f9c948a, 0xaf4e00ae,
                    0x62a9e9f9,       0x78c44f74, 0x5236670c, {664502400.0, 664504200.0},
                    664545603.0454683};
Reference const magic{5029747,           11189,      0x5d70a304, 0x7b8b3b05,
                      0xf3c396ae,        0xc541d0d1, 0xcfc38beb, {333778852.43521696, 333780040.54697883},
                      434175716.69392484};

DataSet set_in(std::string const& folder) {
  return open_data_set({(real_data() / folder).string()}, FileNameSyntax::literal);
}

void check_against(Reference const& expected, DataSet const& set) {
  CAPTURE(expected.id);
  DataSet const chosen = choose_runs(set, {.ids = {expected.id}});
  FitsEvents events(chosen.observations.at(0));
  EventColumns all;
  events.read({0, events.rows()}, {.time = true, .direction = true, .energy = true, .extra = {"EVENT_ID"}},
              all);
  CHECK(events.rows() == expected.rows);
  CHECK(crc(all.met_s) == expected.time);
  CHECK(crc(all.ra_rad) == expected.ra);
  CHECK(crc(all.dec_rad) == expected.dec);
  CHECK(crc(all.energy_tev) == expected.energy);
  CHECK(crc(std::get<std::vector<std::int64_t>>(all.extra.at(0).values)) == expected.event_id);
  CHECK(events.good_times().ranges() == std::vector<MetRange>{expected.gti});
  double const first_tt_s = in_seconds(events.header().time.time_of(all.met_s.at(0)).tt());
  CHECK(std::abs(first_tt_s - expected.first_event_tt_s) < 1e-6);
}

}  // namespace

TEST_CASE("the H.E.S.S. set has its runs, events and good times") {
  if (real_data().empty()) return;
  DataSet const set = set_in("hess-dl3-dr1");
  CHECK(set.observations.size() == 56);
  CHECK(set.notes.empty());
  std::size_t rows = 0;
  for (Observation const& run : set.observations) {
    EventSize const size = measure_events(run);
    CHECK(size.rows_exact);
    rows += size.rows;
  }
  CHECK(rows == 577782);  // sum of NAXIS2 by astropy
  check_against(hess, set);
}

TEST_CASE("the H.E.S.S. Crab runs lose 1, 3, 2 and 6 events to their good times") {
  if (real_data().empty()) return;
  DataSet const crab = choose_runs(set_in("hess-dl3-dr1"), {.targets = {"crab_nebula"}});
  std::vector<std::int64_t> ids;
  std::vector<std::size_t> outside;
  for (Observation const& run : crab.observations) {
    FitsEvents events(run);
    EventColumns all;
    events.read({0, events.rows()}, {.time = true}, all);
    ids.push_back(run.id);
    outside.push_back(static_cast<std::size_t>(std::count_if(
        all.met_s.begin(), all.met_s.end(), [&](double t) { return !events.good_times().contains(t); })));
    CHECK(events.header().telescope == "HESS");
    CHECK(run.responses.size() == 4);
  }
  CHECK(ids == std::vector<std::int64_t>{23523, 23526, 23559, 23592});
  CHECK(outside == std::vector<std::size_t>{1, 3, 2, 6});
}

TEST_CASE("CTA 1DC: paths above the index, unsorted times, unsigned ids") {
  if (real_data().empty()) return;
  for (std::string const folder : {"cta-1dc", "cta-1dc/index/gps"}) {
    DataSet const set = set_in(folder);
    CHECK(set.observations.size() == 2);
    check_against(cta, set);
  }
  FitsEvents events(choose_runs(set_in("cta-1dc"), {.ids = {110380}}).observations.at(0));
  EventColumns all;
  events.read({0, events.rows()}, {.time = true, .extra = {"EVENT_ID", "DETX"}}, all);
  CHECK_FALSE(std::is_sorted(all.met_s.begin(), all.met_s.end()));
  auto const& ids = std::get<std::vector<std::int64_t>>(all.extra.at(0).values);
  CHECK(ids.front() == 1);
  CHECK(ids.back() == 106217);
  CHECK(std::holds_alternative<std::vector<double>>(all.extra.at(1).values));
}

TEST_CASE("MAGIC: an index without times and names, UTC in the files") {
  if (real_data().empty()) return;
  DataSet const set = set_in("magic-rad-max");
  CHECK(set.observations.size() == 2);
  check_against(magic, set);
  CHECK(choose_runs(set, {.targets = {"Crab Nebula"}}).observations.size() == 2);
  Time const between = Time::from_tt(seconds(434176900));  // behind the first run, before the second
  DataSet const second = choose_runs(set, {.start = between + seconds(50)});
  REQUIRE(second.observations.size() == 1);
  CHECK(second.observations[0].id == 5029748);
}
