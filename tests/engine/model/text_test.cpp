#include "engine/base/text.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("a number is the whole text or nothing") {
  CHECK(number("0.5") == 0.5);
  CHECK(number("  +1e3\t") == 1000.0);
  CHECK(number("-.25") == -0.25);
  for (char const* text : {"", " ", "1 2", "1,5", "0x10", "1e", "--1", "+-1", "++1", "1.0f", "one"})
    CHECK_FALSE(number(text));
}

TEST_CASE("numbers of FITS headers may have Fortran exponents") {
  CHECK(number("1.5D-3") == 1.5e-3);
  CHECK(number("-2d2") == -200.0);
}

TEST_CASE("numbers too large for a double are refused, not turned into infinity") {
  CHECK_FALSE(number("1e999"));
  CHECK_FALSE(whole_number("9223372036854775808"));
  CHECK(whole_number("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(whole_number("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(whole_number("1.0"));
}

TEST_CASE("what is written reads back as the same double") {
  for (double const value : {0.0, 0.1, 1.0 / 3, 1e-300, 6.02214076e23, -1.7976931348623157e308, 5e-324})
    CHECK(number(shortest(value)) == value);
  CHECK(shortest(0.02) == "0.02");
  CHECK(shortest(83.633) == "83.633");
}

TEST_CASE("splitting keeps empty parts and trims each") {
  CHECK(split("a, b ,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(split("a,", ',') == std::vector<std::string>{"a", ""});
  CHECK(split("", ',').empty());
}

TEST_CASE("words are the same whatever their case and the blanks around them") {
  CHECK(same_word(" Energy", "ENERGY\n"));
  CHECK_FALSE(same_word("ENERGY", "ENERGY_MC"));
  CHECK(lower("GammaNess_1") == "gammaness_1");
  CHECK(upper("GammaNess_1") == "GAMMANESS_1");
}

TEST_CASE("a misspelt word leads to the word that was meant, a strange one to none") {
  std::vector<std::string> const words{"emin", "emax", "tmin", "radius", "projection"};
  CHECK(nearest_word("emni", words) == "emin");
  CHECK(nearest_word("RADUIS", words) == "radius");
  CHECK(nearest_word("projektion", words) == "projection");
  CHECK_FALSE(nearest_word("banana", words));
  CHECK_FALSE(nearest_word("radius", {}));
}
