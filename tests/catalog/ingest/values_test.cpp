#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "catalog/ingest/footprint.hpp"
#include "catalog/ingest/hdu_facts.hpp"
#include "catalog/ingest/header_mending.hpp"
#include "catalog/ingest/run_values.hpp"
#include "catalog/ingest/time_moc.hpp"
#include "engine/io/data_sum.hpp"
#include "engine/io/time_scales.hpp"

namespace {

using namespace catalog::ingest;
using engine::FitsCard;
using engine::FitsHeader;

struct Words {
  std::vector<FitsCard> cards;
  Words& set(std::string keyword, std::string value, bool is_string = false) {
    cards.push_back({std::move(keyword), std::move(value), is_string, "", ""});
    return *this;
  }
  FitsHeader header() const { return {"test.fits[EVENTS]", cards}; }
};

Words timed() {
  return Words().set("MJDREFI", "51910").set("MJDREFF", "0.000742870370370241").set("TIMESYS", "TT");
}

Collection plain() {
  return parse_collection("{name: A, schema: a, title: T, description: D, authority: example.org}", "x");
}

engine::Time tt(double mjd) { return engine::Time::from_mjd_tt(mjd); }

}  // namespace

// Expected: astropy.time.Time(MJDREFI, MJDREFF, format='mjd', scale=TIMESYS) + TimeDelta(TSTART), .utc.mjd
TEST_CASE("start and end of a run are dates in UTC whatever scale the file counts in") {
  Notes notes;
  auto const t_min = [&](FitsHeader const& header) {
    return time_values(header, {}, notes).t_min.value_or(0);
  };
  CHECK(t_min(timed().set("TSTART", "123890826.").header()) ==
        doctest::Approx(53343.92159722222).epsilon(1e-13));
  Words utc = Words()
                  .set("MJDREFI", "53402.0")
                  .set("MJDREFF", "0.")
                  .set("TSTART", "1000000")
                  .set("TIMESYS", "utc", true);
  // 53402 + 1e6 s: no leap second between 2005-02-01 and that day
  CHECK(t_min(utc.header()) == doctest::Approx(53402 + 1000000 / 86400.0).epsilon(1e-13));
  Words later = Words()
                    .set("MJDREFI", "52706")
                    .set("MJDREFF", "0")
                    .set("TSTART", "333780075.766974")
                    .set("TIMESYS", "UTC");
  CHECK(t_min(later.header()) ==
        doctest::Approx(56569.195286654794).epsilon(1e-13));                  // 3 leap seconds on the way
  Words whole = Words().set("MJDREF", "51544.5").set("TSTART", "664502400");  // no TIMESYS: TT
  CHECK(t_min(whole.header()) ==
        doctest::Approx(51544.5 + 664502400 / 86400.0 - 69.184 / 86400).epsilon(1e-13));
  CHECK(notes.empty());
}

TEST_CASE("times that cannot be are left out with a note, and the good times step in") {
  Notes notes;
  std::vector<engine::MetRange> const good{{100, 200}, {300, 400}};
  TimeValues const reversed =
      time_values(timed().set("TSTART", "500").set("TSTOP", "400").header(), good, notes);
  CHECK(reversed.t_max.value_or(0) > reversed.t_min.value_or(1e9));
  CHECK(notes.size() == 1);
  notes.clear();
  TimeValues const absurd =
      time_values(timed().set("TSTART", "1e300").set("TSTOP", "9e10").header(), {}, notes);
  CHECK_FALSE(absurd.t_min);
  CHECK_FALSE(absurd.t_max);  // the year 4854
  CHECK(notes.size() == 2);
  notes.clear();
  TimeValues const none = time_values(Words().set("TSTART", "1").header(), {}, notes);
  CHECK_FALSE(none.t_min);
  CHECK(notes.size() == 1);  // no MJDREF
  notes.clear();
  TimeValues const dead = time_values(timed()
                                          .set("ONTIME", "100")
                                          .set("DEADC", "1.5")
                                          .set("LIVETIME", "-3")
                                          .set("TSTART", "later", true)
                                          .header(),
                                      {}, notes);
  CHECK_FALSE(dead.livetime_s);
  CHECK_FALSE(dead.deadc);
  CHECK(notes.size() == 3);
}

TEST_CASE("without LIVETIME the exposure is ONTIME times DEADC") {
  Notes notes;
  TimeValues const values =
      time_values(timed().set("ONTIME", "1000").set("DEADC", "0.9").header(), {}, notes);
  CHECK(values.livetime_s.value_or(0) == doctest::Approx(900));
}

