#include "engine/parameters/energy_text.hpp"

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("an energy without a unit is in TeV, and powers of ten are exact") {
  CHECK(in_tev(*parse_energy("0.5")) == 0.5);
  CHECK(in_tev(*parse_energy("500GeV")) == 0.5);
  CHECK(in_tev(*parse_energy("5e5 MeV")) == 0.5);
  CHECK(in_tev(*parse_energy(" 1 tev ")) == 1);
  CHECK(in_tev(*parse_energy("0.001PeV")) == 1);
  CHECK(in_tev(*parse_energy("1.602176634 erg")) == 1);
}

TEST_CASE("what is no energy is refused with a hint") {
  for (char const* text : {"", "TeV", "1 parsec", "1e", "one", "nan", "inf"}) CHECK_FALSE(parse_energy(text));
  CHECK(parse_energy("1 parsec").error().find("parsec") != std::string::npos);
}
