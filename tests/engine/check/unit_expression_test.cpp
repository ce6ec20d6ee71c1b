#include "engine/check/unit_expression.hpp"

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("all spellings of the background unit that real files have measure the same thing") {
  for (char const* text : {"MeV-1 s-1 sr-1", "s^-1 MeV^-1 sr^-1", "1/s/MeV/sr", "MeV**-1 s**-1 sr**-1",
                           "1/(s MeV sr)", "1 / (MeV s sr)", "(s MeV sr)^-1"}) {
    INFO(text);
    auto const unit = parse_unit(text);
    REQUIRE(unit);
    CHECK(measures(*unit, Measure::rate_density));
    CHECK_FALSE(measures(*unit, Measure::per_solid_angle));
    CHECK(unit->as_fits_wants == (std::string_view(text).find('/') == std::string_view::npos));
  }
}

TEST_CASE("units of one dimension differ by their scale") {
  CHECK(parse_unit("GeV")->scale == doctest::Approx(1e-3));
  CHECK(parse_unit("rad")->scale == doctest::Approx(57.29577951308232));
  CHECK(parse_unit("cm2")->scale == doctest::Approx(1e-4));
  CHECK(parse_unit("m**2")->scale == 1);
  CHECK(measures(*parse_unit("m^2"), Measure::area));
  CHECK(measures(*parse_unit("sr^(-1)"), Measure::per_solid_angle));
  CHECK(measures(*parse_unit("deg-2"), Measure::per_solid_angle));
  // 1 erg = 0.624150907 TeV (CODATA 2018)
  CHECK(parse_unit("erg")->scale == doctest::Approx(0.624150907446));
}

TEST_CASE("an empty unit is a pure number and an unknown word is no unit") {
  CHECK(parse_unit("")->dimensionless());
  CHECK(measures(*parse_unit(""), Measure::none));
  for (char const* text : {"parsec", "TeV-", "m^", "sr^(-1", "/", "deg)", "(deg", "1/(s", "0", "%"}) {
    INFO(text);
    CHECK((!parse_unit(text) || parse_unit(text)->dimensionless()));
  }
  CHECK_FALSE(parse_unit("parsec"));
  CHECK_FALSE(parse_unit("TeV-"));
}
