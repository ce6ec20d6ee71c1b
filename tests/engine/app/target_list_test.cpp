#include "engine/app/target_list.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace engine;

namespace {

std::string refusal_of(std::string const& text) {
  try {
    parse_target_list(text, "list.csv", MapFrame::icrs);
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_request);
    return failure.what();
  }
  return "";
}

}  // namespace

TEST_CASE("CSV, ECSV and text with blanks say the same") {
  for (char const* text :
       {"name,ra,dec\nCrab,83.633,22.014\nVela,128.5,-45.8\n",
        "# %ECSV 1.0\n# ---\n# datatype: []\nname ra dec\nCrab 83.633 22.014\nVela 128.5 -45.8\n",
        "Crab 83.633 22.014\nVela 128.5 -45.8  # a comment\n",
        "dec,other,Source,RA\n22.014,1,Crab,83.633\n-45.8,2,Vela,128.5\n"}) {
    std::vector<ListedTarget> const targets = parse_target_list(text, "list", MapFrame::icrs);
    REQUIRE(targets.size() == 2);
    CHECK(targets[0].name == "Crab");
    CHECK(in_degrees(targets[0].lon) == doctest::Approx(83.633).epsilon(1e-14));
    CHECK(targets[1].name == "Vela");
    CHECK(in_degrees(targets[1].lat) == doctest::Approx(-45.8).epsilon(1e-14));
  }
}

TEST_CASE("sexagesimal coordinates, quoted names, and positions without names") {
  auto const sexagesimal =
      parse_target_list("name,ra,dec\n\"Crab, M 1\",05:34:31.94,+22:00:52.2\n", "l", MapFrame::icrs);
  CHECK(sexagesimal[0].name == "Crab__M_1");
  CHECK(in_degrees(sexagesimal[0].lon) == doctest::Approx(83.6330833).epsilon(1e-9));
  CHECK(parse_target_list("10 20\n30 40\n", "l", MapFrame::icrs)[1].name == "target2");
}

TEST_CASE("a name never leads out of the output folder") {
  for (char const* name : {"../../etc/x", ".hidden", "a/b", "..", "/"}) {
    std::string const made =
        parse_target_list(std::string("name,ra,dec\n") + name + ",1,2\n", "l", MapFrame::icrs)[0].name;
    CHECK(made.find('/') == std::string::npos);
    CHECK(made.front() != '.');
  }
}

TEST_CASE("mistakes are named with file and line") {
  CHECK(refusal_of("name,ra,dec\nA,1,2\nB,1,95\n").find("list.csv: line 3") != std::string::npos);
  CHECK(refusal_of("name,ra,dec\nA,1,2\nA,3,4\n").find("second target") != std::string::npos);
  CHECK(refusal_of("name,x,y\nA,1,2\n").find("line 1") != std::string::npos);
  CHECK(refusal_of("# nothing\n").find("no targets") != std::string::npos);
  CHECK(refusal_of("name,ra,dec\nA,1\n").find("too few") != std::string::npos);
}
