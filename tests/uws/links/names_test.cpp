#include <cmath>
#include <map>
#include <regex>

#include <doctest/doctest.h>

#include "engine/base/text.hpp"
#include "uws/links/known_sources.hpp"
#include "uws/links/sesame.hpp"

using namespace uws;

TEST_CASE("names are compared by letters, digits and signs") {
  CHECK(name_key("PKS 2155-304") == name_key("pks2155\xE2\x88\x92"
                                             "304"));
  CHECK(name_key("LS I +61 303") == name_key("lsi+61303"));
  CHECK(name_key("Crab Nebula") != name_key("Crab"));
}

TEST_CASE("no name stands for two sources, and all positions are on the sky") {
  std::map<std::string, std::string_view> owners;
  for (KnownSource const& source : known_sources()) {
    CHECK((source.ra >= 0 && source.ra < 360 && std::abs(source.dec) <= 90));
    auto names = engine::split(source.aliases, '|');
    names.emplace_back(source.name);
    for (std::string const& name : names) {
      auto const [entry, is_new] = owners.emplace(name_key(name), source.name);
      CHECK_MESSAGE((is_new || entry->second == source.name), name);
    }
  }
  CHECK(known_sources().size() >= 60);
}

TEST_CASE("positions agree with the coordinates that are part of names") {
  // J names hold the ICRS position itself: hhmm[.m]+ddmm or hhmm+dd.
  std::regex const j_name("J(\\d\\d)(\\d\\d)(\\.\\d)?\\d*(?:\\.\\d)?([+-])(\\d\\d)(\\d\\d)?");
  int checked = 0;
  for (KnownSource const& source : known_sources()) {
    std::string const names = std::string(source.name) + "|" + std::string(source.aliases);
    for (std::string const& name : engine::split(names, '|')) {
      std::smatch part;
      if (!std::regex_search(name, part, j_name) || !name.starts_with("PSR J")) continue;
      double const ra = 15 * (std::stod(part[1]) + std::stod(part[2]) / 60);
      double const dec =
          (part[4] == "-" ? -1 : 1) * (std::stod(part[5]) + (part[6].matched ? std::stod(part[6]) / 60 : 0));
      CHECK_MESSAGE(std::abs(source.ra - ra) < 0.26, name);
      CHECK_MESSAGE(std::abs(source.dec - dec) < 0.02, name);
      ++checked;
    }
  }
  CHECK(checked >= 8);
}

TEST_CASE("Sesame's text form is understood, and its silence") {
  auto const answer = parse_sesame(
      "# Crab\t#Q1\n#=S=Simbad (CDS, via client/server): 1\n%@ 1\n%C.0 SNR\n%J 83.63287 +22.01747 = 05 34 "
      "31.9 +22 01 02\n"
      "%I.0 M   1\n%J 1 1\n");
  REQUIRE(answer);
  CHECK(answer->ra == 83.63287);
  CHECK(answer->dec == 22.01747);
  CHECK(answer->type == "SNR");
  for (char const* silent : {"", "# x\n#!S=Simbad: Nothing found\n", "%J abc def\n", "%J 400 0\n", "%J 1\n",
                             "%J 1 -91\n", "<html>"})
    CHECK_FALSE(parse_sesame(silent));
}
