#include "jobs/types/check.hpp"

#include <doctest/doctest.h>

#include "engine/base/text.hpp"
#include "some_types.hpp"

namespace {

using jobs::check_parameters;
using jobs::CheckedParameters;
using jobs::JobType;
using jobs::Parameter;
using some_types::given;

JobType const& cooking() {
  static JobType const type = some_types::read(some_types::cooking());
  return type;
}
std::string mistakes(JobType const& type, std::vector<Parameter> const& parameters) {
  return engine::joined(check_parameters(type, parameters).mistakes, "\n");
}
std::string mistake(std::string const& name, std::string const& value) {
  return mistakes(cooking(), {given(name, value)});
}
std::string map_mistake(std::string const& name, std::string const& value) {
  static auto const map = some_types::engine_type("map");
  return mistakes(*map, {given(name, value)});
}
std::string value_of(CheckedParameters const& checked, std::string_view name) {
  for (auto const& each : checked.resolved)
    if (each.name == name) return each.values.front().value;
  return "(none)";
}

TEST_CASE("parameters come out in the declared order, with their proper names, values and origin") {
  auto const checked = check_parameters(cooking(), {given("SPOONS", " 3 "), given("Meal", "stew"),
                                                    given("stir", "TRUE"), given("spices", "Pepper , salt")});
  CHECK(checked.mistakes.empty());
  CHECK(checked.missing.empty());
  std::vector<std::string> names;
  for (auto const& each : checked.resolved) names.push_back(each.name);
  CHECK(names == std::vector<std::string>{"heat", "dish", "spices", "stir", "spoons"});
  CHECK(value_of(checked, "dish") == "Stew");
  CHECK(value_of(checked, "stir") == "yes");
  CHECK(value_of(checked, "spoons") == "3");
  CHECK(value_of(checked, "spices") == "pepper,salt");
  CHECK(value_of(checked, "heat") == "300.5");
  CHECK(checked.resolved[0].origin == jobs::ParameterOrigin::fallback);
  CHECK(checked.resolved[1].origin == jobs::ParameterOrigin::user);
}

TEST_CASE("what is missing is told apart from what is wrong: a job may be filled in later") {
  auto const checked = check_parameters(cooking(), {});
  CHECK(checked.mistakes.empty());
  CHECK(checked.missing == std::vector<std::string>{"dish: is not given - allowed: one of Soup, Stew"});
  CHECK(check_parameters(cooking(), {given("dish", "  ")}).missing.size() == 1);
}

TEST_CASE("all mistakes come at once, in the service's grammar") {
  auto const checked =
      check_parameters(cooking(), {given("heat", "0.1x"), given("dish", "cake"), given("haet", "1"),
                                   given("spoons", "0"), given("pot", "small")});
  CHECK(checked.mistakes ==
        std::vector<std::string>{"heat: not a number: '0.1x' - allowed: a number from 0 to 1000 K",
                                 "dish: 'cake' is not possible - allowed: one of Soup, Stew",
                                 "haet: is not a parameter of cooking - did you mean heat?",
                                 "spoons: '0' must be at least 1 - allowed: a whole number of at least 1",
                                 "pot: is set by the service and cannot be given"});
  CHECK(checked.missing.empty());  // dish is wrong, not missing
}

TEST_CASE("numbers are numbers") {
  for (std::string const bad : {"nan", "inf", "1e999", "0x10", "1,5", "--1", "1001", "-0.1", "1 2"})
    CHECK_FALSE(mistake("heat", bad).empty());
  for (std::string const good : {"1e2", "+5", ".5", "0", "1000"}) CHECK(mistake("heat", good).empty());
  for (std::string const bad : {"1.5", "1e3", "99999999999999999999", "one"})
    CHECK_FALSE(mistake("spoons", bad).empty());
}

TEST_CASE("the engine's units are understood") {
  for (auto const& [name, value] : {std::pair("emin", "500 GeV"),
                                    {"emin", "0.1TeV"},
                                    {"bin", "1.2arcmin"},
                                    {"tmin", "53343.9"},
                                    {"tmin", "2004-12-04T22:00:00 UTC"},
                                    {"xref", "05:34:31.9"}})
    CHECK(map_mistake(name, value).empty());
  for (auto const& [name, value] : {std::pair("emin", "500 GiV"),
                                    {"emin", "-1"},
                                    {"bin", "1.2 parsec"},
                                    {"bin", "100"},
                                    {"tmin", "yesterday"},
                                    {"xref", "east"}})
    CHECK_FALSE(map_mistake(name, value).empty());
  CHECK(map_mistake("emin", "0.1x").find(" - allowed: an energy (0.5, 0.5TeV, 500GeV) of at least 0 TeV") !=
        std::string::npos);
}

TEST_CASE("a value that may stand once stands once; the same twice is once") {
  CHECK(mistakes(cooking(), {given("heat", "1"), given("heat", "2")})
            .find("is given twice, as '1' and as '2'") != std::string::npos);
  CHECK(mistakes(cooking(), {given("dish", "soup"), given("meal", "SOUP")}).empty());
  auto const checked = check_parameters(cooking(), {given("note", "a"), given("note", "b")});
  CHECK(checked.mistakes.empty());
  CHECK(checked.resolved[4].values.size() == 2);
}

TEST_CASE("choices that a form sends one by one are one value") {
  auto const checked = check_parameters(cooking(), {given("spices", "salt"), given("spices", "mace")});
  CHECK(checked.mistakes.empty());
  CHECK(value_of(checked, "spices") == "salt,mace");
}

TEST_CASE("no text names a file of the service's machine") {
  for (std::string const bad :
       {"@list", "/etc/passwd", "../x", "~/x", "a/b", ".hidden", "C:\\x", " @x", "./x"}) {
    INFO(bad);
    CHECK(mistake("note", bad).find("files of the service cannot be named") != std::string::npos);
    CHECK_FALSE(mistake("photo", bad).empty());
    CHECK_FALSE(map_mistake("region", bad).empty());
    CHECK_FALSE(map_mistake("obs-ids", "1," + bad).empty());
    CHECK_FALSE(map_mistake("like", bad).empty());
  }
  CHECK_FALSE(map_mistake("like", "map.fits").empty());
  CHECK(map_mistake("region", "galactic;circle(184.5,-5.8,1);-circle(184,-6,0.2)").empty());
  CHECK(map_mistake("obs-ids", "23523,23526").empty());
  CHECK(map_mistake("like", "ivo://example/jobs?1/counts").empty());
  CHECK(map_mistake("like", "job:7/counts").empty());
  CHECK(map_mistake("region", "job:7/region").empty());
  for (std::string const bad : {"@runs.txt", "/data", "file:///data", "./x", "~root"})
    CHECK_FALSE(map_mistake("in", bad).empty());
  for (std::string const good :
       {"23523", "ivo://example/hess-dr1?23523", "SELECT obs_id FROM t WHERE a/b > 2"})
    CHECK(map_mistake("in", good).empty());
}

TEST_CASE("uploads stand where files may stand, and nowhere else") {
  auto const upload = [](std::string const& name) {
    return Parameter{.name = name, .value = "my.reg", .file = "uploads/1-my.reg"};
  };
  CHECK(mistakes(cooking(), {upload("photo"), upload("note"), upload("stock")}).empty());
  CHECK_FALSE(mistakes(cooking(), {upload("heat")}).empty());
  CHECK_FALSE(mistakes(cooking(), {upload("pot")}).empty());
}

TEST_CASE("hostile sizes and bytes are refused, and shown short") {
  CHECK(mistake("note", std::string(200'000, 'x')).find("too long: 200000 bytes - allowed: 100000") !=
        std::string::npos);
  CHECK(mistake("dish", std::string(5000, 'x')).size() < 300);
  CHECK(mistake(std::string(50'000, 'n'), "1").size() < 400);
  CHECK(map_mistake("emin", std::string(90'000, '1')).starts_with("emin: too long"));
  CHECK(map_mistake("ebins", "1," + std::string(90'000, '2')).starts_with("ebins: too long"));
  CHECK(map_mistake("in", "SELECT " + std::string(90'000, 'x')).empty());
  CHECK_FALSE(mistake("note", std::string("a\0b", 3)).empty());
  CHECK(check_parameters(cooking(), std::vector<Parameter>(20'000, given("note", "x"))).mistakes.size() == 1);
}

TEST_CASE("a value that a program would take for an option is refused where it would") {
  CHECK(mistake("note", "--rm").find("option") != std::string::npos);
  CHECK(mistake("note", "-5.2").empty());
}

TEST_CASE("names are found by alias, without case, dashes as underscores") {
  auto const map = some_types::engine_type("map");
  CHECK(jobs::canonical_name(*map, "OBS_IDS") == "obs-ids");
  CHECK(jobs::canonical_name(*map, "binsz") == "bin");
  CHECK(jobs::canonical_name(*map, "Nonsense") == "Nonsense");
}

}  // namespace
