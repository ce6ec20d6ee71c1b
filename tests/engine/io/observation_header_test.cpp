#include "engine/io/observation_header.hpp"

#include <doctest/doctest.h>

#include "tests/engine/io/event_files.hpp"

using namespace engine;
using namespace test_support;

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

FitsHeader header(Values const& more) {
  std::vector<FitsCard> cards;
  for (auto const& [keyword, value] : more) cards.push_back({keyword, value, false, "", ""});
  cards.push_back({"MJDREFI", "51910", false, "", ""});
  return FitsHeader("run.fits[EVENTS]", std::move(cards));
}
std::string refusal(Values const& more) {
  return failure_of([&] { read_observation_header(header(more)); });
}

}  // namespace

TEST_CASE("a header with nothing but a time reference is enough: nothing is invented") {
  ObservationHeader const facts = read_observation_header(header({}));
  CHECK(facts.id == 0);
  CHECK(facts.object.empty());
  CHECK_FALSE(facts.pointing);
  CHECK_FALSE(facts.tstart_s);
  CHECK_FALSE(facts.livetime_s);
  CHECK_FALSE(facts.deadc_known);
  CHECK(facts.dead_time_fraction == 0);
}

TEST_CASE("a full header is read in canonical units") {
  ObservationHeader const facts = read_observation_header(header({{"OBS_ID", "23523"},
                                                                  {"OBJECT", "Crab Nebula"},
                                                                  {"RA_PNT", "83.633333333333"},
                                                                  {"DEC_PNT", "21.514444444444"},
                                                                  {"RADECSYS", "FK5"},
                                                                  {"EQUINOX", "2000"},
                                                                  {"TSTART", "123890826."},
                                                                  {"LIVETIME", "1581.73681640625"},
                                                                  {"DEADC", "0.9375"}}));
  CHECK(facts.id == 23523);
  CHECK(in_degrees(facts.pointing->lon()) == doctest::Approx(83.633333333333).epsilon(1e-14));
  CHECK(facts.tstart_s == 123890826.);
  CHECK(facts.livetime_s == 1581.73681640625);
  CHECK(facts.dead_time_fraction == 0.0625);
  CHECK(facts.deadc_known);
}

TEST_CASE("FK5, ICRS and no frame at all are read as ICRS") {
  for (Values const& frame : {Values{}, Values{{"RADECSYS", "FK5"}}, Values{{"RADESYS", "icrs"}},
                              Values{{"RADECSYS", "fk5"}, {"EQUINOX", "2000.0"}}, Values{{"EQUINOX", ""}},
                              Values{{"EQUINOX", "J2000"}}, Values{{"RADESYS", "ICRS"}, {"EQUINOX", "1950"}}})
    CHECK_NOTHROW(read_observation_header(header(frame)));
}

TEST_CASE("another frame is refused, not mistaken for ICRS") {
  CHECK(contains(refusal({{"RADECSYS", "FK4"}}), "RADECSYS = 'FK4' is not supported: run.fits[EVENTS]"));
  CHECK(contains(refusal({{"RADESYS", "GAPPT"}}), "RADESYS = 'GAPPT'"));
  CHECK(contains(refusal({{"EQUINOX", "1950"}}), "EQUINOX = '1950'"));
  CHECK(contains(refusal({{"RADECSYS", "FK5"}, {"EQUINOX", "2015.5"}}), "EQUINOX"));
}

TEST_CASE("values that cannot be are refused by keyword") {
  CHECK(contains(refusal({{"DEADC", "0"}}), "DEADC = 0 is outside (0, 1]"));
  CHECK(contains(refusal({{"DEADC", "1.1"}}), "DEADC"));
  CHECK(contains(refusal({{"DEADC", "-0.5"}}), "DEADC"));
  CHECK(contains(refusal({{"DEADC", "NaN"}}), "DEADC"));
  CHECK(contains(refusal({{"RA_PNT", "83"}, {"DEC_PNT", "91"}}), "DEC_PNT is beyond the pole"));
  CHECK(contains(refusal({{"ONTIME", "-1"}}), "ONTIME is negative"));
  CHECK(contains(refusal({{"TSTART", "soon"}}), "TSTART"));
  CHECK(contains(refusal({{"TSTOP", "1e20"}}), "TSTOP = 1e+20 is no time of a telescope"));
  CHECK(contains(refusal({{"TSTART", "1"}, {"TIMEUNIT", "fortnight"}}), "unit 'fortnight'"));
}

TEST_CASE("single precision may put DEADC a little above 1") {
  CHECK(read_observation_header(header({{"DEADC", "1.0000001"}})).dead_time_fraction == 0);
}

TEST_CASE("header times follow TIMEUNIT") {
  CHECK(read_observation_header(header({{"TSTART", "2"}, {"TIMEUNIT", "d"}})).tstart_s == 172800.0);
}

TEST_CASE("a pointing needs both coordinates") {
  CHECK_FALSE(read_observation_header(header({{"RA_PNT", "83"}})).pointing);
}

TEST_CASE("observation ids are whole numbers, also when written as text or with a point") {
  CHECK(observation_id(header({{"OBS_ID", "023523"}})) == 23523);
  CHECK(observation_id(header({{"OBS_ID", "23523.0"}})) == 23523);
  CHECK_FALSE(observation_id(header({{"OBS_ID", "run_7"}})));
  CHECK_FALSE(observation_id(header({{"OBS_ID", "7.5"}})));
  CHECK_FALSE(observation_id(header({})));
}
