#include "engine/io/coordinate_text.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace engine;

namespace {

double ra(std::string_view text) {
  auto const angle = parse_coordinate(text, Coordinate::right_ascension);
  CAPTURE(std::string(text));
  REQUIRE(angle);
  return in_degrees(*angle);
}
double dec(std::string_view text) {
  auto const angle = parse_coordinate(text, Coordinate::latitude);
  CAPTURE(std::string(text));
  REQUIRE(angle);
  return in_degrees(*angle);
}
double size(std::string_view text) {
  auto const angle = parse_size(text);
  CAPTURE(std::string(text));
  REQUIRE(angle);
  return in_degrees(*angle);
}

/// "position: message" of what must be refused.
std::string refusal(Result<Angle, SyntaxError> const& result) {
  if (result) return "accepted";
  return std::to_string(result.error().position) + ": " + result.error().message;
}
std::string refused_ra(std::string_view text) {
  return refusal(parse_coordinate(text, Coordinate::right_ascension));
}
std::string refused_dec(std::string_view text) {
  return refusal(parse_coordinate(text, Coordinate::latitude));
}

bool says(std::string const& message, std::string_view position_and_start, std::string_view part) {
  INFO(message);
  CHECK(message.starts_with(position_and_start));
  CHECK(message.find(part) != std::string::npos);
  return true;
}

}  // namespace

TEST_CASE("a number alone is in degrees, and a unit may say so") {
  for (char const* text : {"83.633", " 83.633 ", "+83.633", "83.633d", "83.633deg", "83.633 deg", "83.633D",
                           "83.633\xc2\xb0", "8.3633e1"})
    CHECK(ra(text) == doctest::Approx(83.633).epsilon(1e-15));
  CHECK(dec("-29.00781") == doctest::Approx(-29.00781).epsilon(1e-15));
  CHECK(ra("1.5rad") == doctest::Approx(85.94366926962348).epsilon(1e-15));
}

TEST_CASE("sexagesimal forms are read as astropy reads them") {
  // astropy: SkyCoord("5h34m31.94s", "+22d00m52.2s").ra.deg, .dec.deg
  for (char const* text : {"5h34m31.94s", "05:34:31.94", "05 34 31.94", "5H34M31.94S", "5h 34m 31.94s",
                           "05h34m31.94", " 5:34:31.94 "})
    CHECK(ra(text) == doctest::Approx(83.63308333333332).epsilon(1e-15));
  for (char const* text : {"+22d00m52.2s", "22:00:52.2", "22 00 52.2", "22d00'52.2\"", "+22d00m52.2"})
    CHECK(dec(text) == doctest::Approx(22.0145).epsilon(1e-15));
  CHECK(dec("22d30m") == 22.5);
  CHECK(dec("22:30") == 22.5);
  CHECK(ra("5h") == doctest::Approx(75).epsilon(1e-15));
  CHECK(ra("5:30") == doctest::Approx(82.5).epsilon(1e-15));
  CHECK(ra("22d30m") == 22.5);
}

TEST_CASE("the sign belongs to all fields, also before a zero") {
  CHECK(dec("-0:30:36") == doctest::Approx(-0.51).epsilon(1e-15));
  CHECK(dec("-00d30m36s") == doctest::Approx(-0.51).epsilon(1e-15));
}

TEST_CASE("colons mean hours for a right ascension only") {
  auto const l = parse_coordinate("12:30:00", Coordinate::longitude);
  REQUIRE(l);
  CHECK(in_degrees(*l) == 12.5);
  auto const l_hours = parse_coordinate("12h30m", Coordinate::longitude);
  REQUIRE(l_hours);
  CHECK(in_degrees(*l_hours) == 187.5);
}

TEST_CASE("longitudes come in one turn, latitudes between the poles") {
  CHECK(ra("-10") == doctest::Approx(350));
  CHECK(ra("360") == 0);
  CHECK(ra("-1e-300") == 0);
  CHECK(ra("359.5") == doctest::Approx(359.5).epsilon(1e-15));
  CHECK(dec("90") == 90);
  CHECK(dec("-90") == -90);
  says(refused_dec("90.0001"), "0: ", "within -90..+90");
  says(refused_dec("-91:00:00"), "0: ", "within -90..+90");
  says(refused_ra("361"), "0: ", "within -360..360");
  says(refused_ra("25:00:00"), "0: ", "within -360..360");
  says(refused_ra("1e999"), "0: ", "range of a double");
}

TEST_CASE("what is no coordinate is refused at its place") {
  says(refused_ra(""), "0: ", "expected a number, found the end");
  says(refused_ra("Crab"), "0: ", "expected a number, found 'Crab'");
  says(refused_ra("nan"), "0: ", "expected a number");
  says(refused_ra("inf"), "0: ", "expected a number");
  says(refused_ra("--5"), "1: ", "expected a number");
  says(refused_ra("5:34:"), "5: ", "expected a number");
  says(refused_ra("5:60:00"), "2: ", "minutes must be below 60");
  says(refused_ra("5:30:60.0"), "5: ", "seconds must be below 60");
  says(refused_ra("5.5:30"), "0: ", "only the last field may have a fraction");
  says(refused_ra("5h30d"), "0: ", "5h34m31.9s");
  says(refused_ra("1:2:3:4"), "0: ", "5h34m31.9s");
  says(refused_ra("1 2 3 4"), "0: ", "5h34m31.9s");
  says(refused_ra("83,633"), "2: ", "expected a unit");
  says(refused_ra("83.633 parsec"), "7: ", "expected a unit");
  says(refused_dec("5h30m"), "0: ", "not measured in hours");
  says(refused_ra("5m"), "0: ", "5h34m31.9s");
}

TEST_CASE("sizes have units of angle and are in degrees without one") {
  CHECK(size("0.5") == 0.5);
  CHECK(size("0.5deg") == 0.5);
  CHECK(size("0.5 deg") == 0.5);
  CHECK(size("0.5d") == 0.5);
  for (char const* text : {"30'", "30arcmin", "30 arcmin", "1800\"", "1800arcsec", "1.8e3\""})
    CHECK(size(text) == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(size("0.01r") == doctest::Approx(0.5729577951308232).epsilon(1e-15));
  CHECK(size("0.01rad") == doctest::Approx(0.5729577951308232).epsilon(1e-15));
  CHECK(size("0") == 0);
  says(refusal(parse_size("-0.5")), "0: ", "cannot be negative");
  says(refusal(parse_size("10p")), "2: ", "pixels");
  says(refusal(parse_size("10i")), "2: ", "pixels");
  says(refusal(parse_size("10km")), "2: ", "expected a unit");
  says(refusal(parse_size("")), "0: ", "expected a number");
}

TEST_CASE("a position angle may have any sign and any turn") {
  CHECK(in_degrees(*parse_rotation("-30")) == doctest::Approx(-30));
  CHECK(in_degrees(*parse_rotation("390d")) == doctest::Approx(390));
}
