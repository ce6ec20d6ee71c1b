#include "engine/io/observation_xml.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

std::string observation(std::string const& id, std::string const& parameters) {
  return "<observation name=\"Crab\" id=\"" + id + "\" instrument=\"CTA\">" + parameters + "</observation>";
}
std::string event_list(std::string const& file) {
  return "<parameter name=\"EventList\" file=\"" + file + "\"/>";
}
std::string list(std::string const& content) {
  return "<?xml version=\"1.0\"?>\n<observation_list title=\"x\">" + content + "</observation_list>\n";
}

struct Xml {
  TemporaryDirectory folder;
  std::string path = folder.file("obs.xml");
  DataSet read(std::string const& text) const {
    write_bytes(path, text);
    return open_data_set({path}, FileNameSyntax::literal);
  }
  std::string refusal(std::string const& text) const {
    return failure_of([&] { read(text); });
  }
};

}  // namespace

TEST_CASE("an observation definition names runs, event files and responses") {
  Xml const xml;
  DataSet const set = xml.read(list(
      observation("000012", event_list("data/run.fits") +
                                "<parameter name=\"EffectiveArea\" file=\"irf.fits[EFFECTIVE AREA]\"/>"
                                "<parameter name=\"Calibration\" database=\"1dc\" response=\"South\"/>") +
      observation("11", event_list("/store/a.fits"))));
  REQUIRE(set.observations.size() == 2);
  CHECK(set.observations[0].id == 11);
  CHECK(set.observations[0].events.file == "/store/a.fits");
  Observation const& run = set.observations[1];
  CHECK(run.id == 12);
  CHECK(run.events.file == xml.folder.file("data/run.fits"));
  CHECK(run.events.syntax == FileNameSyntax::literal);
  REQUIRE(run.responses.size() == 1);
  CHECK(run.responses[0].type == "aeff");
  CHECK(run.responses[0].location.file == xml.folder.file("irf.fits"));
  CHECK(run.responses[0].location.hdu == "EFFECTIVE AREA");
  REQUIRE(set.notes.size() == 1);
  CHECK(contains(set.notes[0], "calibration database"));
}

TEST_CASE("an id that is no number is looked up in the event file") {
  Xml const xml;
  write(xml.folder.file("run.fits"), EventFile());
  CHECK(xml.read(list(observation("crab-1", event_list("run.fits")))).observations.at(0).id == 7);
}

TEST_CASE("variables for data are replaced, others are not read out") {
  Xml const xml;
  setenv("CTADATA", "/store/cta", 1);
  for (std::string const name : {"$CTADATA/run.fits", "${CTADATA}/run.fits"})
    CHECK(xml.read(list(observation("1", event_list(name)))).observations.at(0).events.file ==
          "/store/cta/run.fits");
  unsetenv("CTADATA");
  CHECK(contains(xml.refusal(list(observation("1", event_list("$CTADATA/run.fits")))), "set CTADATA"));
  CHECK(contains(xml.refusal(list(observation("1", event_list("$HOME/run.fits")))), "'HOME'"));
}

TEST_CASE("an observation definition that cannot be used is refused with a reason") {
  Xml const xml;
  CHECK(contains(xml.refusal("<observation_list>"), "cannot read XML"));
  CHECK(contains(xml.refusal("<source_library/>"), "there is no <observation_list>"));
  CHECK(contains(xml.refusal(list("")), "the observation list is empty"));
  CHECK(contains(xml.refusal(list(observation("3", ""))), "observation '3' has no EventList"));
  CHECK(contains(xml.refusal(list(observation("3", event_list("http://host/a.fits")))), "is an address"));
}

TEST_CASE("entities of a definition reach no other file") {
  Xml const xml;
  std::string const text =
      "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
      "<observation_list>" +
      observation("1", event_list("&e;")) + "</observation_list>";
  CHECK(xml.read(text).observations.at(0).events.file == xml.folder.file("&e;"));
}