TEST_CASE("positions keep the digits of the header, any turn, and only of a frame that is ICRS or FK5") {
  Notes notes;
  auto const sky = [&](char const* ra, char const* dec, char const* frame) {
    return sky_values(Words().set("RA_PNT", ra).set("DEC_PNT", dec).set("RADECSYS", frame, true).header(),
                      notes);
  };
  CHECK(sky("83.633333333333", "21.514444444444", "FK5").pointing->ra_deg == 83.633333333333);
  CHECK(sky("443.25", "21", "FK5").pointing->ra_deg == 83.25);
  CHECK(sky("-101", "21", "ICRS").pointing->ra_deg == 259);
  CHECK(sky("-1e-18", "21", "ICRS").pointing->ra_deg < 360);
  CHECK(notes.empty());
  CHECK_FALSE(sky("83", "21", "GALACTIC").pointing);
  CHECK_FALSE(sky("83", "91", "ICRS").pointing);
  CHECK_FALSE(sky("1e9", "21", "ICRS").pointing);
  CHECK_FALSE(sky("nan", "21", "ICRS").pointing);
  CHECK(notes.size() == 4);
  // SkyCoord(83.633333333333, 21.514444444444, unit='deg').galactic; its chain differs by 25 mas
  CHECK(sky("83.633333333333", "21.514444444444", "ICRS").glon_deg.value_or(0) ==
        doctest::Approx(184.98232025223194).epsilon(1e-7));
}

TEST_CASE(
    "the field of view is that of the array, of the region of interest, of the collection, of the "
    "telescope") {
  Words words = Words().set("TELESCOP", "HESS", true);
  Collection collection = plain();
  CHECK(field_of_view_deg(words.header(), collection, nullptr) == 5);
  collection.s_fov_deg = 4;
  CHECK(field_of_view_deg(words.header(), collection, nullptr) == 4);
  words.set("DSTYP1", "TIME", true).set("DSTYP2", "POS(RA,DEC)", true);
  words.set("DSVAL2", "CIRCLE(267.6812,-29.6075,3)", true);
  CHECK(field_of_view_deg(words.header(), collection, nullptr) == 6);
  ArrayConfiguration array;
  array.telescopes = {{"a", "", 12.0, 7.0, 1}, {"b", "", 4.0, 9.0, 2}, {"c", "", 4.0, std::nullopt, 3}};
  CHECK(field_of_view_deg(words.header(), collection, &array) == 8);
  CHECK_FALSE(field_of_view_deg(Words().set("TELESCOP", "NONE", true).header(), plain(), nullptr));
}

TEST_CASE("an array configuration counts for its instrument and while it was valid") {
  Collection collection = plain();
  ArrayConfiguration old, now;
  old.name = "old";
  old.valid_to = tt(55000);
  now.name = "now";
  now.valid_from = tt(55000);
  now.instrument = "Phase II";
  collection.arrays = {old, now};
  auto const name = [&](char const* instrument, std::optional<engine::Time> when) {
    auto const* found = array_of(Words().set("INSTRUME", instrument, true).header(), when, collection);
    return found == nullptr ? std::string("none") : found->name;
  };
  CHECK(name("Phase I", tt(54000)) == "old");
  CHECK(name("phase ii", tt(55000)) == "now");
  CHECK(name("Phase I", tt(56000)) == "none");
  CHECK(name("Phase I", std::nullopt) == "none");
}

TEST_CASE("overrides mend what they are for and leave what has been mended at the source") {
  Collection const c = parse_collection(
      "{name: A, schema: a, title: T, description: D, authority: example.org, header_overrides: ["
      "{keyword: GEOLON, scale: -1, above: 0, reason: west}, {keyword: ALTITUDE, scale: 1000, below: 10, "
      "reason: km}, "
      "{keyword: DATE-OBS, copy_from: DATE_OBS, only_if_absent: yes, reason: spelling}, "
      "{keyword: TIMESYS, value: TT, only_if_absent: yes, runs: [7], reason: missing}]}",
      "x");
  Notes notes;
  FitsHeader const bad =
      Words().set("GEOLON", "79.4").set("ALTITUDE", "2.15").set("DATE_OBS", "2021-01-21", true).header();
  FitsHeader const good = mended(bad, c.overrides, 7, notes);
  CHECK(good.real("GEOLON") == -79.4);
  CHECK(good.real("ALTITUDE") == 2150);
  CHECK(good.text("DATE-OBS") == "2021-01-21");
  CHECK(good.text("TIMESYS") == "TT");
  CHECK(notes.size() == 4);
  notes.clear();
  FitsHeader const again = mended(good, c.overrides, 7, notes);
  CHECK(notes.empty());
  CHECK(again.real("GEOLON") == -79.4);
  CHECK_FALSE(mended(bad, c.overrides, 8, notes).has("TIMESYS"));
}

TEST_CASE("the data sum does not depend on where blocks end") {
  std::vector<std::byte> bytes;
  for (int i = 0; i < 1003; ++i) bytes.push_back(static_cast<std::byte>(i * 37 % 256));
  engine::DataSum whole;
  whole.add(bytes);
  engine::DataSum parts;
  for (std::size_t i = 0; i < bytes.size(); i += 7)
    parts.add(std::span(bytes).subspan(i, std::min<std::size_t>(7, bytes.size() - i)));
  CHECK(whole.value() == parts.value());
  engine::DataSum ones;  // FITS 4.0, J.1: all bits set is minus zero, and stays
  ones.add(std::vector<std::byte>(8, std::byte{0xFF}));
  CHECK(ones.value() == 0xFFFFFFFFU);
}

