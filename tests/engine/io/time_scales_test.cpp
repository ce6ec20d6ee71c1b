#include "engine/io/time_scales.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/io/event_files.hpp"

using namespace engine;
using test_support::contains;

namespace {

struct KnownInstant {
  TimeScale scale;
  int day;
  double fraction, tt_s;
};

// astropy 5.2.1 with pyerfa 2.0.0.1:
//   (Time(day, fraction, format='mjd', scale=scale).tt - Time('2000-01-01T00:00:00',
//   scale='tt')).to_value('s')
constexpr KnownInstant by_astropy[] = {
    {TimeScale::utc, 51910, 0.0, 31622464.183999997},
    {TimeScale::utc, 52706, 0.0, 100396864.184},
    {TimeScale::utc, 53402, 0.0, 160531264.18400002},
    {TimeScale::utc, 54832, 0.0, 284083266.18399996},
    {TimeScale::utc, 57754, 0.0, 536544069.18399996},
    {TimeScale::tai, 51910, 0.25, 31644032.184000004},
    {TimeScale::tai, 57754, 0.25, 536565632.18399996},
    {TimeScale::tdb, 51910, 0.5, 31665600.000064284},
    {TimeScale::tdb, 52706, 0.5, 100439999.99852516},
    {TimeScale::tdb, 53402, 0.5, 160574399.99917662},
    {TimeScale::tdb, 57754, 0.5, 536587200.00003487},
    {TimeScale::tt, 51910, 0.000742870370370241, 31622464.183999997},
    {TimeScale::tt, 57754, 0.000742870370370241, 536544064.184},
};

FitsHeader header(std::vector<std::pair<std::string, std::string>> const& values) {
  std::vector<FitsCard> cards;
  for (auto const& [keyword, value] : values) cards.push_back({keyword, value, false, "", ""});
  return FitsHeader("test.fits[EVENTS]", std::move(cards));
}

double tt_s_of(std::string const& text, TimeScale otherwise = TimeScale::utc) {
  Result<TimePoint, std::string> const parsed = parse_time(text, otherwise);
  REQUIRE_MESSAGE(parsed, (parsed ? "" : parsed.error()));
  REQUIRE(parsed->absolute);
  return in_seconds(parsed->absolute->tt());
}

constexpr double microsecond = 1e-6;

}  // namespace

TEST_CASE("an instant on any scale is the one astropy says, to a microsecond") {
  for (KnownInstant const& known : by_astropy) {
    CAPTURE(known.day);
    CAPTURE(word_of(known.scale));
    Time const t = time_from_mjd(known.day, known.fraction, known.scale);
    CHECK(std::abs(in_seconds(t.tt()) - known.tt_s) < microsecond);
  }
}

TEST_CASE("scale words are read in any case, with the synonyms of the FITS standard") {
  CHECK(time_scale_of("utc") == TimeScale::utc);
  CHECK(time_scale_of(" TT ") == TimeScale::tt);
  CHECK(time_scale_of("TT(TAI)") == TimeScale::tt);
  CHECK(time_scale_of("tdb") == TimeScale::tdb);
  CHECK(time_scale_of("IAT") == TimeScale::tai);
  CHECK_FALSE(time_scale_of("GPS"));
  CHECK_FALSE(time_scale_of("local"));
}

TEST_CASE("the time reference of each public data set is understood") {
  TimeReference const hess =
      time_reference(header({{"MJDREFI", "51910"}, {"MJDREFF", "0.000742870370370241"}, {"TIMESYS", "TT"}}));
  CHECK(std::abs(in_seconds(hess.zero.tt()) - 31622464.184) < microsecond);
  TimeReference const veritas =
      time_reference(header({{"MJDREFI", "53402.0"}, {"MJDREFF", "0."}, {"TIMESYS", "utc"}}));
  CHECK(veritas.scale == TimeScale::utc);
  CHECK(veritas.mjdrefi == 53402);
  CHECK(std::abs(in_seconds(veritas.zero.tt()) - 160531264.184) < microsecond);
  TimeReference const one_number = time_reference(header({{"MJDREF", "51544.5"}}));
  CHECK(one_number.scale == TimeScale::tt);
  CHECK(one_number.mjdrefi == 51544);
  CHECK(one_number.mjdreff == 0.5);
  CHECK(in_seconds(one_number.zero.tt()) == 43200);
}

