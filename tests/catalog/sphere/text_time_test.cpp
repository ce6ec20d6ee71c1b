#include <doctest/doctest.h>
#include <erfa.h>

#include "sphere_database.hpp"

using namespace sphere_tests;

TEST_CASE("Julian dates are those of ERFA") {
  struct Moment {
    int year, month, day;
    double fraction;
    char const* text;
  };
  for (Moment const& m :
       {Moment{2004, 12, 8, 0.5, "2004-12-08T12:00:00"}, Moment{1858, 11, 17, 0, "1858-11-17"},
        Moment{1600, 2, 29, 0.25, "1600-02-29 06:00"},
        Moment{2262, 4, 12, 0.75, "2262-04-12T18:00:00.000Z"}}) {
    double zero = 0, mjd = 0;
    REQUIRE(eraCal2jd(m.year, m.month, m.day, &zero, &mjd) == 0);
    std::string const time = "adql.time('" + std::string(m.text) + "')";
    CHECK(ask_number("adql.ivo_to_mjd(" + time + ")") == mjd + m.fraction);
    CHECK(ask_number("adql.ivo_to_jd(" + time + ")") == zero + mjd + m.fraction);
    CHECK(ask_truth("adql.mjd_to_timestamp(adql.ivo_to_mjd(" + time + ")) = " + time));
  }
}

TEST_CASE("times read and written") {
  CHECK(ask("adql.iso('2004-12-08 04:21:03')") == "2004-12-08T04:21:03");
  CHECK(ask("adql.iso('2004-12-08 04:21:03.120')") == "2004-12-08T04:21:03.12");
  CHECK(ask("adql.iso('0999-01-02')") == "0999-01-02T00:00:00");
  for (std::string const bad :
       {"2004-02-30", "now", "infinity", "yesterday", "2004-12-08T04:21:03+01:00", "2004", "", "12/08/2004"})
    CHECK_FALSE(ask("adql.time('" + bad + "')").has_value());
}

TEST_CASE("words, lists and intervals") {
  CHECK(ask("adql.ivo_hasword('Observations of the Crab Nebula', 'crab')") == "1");
  CHECK(ask("adql.ivo_hasword('Observations of the Crab Nebula', 'crabs nebulae')") == "1");
  CHECK(ask("adql.ivo_hasword('Observations of the Crab Nebula', 'vela')") == "0");
  CHECK(ask("adql.ivo_hashlist_has('Gamma-ray#X-ray', 'x-RAY')") == "1");
  CHECK(ask("adql.ivo_hashlist_has('Gamma-ray#X-ray', 'ray')") == "0");
  CHECK(ask("adql.ivo_nocasematch('Crab', 'CR%')") == "1");
  CHECK(ask("adql.ivo_interval_overlaps(1, 2, 2, 3)") == "1");
  CHECK(ask("adql.ivo_interval_overlaps(1, 2, 2.1, 3)") == "0");
  CHECK(ask("adql.ivo_interval_has(2, '{1,2}')") == "1");
  CHECK(ask("adql.ivo_interval_has(0.9, '{1,2}')") == "0");
  CHECK_FALSE(ask("adql.ivo_hasword(NULL, 'x')").has_value());
}

TEST_CASE("histograms count what is below, within and above") {
  CHECK(ask("adql.ivo_histogram(x, 0, 10, 5) FROM generate_series(-1, 12) x") == "{1,2,2,2,2,2,3}");
  CHECK(ask_failure("adql.ivo_histogram(x, 0, 0, 5) FROM generate_series(-1, 12) x").find("lower < upper") !=
        std::string::npos);
}

TEST_CASE("rounding, truncation, remainders") {
  CHECK(ask_number("adql.round(2.5, 0)") == 3);
  CHECK(ask_number("adql.round(-2.5, 0)") == -3);
  CHECK(ask_number("adql.round(1234.5678, 2)") == 1234.57);
  CHECK(ask_number("adql.round(1234.5678, -2)") == 1200);
  CHECK(ask_number("adql.round(9007199254740993::float8, 0)") == 9007199254740992);
  CHECK(ask_number("adql.truncate(-1234.5678, 1)") == -1234.5);
  CHECK(ask_number("adql.mod(-7.5, 2)") == -1.5);
  CHECK(ask_number("adql.mod(7.5, -2)") == 1.5);
  CHECK(ask_failure("adql.mod(1, 0)").find("division by zero") != std::string::npos);
}

TEST_CASE("values out of range are refused with a reason") {
  CHECK(ask_failure("adql.circle(x, 91, 1) FROM generate_series(1, 1) x").find("within -90 and 90") !=
        std::string::npos);
  CHECK(ask_failure("adql.circle(x, 1, -1) FROM generate_series(1, 1) x")
            .find("radius within 0 and 180, got 1, 1, -1") != std::string::npos);
  CHECK(ask_failure("adql.point(x, 1e9) FROM generate_series(1, 1) x").find("POINT wants degrees") !=
        std::string::npos);
  CHECK(ask_failure("adql.box(x, 1, 0, 1) FROM generate_series(1, 1) x").find("BOX wants") !=
        std::string::npos);
  CHECK(ask_failure("adql.polygon('{1,2,3,4}')").find("three vertices") != std::string::npos);
  CHECK(ask_failure("adql.polygon('{0,0,180,0,90,10}')").find("opposite points") != std::string::npos);
  CHECK_FALSE(ask("adql.circle(NULL, 91, 1)").has_value());
}