TEST_CASE(
    "a time coverage map holds its ranges, as few cells as can be, and nothing beyond a second around") {
  std::string const moc = time_moc_ascii({{tt(53343.9), tt(53343.9 + 1000.0 / 86400)}});
  CHECK(moc.starts_with("t"));
  CHECK(moc.find(" 41/") != std::string::npos);
  // Cells back to their length: each of order n is 2^(61-n) microseconds.
  double seconds = 0;
  int order = 0;
  for (std::size_t i = 1; i < moc.size();) {
    std::size_t const end = moc.find_first_of("/,- ", i);
    std::string const word = moc.substr(i, end == moc.npos ? moc.npos : end - i);
    char const after = end == moc.npos ? ' ' : moc[end];
    if (after == '/') order = std::stoi(word);
    double count = word.empty() ? 0 : after == '/' ? 0 : 1;
    if (after == '-') {
      std::size_t const last = moc.find_first_of(", ", end);
      count = static_cast<double>(std::stoull(moc.substr(end + 1, last - end - 1)) - std::stoull(word) + 1);
      seconds += count * std::ldexp(1e-6, 61 - order);
      i = last == moc.npos ? moc.size() : last + 1;
      continue;
    }
    seconds += count * std::ldexp(1e-6, 61 - order);
    i = end == moc.npos ? moc.size() : end + 1;
  }
  CHECK(seconds >= 1000);
  CHECK(seconds < 1000 + 2 * 1.05);
  CHECK(time_moc_ascii({}).empty());
  CHECK(time_moc_ascii({{tt(5e4), tt(5e4)}, {tt(1e300), tt(2e300)}}).size() < 40);
}

// Expected: the good time of run 23523 by astropy: (Time + TimeDelta).tcb in microseconds since JD 0, over
// 2^20, is 202149351219.03 to 202149352827.88.
TEST_CASE("the time coverage map of run 23523 begins and ends in the cells of TCB") {
  engine::Time const zero = engine::time_from_mjd(51910, 0.000742870370370241, engine::TimeScale::tt);
  auto const first_cell = [&](double met_s) {
    engine::Time const t = zero + engine::seconds(met_s);
    std::string const moc = time_moc_ascii({{t, t + engine::seconds(1e-3)}});
    std::size_t const at = moc.find("41/");
    return std::stoull(moc.substr(at + 3));
  };
  CHECK(first_cell(123890826.0) == 202149351219ULL);
  CHECK(first_cell(123892513.0) == 202149352827ULL);
}

TEST_CASE("the footprint of a drift scan holds every point within the radius of its track") {
  std::vector<SkyPoint> track;
  for (int i = 0; i <= 40; ++i) track.push_back({350 + 0.5 * i, 22});  // over RA 0
  std::vector<double> const corners = track_footprint(track, 2.5);
  CHECK(corners.size() >= 6);
  CHECK(corners.size() <= 128);
  // The winding number of the corners around points, in the tangent plane of the middle of the track.
  auto const plane = [](double ra, double dec) {
    double const rad = std::numbers::pi / 180, d = (ra - 0) * rad, b = dec * rad, b0 = 22 * rad;
    double const c = std::sin(b0) * std::sin(b) + std::cos(b0) * std::cos(b) * std::cos(d);
    return std::pair{std::cos(b) * std::sin(d) / c,
                     (std::cos(b0) * std::sin(b) - std::sin(b0) * std::cos(b) * std::cos(d)) / c};
  };
  auto const inside = [&](double ra, double dec) {
    auto const [x, y] = plane(ra, dec);
    bool in = false;
    for (std::size_t i = 0, j = corners.size() / 2 - 1; i < corners.size() / 2; j = i++) {
      auto const [xi, yi] = plane(corners[2 * i], corners[2 * i + 1]);
      auto const [xj, yj] = plane(corners[2 * j], corners[2 * j + 1]);
      if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) in = !in;
    }
    return in;
  };
  for (SkyPoint const& p : track) {
    CHECK(inside(p.ra_deg, p.dec_deg));
    CHECK(inside(p.ra_deg, p.dec_deg + 2.4));
    CHECK(inside(p.ra_deg, p.dec_deg - 2.4));
    CHECK_FALSE(inside(p.ra_deg, p.dec_deg + 2.7));
    CHECK_FALSE(inside(p.ra_deg, p.dec_deg - 2.7));
  }
  CHECK_FALSE(inside(340, 22));
  std::vector<SkyPoint> const still{{10, 20}, {10, 20}};
  CHECK(track_footprint(still, 1) == std::vector<double>{10, 20, 1});
}
