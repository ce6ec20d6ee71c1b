#include "jobs/types/command.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/parameters/command_line.hpp"
#include "jobs/process.hpp"
#include "jobs/types/recipe.hpp"
#include "some_types.hpp"

namespace {

using jobs::check_parameters;
using jobs::JobType;
using jobs::Parameter;
using some_types::given;
using Words = std::vector<std::string>;

jobs::Places places() {
  return {.inputs = "/j/inputs", .output = "/j/out", .job = "/j", .settings = {{"out", "/j/out"}}};
}
Words words(JobType const& type, std::vector<Parameter> const& parameters,
            jobs::Places const& where = places()) {
  auto const checked = check_parameters(type, parameters);
  for (auto const& mistake : checked.mistakes) FAIL_CHECK(mistake);
  return jobs::command_line(type, checked.work, where);
}
JobType cooking() { return some_types::read(some_types::cooking()); }

TEST_CASE("a template's words vanish without a value and repeat with several") {
  CHECK(words(cooking(), {given("dish", "soup"), given("note", "a b"), given("note", "$(rm -rf *); `x`")}) ==
        Words{"cook", "--heat=300.5", "Soup", "--spices=salt", "--stir=no", "-n2", "a b", "$(rm -rf *); `x`",
              "--pot=big", "{literal}", "--to=/j/out"});
}

TEST_CASE("uploads and inputs become paths") {
  std::vector<Parameter> const parameters{
      given("dish", "soup"),
      {.name = "photo", .value = "../../x.png", .file = "uploads/1-x.png"},
      given("stock", "ivo://a/b"),
      {.name = "stock", .value = "s", .file = "uploads/2-s"}};
  auto const made = words(cooking(), parameters);
  CHECK(std::find(made.begin(), made.end(), "--photo=/j/uploads/1-x.png") != made.end());
  CHECK(std::find(made.begin(), made.end(), "/j/inputs") != made.end());
  CHECK(std::find(made.begin(), made.end(), "/j/uploads/2-s") != made.end());
  auto where = places();
  where.files["stock"] = {"/data/a.fits", "/data/b.fits"};
  auto const resolved = words(cooking(), parameters, where);
  CHECK(std::find(resolved.begin(), resolved.end(), "/data/b.fits") != resolved.end());
  CHECK(std::find(resolved.begin(), resolved.end(), "/j/inputs") == resolved.end());
}

TEST_CASE("no value becomes an option, another word, or too long a line, even if nobody checked it") {
  auto const unchecked = [](std::string const& value) {
    return jobs::command_line(cooking(), {{"note", {given("note", value)}}}, places());
  };
  CHECK_THROWS_AS(unchecked("--rm"), engine::Failure);
  CHECK_THROWS_AS(unchecked(std::string("a\0b", 3)), engine::Failure);
  CHECK_THROWS_AS(unchecked(std::string(130'000, 'x')), engine::Failure);
  CHECK(unchecked("-7").size() > 1);
  std::vector<Parameter> many(2000, given("note", std::string(1000, 'y')));
  CHECK_THROWS_AS(jobs::command_line(cooking(), {{"note", many}}, places()), engine::Failure);
}

TEST_CASE("whatever a value holds, the program gets it as one argument") {
  JobType const type = some_types::read(R"({"name": "x", "parameters": [{"name": "a"}],
      "command": {"argv": ["printf", "%s|", "a={a}", "--", "{a}"]}})");
  for (std::string const value :
       {"a b", "'; rm -rf /", "$HOME", "\n\n", "*", "a\"b", "--help", "-n", "{a}", "{{"}) {
    auto const argv = jobs::command_line(type, {{"a", {given("a", value)}}}, places());
    CHECK(jobs::run_process({.argv = argv}).output == "a=" + value + "|--|" + value + "|");
  }
}

TEST_CASE("the engine's words are name=value, of what the user gave only") {
  auto const map = some_types::engine_type("map");
  auto const made = words(*map, {given("in", "23523"),
                                 given("EMIN", "0.5"),
                                 given("npix", "100"),
                                 {.name = "obs_id", .value = "l", .file = "uploads/1-l"},
                                 given("region", "circle(83.6,22,1)")});
  CHECK(made == Words{"distill", "map", "in=/j/inputs", "obs-ids=@/j/uploads/1-l", "npix=100", "emin=0.5",
                      "region=circle(83.6,22,1)", "out=/j/out"});
}

TEST_CASE("the engine itself reads the words as they were meant") {
  auto const map = some_types::engine_type("map");
  std::string const nasty = "MULTIP >= 3 && \"A=B\" < 2";
  auto made = words(*map, {given("in", "23523"), given("where", nasty), given("emax", "5 TeV")});
  made.erase(made.begin());
  auto const read = engine::parse_command_line(made);
  auto const* run = std::get_if<engine::RunCommand>(&read);
  REQUIRE(run != nullptr);
  CHECK(run->values.text("where") == nasty);
  CHECK(run->values.text("in") == "/j/inputs");
  CHECK(run->values.text("emax") == "5 TeV");
}

TEST_CASE("ctbin is map in other words") {
  JobType const ctbin = some_types::ctbin();
  auto const made = words(ctbin, {given("inobs", "23523"), given("coordsys", "gal"), given("xref", "184.55"),
                                  given("yref", "-5.78"), given("binsz", "0.05"), given("clobber", "yes"),
                                  given("chatter", "4"), given("gti", "ignore")});
  CHECK(made == Words{"distill", "map", "in=/j/inputs", "xref=184.55", "yref=-5.78", "frame=galactic",
                      "proj=CAR", "nxpix=200", "nypix=200", "bin=0.05", "enumbins=20", "gti=ignore",
                      "emin=0.1", "emax=100", "out=/j/out"});
  CHECK(jobs::check_parameters(ctbin, {given("coordsys", "ICRS")}).mistakes.front() ==
        "coordsys: 'ICRS' is not possible - allowed: one of CEL, GAL");
  CHECK(jobs::check_parameters(ctbin, {given("axisrot", "30")}).mistakes.size() == 1);
  CHECK(jobs::check_parameters(ctbin, {}).missing.size() == 1);
}

TEST_CASE("an alias and its base have one recipe; numbers count, not their spelling") {
  auto const map = some_types::engine_type("map");
  JobType const ctbin = some_types::ctbin();
  auto const recipe = [](JobType const& type, std::vector<Parameter> const& parameters,
                         std::vector<std::string> sums) {
    return jobs::recipe_hash(type, check_parameters(type, parameters).work, std::move(sums));
  };
  std::vector<Parameter> const same{given("nxpix", "200"),    given("nypix", "200"), given("enumbins", "20"),
                                    given("emin", "100 GeV"), given("emax", "100"),  given("proj", "car")};
  CHECK(recipe(ctbin, {}, {"a", "b"}) == recipe(*map, same, {"b", "a"}));
  CHECK(recipe(*map, {given("emin", "0.50")}, {}) == recipe(*map, {given("EMIN", "500GeV")}, {}));
  CHECK(recipe(*map, {given("bin", "0.02")}, {}) == recipe(*map, {}, {}));
  CHECK(recipe(*map, {given("emin", "0.5")}, {}) != recipe(*map, {given("emax", "0.5")}, {}));
  CHECK(recipe(*map, {}, {"a"}) != recipe(*map, {}, {"b"}));
  CHECK(recipe(*map, {}, {}).size() == 64);
  CHECK(recipe(*map, {given("in", "1")}, {"s"}) == recipe(*map, {given("in", "ivo://a/b?1")}, {"s"}));
}

TEST_CASE("no value can pass for another line of a recipe") {
  auto const map = some_types::engine_type("map");
  auto const text = [&](std::string const& value) {
    return jobs::recipe_text(*map, check_parameters(*map, {given("where", value)}).work, {});
  };
  CHECK(text("a\nparameter zenith-max=5") !=
        jobs::recipe_text(*map, check_parameters(*map, {given("where", "a"), given("zenith-max", "5")}).work,
                          {}));
  CHECK(text("a\nb") != text("a\\nb"));
}

}  // namespace