TEST_CASE("a time reference that cannot be used is refused with the keyword in the sentence") {
  auto const refusal = [](std::vector<std::pair<std::string, std::string>> const& values) {
    return test_support::failure_of([&] { time_reference(header(values)); });
  };
  CHECK(contains(refusal({{"TIMESYS", "TT"}}), "MJDREF is missing: test.fits[EVENTS]"));
  CHECK(contains(refusal({{"MJDREFF", "0.5"}}), "MJDREFI is missing"));
  CHECK(contains(refusal({{"MJDREFI", "51910"}, {"TIMESYS", "GPS"}}), "TIMESYS = 'GPS' is not understood"));
  CHECK(contains(refusal({{"MJDREFI", "51910"}, {"TIMEZERO", "3.5"}}), "TIMEZERO is not zero"));
  CHECK(contains(refusal({{"MJDREFI", "0"}, {"TIMESYS", "UTC"}}), "before UTC began"));
  CHECK(contains(refusal({{"MJDREFI", "-5"}}), "no modified Julian date"));
  CHECK(contains(refusal({{"MJDREF", "1e300"}}), "no modified Julian date"));
  CHECK(contains(refusal({{"MJDREFI", "99999999999999999999"}}), "MJDREFI"));
  CHECK(contains(refusal({{"MJDREFI", "51910.5"}}), "MJDREFI is not a whole number"));
}

TEST_CASE("people may write a time as MJD, ISO 8601 or seconds") {
  CHECK(tt_s_of("51544", TimeScale::tt) == 0);
  CHECK(tt_s_of("mjd:51545", TimeScale::tt) == 86400);
  CHECK(tt_s_of("51544.5 TT") == 43200);
  CHECK(std::abs(tt_s_of("2004-12-04T22:08:06.5") - 155513350.684) < microsecond);
  CHECK(std::abs(tt_s_of("2004-12-04 22:08:06.5Z", TimeScale::tt) - 155513350.684) < microsecond);
  CHECK(std::abs(tt_s_of("2004-12-04 22:08:06.5 UTC", TimeScale::tt) - 155513350.684) < microsecond);
  CHECK(tt_s_of("2000-01-02", TimeScale::tt) == 86400);
  CHECK(tt_s_of("2000-01-01T00:01", TimeScale::tt) == 60);
  CHECK(std::abs(tt_s_of("2016-12-31T23:59:60.5") - 536544068.684) < microsecond);
  Result<TimePoint, std::string> const met = parse_time("met:1.2e8", TimeScale::utc);
  REQUIRE(met);
  CHECK(met->met_s == 1.2e8);
  CHECK_FALSE(met->absolute);
}

TEST_CASE("all decimals of a written MJD count") {
  // As one double, 59000.0000000001 would keep steps of 0.6 microseconds.
  CHECK(std::abs(tt_s_of("59000.00000000001", TimeScale::tt) - tt_s_of("59000", TimeScale::tt) - 8.64e-7) <
        2e-7);
}

TEST_CASE("what is not a time is refused with an example of one") {
  for (std::string const text :
       {"", "yesterday", "2004-13-04", "2004-02-30", "2004-12-04T25:00", "2004-12-04T22:08:61",
        "2004-12-04T23:59:60", "2004-12-04 22:08:06 GPS", "met:", "met:nan", "mjd:x", "nan", "inf", "-5",
        "20041204", "2004-12-04T22:08:0x", "2016-12-31T23:59:60 TT"}) {
    CAPTURE(text);
    Result<TimePoint, std::string> const parsed = parse_time(text, TimeScale::utc);
    REQUIRE_FALSE(parsed);
    CHECK(contains(parsed.error(), "is not a time"));
  }
  CHECK(contains(parse_time("123890826", TimeScale::tt).error(), "met:123890826"));
}

