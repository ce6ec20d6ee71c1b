/// Units, constant regions and times, by values that are known.
#include <doctest/doctest.h>

#include "catalog/adql/literals.hpp"
#include "catalog/adql/regions.hpp"
#include "catalog/adql/units.hpp"

using namespace catalog::adql;

namespace {

Unit unit(std::string_view text) {
  auto const parsed = parse_unit(text);
  REQUIRE_MESSAGE(std::holds_alternative<Unit>(parsed), text);
  return std::get<Unit>(parsed);
}

}  // namespace

TEST_CASE("factors between units") {
  struct Row {
    char const *from, *to;
    double factor;
  };
  for (Row const& row : {Row{"km", "m", 1e3},
                         {"TeV", "erg", 1.602176634},
                         {"deg", "arcsec", 3600},
                         {"mas", "arcsec", 1e-3},
                         {"cm**-2.s**-1", "m-2 s-1", 1e4},
                         {"1e-12 cm-2 s-1 TeV-1", "cm**-2 s**-1 eV**-1", 1e-24},
                         {"erg/s/cm**2", "W.m**-2", 1e-3},
                         {"m/s", "km/h", 3.6},
                         {"d", "s", 86400},
                         {"yr", "d", 365.25},
                         {"Mpc", "kpc", 1e3},
                         {"dam", "m", 10},
                         {"kbyte", "bit", 8e3},
                         {"sqrt(m**2)", "m", 1},
                         {"(m/s)**2", "m**2/s**2", 1},
                         {"J", "kg.m**2.s**-2", 1},
                         {"Angstrom", "nm", 0.1},
                         {"m**(1/2)", "cm^0.5", 10},
                         {"%", "", 0.01},
                         {"Jy", "mJy", 1e3},
                         {"min", "s", 60},
                         {"Gyr", "a", 1e9},
                         {"10 m", "m", 10},
                         {"GHz", "s**-1", 1e9},
                         {"sr", "deg**2", 3282.806350011744}}) {
    CAPTURE(row.from);
    auto const factor = factor_between(unit(row.from), unit(row.to));
    REQUIRE(factor.has_value());
    CHECK(*factor == doctest::Approx(row.factor).epsilon(1e-12));
  }
  CHECK_FALSE(factor_between(unit("m"), unit("s")).has_value());
  CHECK_FALSE(factor_between(unit("m"), unit("TeV")).has_value());
  CHECK_FALSE(factor_between(unit("mag"), unit("")).has_value());
}

TEST_CASE("what is no unit is refused with a reason") {
  for (char const* text : {"parsnip", "m**", "(m", "m)", "m/", "**2", "m**x", "1..5m", "m**(1/", "m**999",
                           "/", "((((((((((((((((((((((((m))))))))))))))))))))))))", "0 m"}) {
    CAPTURE(text);
    CHECK(std::holds_alternative<std::string>(parse_unit(text)));
  }
}

TEST_CASE("photon energy, wavelength and frequency") {
  // 1 eV: 1.23984198 um, 241.798924 THz (CODATA 2018).
  auto const length = spectral_conversion_between(unit("eV"), unit("um"));
  REQUIRE(length.has_value());
  CHECK(length->inverse);
  CHECK(length->numerator == doctest::Approx(1.2398419843320026).epsilon(1e-12));
  auto const frequency = spectral_conversion_between(unit("eV"), unit("THz"));
  CHECK_FALSE(frequency->inverse);
  CHECK(frequency->numerator == doctest::Approx(241.79892420849186).epsilon(1e-12));
  CHECK(spectral_conversion_between(unit("m"), unit("Hz"))->numerator == doctest::Approx(299792458));
  CHECK_FALSE(spectral_conversion_between(unit("s"), unit("m")).has_value());
}

TEST_CASE("times are read as the standard writes them") {
  CHECK(iso_time("2004-12-08T04:21:03") == "2004-12-08T04:21:03");
  CHECK(iso_time(" 2004-12-08 04:21:03.25Z ") == "2004-12-08 04:21:03.25");
  CHECK(iso_time("2004-02-29") == "2004-02-29");
  CHECK(iso_time("2004-02-29T12:00") == "2004-02-29T12:00");
  for (char const* bad :
       {"", "2005-02-29", "2004", "2004-13-01", "2004-12-08T24:00:00", "2004-12-08T04:21:03+01:00", "now",
        "0000-01-01", "2004-12-08T", "04-12-08", "2004-12-08T04:60:00", "2004-12-08Tx"})
    CHECK_FALSE_MESSAGE(iso_time(bad).has_value(), bad);
}

TEST_CASE("STC-S texts") {
  auto const circle = parse_region("Circle ICRS GEOCENTER 10 20 0.5");
  REQUIRE(std::holds_alternative<ParsedRegion>(circle));
  CHECK(std::get<ParsedRegion>(circle).numbers == std::vector<double>{10, 20, 0.5});
  CHECK(std::get<ParsedRegion>(parse_region("POLYGON 1 2 3 4 5 0")).kind == Kind::polygon);
  CHECK(std::get<ParsedRegion>(parse_region("position galactic 0 0")).system == SkySystem::galactic);
  CHECK(std::get<ParsedRegion>(parse_region("Box J2000 1 2 3 4")).is_box);
  for (char const* bad : {"", "Circle", "Circle ICRS", "Circle ICRS 1 2", "Circle ICRS 1 2 x",
                          "Polygon 1 2 3 4", "Not (Circle 1 2 3)", "Circle ICRS 1 95 1",
                          "Circle ICRS 1 2 nan", "Hexagon 1 2 3", "Circle ECLIPTIC 1 2 3"})
    CHECK_MESSAGE(std::holds_alternative<std::string>(parse_region(bad)), bad);
}
