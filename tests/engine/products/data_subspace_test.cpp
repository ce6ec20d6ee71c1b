#include "engine/io/data_subspace.hpp"

#include <doctest/doctest.h>

using namespace engine;

namespace {

Direction<Icrs> at(double ra, double dec) { return Direction<Icrs>::at(degrees(ra), degrees(dec)); }

}  // namespace

TEST_CASE("what a selection cut stands in the words of the data subspace convention") {
  Selection selection;
  selection.energy = EnergyWindow{tev(1), tev(10)};
  selection.region.include = {Cone{at(90, 45), degrees(2)}};
  selection.offset = AngleRange{degrees(0), degrees(2.5)};
  std::vector<Subspace> const said = subspace_of(selection, TimeReference{}, at(90, 0));
  REQUIRE(said.size() == 4);
  CHECK(said[0] == Subspace{"TIME", "s", "TABLE", ":GTI"});
  CHECK(said[1] == Subspace{"ENERGY", "TeV", "1:10", ""});
  CHECK(said[2].value.substr(0, 7) == "CIRCLE(");
  CHECK(said[3].type == "POS(RA,DEC)");
}

TEST_CASE("without GTIs, only a time window is said, and open ends stay open") {
  Selection selection;
  selection.gti = GtiUse::ignore;
  CHECK(subspace_of(selection, TimeReference{}, std::nullopt).empty());
  selection.time = TimeWindow{};
  selection.time->met_start_s = 12.5;
  selection.energy = EnergyWindow{std::nullopt, tev(3)};
  std::vector<Subspace> const said = subspace_of(selection, TimeReference{}, std::nullopt);
  REQUIRE(said.size() == 2);
  CHECK(said[0].value == "12.5:");
  CHECK(said[1].value == ":3");
}

TEST_CASE("cutting twice says the intersection") {
  std::vector<Subspace> const before{{"TIME", "s", "TABLE", ":GTI"},
                                     {"ENERGY", "TeV", "0.03:160", ""},
                                     {"POS(RA,DEC)", "deg", "CIRCLE(267.6812,-29.6075,5)", ""}};
  std::vector<Subspace> const by{{"TIME", "s", "TABLE", ":GTI"},
                                 {"ENERGY", "TeV", "1:", ""},
                                 {"POS(RA,DEC)", "deg", "CIRCLE(267,-29,2)", ""}};
  std::vector<Subspace> const both = narrowed(before, by);
  REQUIRE(both.size() == 3);
  CHECK(both[1].value == "1:160");
  CHECK(both[2].value == "CIRCLE(267,-29,2)");
}

TEST_CASE("circles that only overlap, and ranges in other units, stand side by side") {
  std::vector<Subspace> const before{{"ENERGY", "GeV", "30:160", ""},
                                     {"POS(RA,DEC)", "deg", "CIRCLE(10,0,5)", ""}};
  std::vector<Subspace> const by{{"ENERGY", "TeV", "0.1:1", ""},
                                 {"POS(RA,DEC)", "deg", "CIRCLE(14,0,2)", ""}};
  CHECK(narrowed(before, by).size() == 4);
}