TEST_CASE("an instant written as ISO reads back as itself on every scale") {
  for (double const tt_s : {0.0, 31622464.184, 155513290.852, 434175716.693, 536544068.684, 664545603.045}) {
    for (TimeScale const scale : {TimeScale::tt, TimeScale::utc, TimeScale::tai, TimeScale::tdb}) {
      CAPTURE(tt_s);
      CAPTURE(word_of(scale));
      std::string const text = iso_text(Time::from_tt(seconds(tt_s)), scale, 6);
      CHECK(std::abs(tt_s_of(text, scale) - tt_s) < 1.1 * microsecond);
    }
  }
}

TEST_CASE("the first events of three sets stand at the UTC and TT that astropy prints") {
  // (Time(MJDREFI, MJDREFF, format='mjd', scale=TIMESYS) + TIME[0]*u.s).utc.isot, .tt.isot
  auto const utc = [](double tt_s) { return iso_text(Time::from_tt(seconds(tt_s)), TimeScale::utc, 3); };
  auto const tt = [](double tt_s) { return iso_text(Time::from_tt(seconds(tt_s)), TimeScale::tt, 3); };
  CHECK(utc(155513290.85205483) == "2004-12-04T22:07:06.668");
  CHECK(tt(155513290.85205483) == "2004-12-04T22:08:10.852");
  CHECK(utc(434175716.69392484) == "2013-10-04T04:20:49.510");
  CHECK(tt(434175716.69392484) == "2013-10-04T04:21:56.694");
  CHECK(utc(664545603.0454683) == "2021-01-21T11:58:53.861");
}

TEST_CASE("a leap second is written as second 60") {
  CHECK(iso_text(Time::from_tt(seconds(536544068.684)), TimeScale::utc, 1) == "2016-12-31T23:59:60.5");
  CHECK(iso_text(Time::from_tt(seconds(536544068.284)), TimeScale::utc, 0) == "2016-12-31T23:59:60");
}

TEST_CASE("an instant that no calendar has is written as an MJD, not as nonsense") {
  CHECK(iso_text(Time::from_tt(seconds(1e300)), TimeScale::utc, 3).starts_with("MJD 1.157"));
  CHECK(iso_text(Time::from_tt(seconds(std::nan(""))), TimeScale::tt, 0) == "MJD nan");
}

// Expected: astropy 5.2, Time(53343.9223401, format='mjd', scale='tt') in .utc.mjd, .tai.mjd, .tdb.mjd; and
// the last second of 2016, a leap second: Time('2016-12-31T23:59:60.5', scale='utc').mjd.
TEST_CASE("an instant is a modified Julian date in any scale") {
  using namespace engine;
  Time const t = time_from_mjd(53343, 0.9223401, TimeScale::tt);
  CHECK(mjd_in(t, TimeScale::tt) == doctest::Approx(53343.9223401).epsilon(1e-15));
  CHECK(mjd_in(t, TimeScale::utc) == doctest::Approx(53343.9223401 - 64.184 / 86400).epsilon(1e-15));
  CHECK(mjd_in(t, TimeScale::tai) == doctest::Approx(53343.9223401 - 32.184 / 86400).epsilon(1e-15));
  CHECK(std::abs(mjd_in(t, TimeScale::tdb) - 53343.9223401) * 86400 < 2e-3);
  for (TimeScale const scale : {TimeScale::tt, TimeScale::utc, TimeScale::tai, TimeScale::tdb}) {
    Time const back = time_from_mjd(53343, mjd_in(t, scale) - 53343, scale);
    CHECK(std::abs(in_seconds(back - t)) < 2e-6);
  }
  Result<TimePoint, std::string> const leap = parse_time("2016-12-31T23:59:60.5", TimeScale::utc);
  REQUIRE(leap);
  CHECK(mjd_in(*leap->absolute, TimeScale::utc) == doctest::Approx(57753 + 86400.5 / 86401).epsilon(1e-14));
  CHECK_THROWS_AS(mjd_in(Time::from_mjd_tt(1e300), TimeScale::utc), Failure);
}
