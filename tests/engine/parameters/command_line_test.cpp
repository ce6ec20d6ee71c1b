#include "engine/parameters/command_line.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;

namespace {

ParameterValues parsed(std::vector<std::string> const& words) {
  return std::get<RunCommand>(parse_command_line(words)).values;
}

std::string refusal_of(std::vector<std::string> const& words) {
  try {
    parse_command_line(words);
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_request);
    return failure.what();
  }
  return "";
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

std::string written(test_support::TemporaryDirectory const& folder, std::string const& text) {
  std::string const path = folder.file("job.yaml");
  std::ofstream(path) << text;
  return path;
}

}  // namespace

TEST_CASE("name=value, --name=value, --name value and names with underscores are the same") {
  for (std::vector<std::string> const& words : {std::vector<std::string>{"map", "data", "offset-max=2"},
                                                {"map", "data", "--offset-max=2"},
                                                {"map", "data", "--offset-max", "2"},
                                                {"map", "data", "offset_max=2"},
                                                {"map", "--offset_max", "2", "--in", "data"}}) {
    ParameterValues const values = parsed(words);
    CHECK(values.text("offset-max") == "2");
    CHECK(values.text("in") == "data");
  }
}

TEST_CASE("the names of ctools mean the parameters of ours") {
  ParameterValues const values = parsed({"map", "inobs=obs.xml", "ebinalg=LOG", "emin=0.1", "emax=100",
                                         "enumbins=20", "usepnt=no", "nxpix=200", "nypix=200", "binsz=0.02",
                                         "coordsys=GAL", "proj=CAR", "xref=184.55", "yref=-5.78"});
  CHECK(values.text("in") == "obs.xml");
  CHECK(values.text("bin") == "0.02");
  CHECK(values.text("frame") == "GAL");
  CHECK(values.text("yref") == "-5.78");
}

TEST_CASE("one refusal names every mistake, with suggestions") {
  std::string const text = refusal_of({"map", "data", "emni=1", "bin=wide", "proj=TANN", "npix=-3"});
  CHECK(says(text, "did you mean emin"));
  CHECK(says(text, "bin:"));
  CHECK(says(text, "'TANN' is not one of TAN"));
  CHECK(says(text, "npix: must be at least 1"));
  CHECK(says(refusal_of({"mapp", "data"}), "did you mean map"));
}

TEST_CASE("a value that is given twice is refused unless both are the same") {
  CHECK(says(refusal_of({"map", "data", "bin=0.02", "binsz=0.03"}), "given twice"));
  CHECK(parsed({"map", "data", "bin=0.02", "binsz=0.02"}).text("bin") == "0.02");
}

TEST_CASE("an input that is required and missing is named") {
  CHECK(says(refusal_of({"map"}), "in: is missing"));
}

TEST_CASE("bare words are inputs, in their order, and flags need no value") {
  RunCommand const call =
      std::get<RunCommand>(parse_command_line({"select", "a", "b", "--dry-run", "--json"}));
  CHECK(call.values.repeated("in") == std::vector<std::string>{"a", "b"});
  CHECK(call.values.yes("dry-run"));
  CHECK(call.json);
}

TEST_CASE("help is text, for the program and for a command") {
  for (std::vector<std::string> const& words :
       {std::vector<std::string>{}, {"--help"}, {"map", "--help"}, {"help", "map"}, {"map", "data", "-h"}})
    CHECK(std::holds_alternative<ShowText>(parse_command_line(words)));
}

TEST_CASE("a job file has the same names, and the command line wins over it") {
  test_support::TemporaryDirectory const folder;
  std::string const path =
      written(folder, "map:\n  in: [a, b]\n  bin: 0.05\n  width: [4, 2]\n  clobber: yes\n");
  ParameterValues const values = parsed({"map", "--config", path, "bin=0.1"});
  CHECK(values.repeated("in") == std::vector<std::string>{"a", "b"});
  CHECK(values.text("bin") == "0.1");
  CHECK(values.text("width") == "4,2");
  CHECK(values.yes("clobber"));
}

TEST_CASE("unknown keys and wrong values of a job file are refused with the file's name") {
  test_support::TemporaryDirectory const folder;
  std::string const text =
      refusal_of({"map", "--config", written(folder, "in: a\nbinn: 0.05\nproj: XYZ\nenergy: {min: 1}\n")});
  CHECK(says(text, "job.yaml"));
  CHECK(says(text, "did you mean bin"));
  CHECK(says(text, "'XYZ'"));
  CHECK(says(text, "energy"));
  CHECK(says(refusal_of({"map", "--config", written(folder, "- a\n- b\n")}), "mapping"));
  CHECK(says(refusal_of({"map", "--config", written(folder, "in: [a\n")}), "job.yaml"));
}

TEST_CASE(
    "the recipe has every science parameter that is set, defaults too, and nothing about where and how") {
  auto const recipe = parsed({"map", "data", "out=x", "nthreads=3", "emin=1"}).recipe();
  auto const value = [&](std::string const& name) -> std::string {
    for (auto const& [key, text] : recipe)
      if (key == name) return text;
    return "(absent)";
  };
  CHECK(value("emin") == "1");
  CHECK(value("bin") == "0.02");
  for (char const* name : {"in", "out", "nthreads", "block-rows", "clobber"})
    CHECK(value(name) == "(absent)");
}
