#include "tests/uws/async/xsd.hpp"

#include <cstdio>
#include <fstream>

#include "engine/base/failure.hpp"
#include "jobs/process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace test_async {

namespace fs = std::filesystem;

namespace {

constexpr char const* jar = "/usr/share/java/starlink-ttools.jar";

bool runs(std::vector<std::string> argv) {
  try {
    return jobs::run_process({.argv = std::move(argv)}).status == 0;
  } catch (engine::Failure const&) {
    return false;
  }
}

/// The schemas with a catalogue that leads their imports to the local copies; empty if they are not to be
/// had.
fs::path extracted(fs::path const& folder) {
  if (!fs::exists(jar) || !runs({"xmllint", "--version"})) return {};
  std::string const inside = "uk/ac/starlink/ttools/taplint/";
  if (!runs({"unzip", "-o", "-q", "-j", jar, inside + "UWS-v1.1.xsd", inside + "xlink.xsd",
             inside + "xmlnamespace.xsd", "-d", folder.string()}))
    return {};
  std::ofstream(folder / "catalog.xml")
      << "<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">"
         "<system systemId=\"http://www.ivoa.net/xml/Xlink/xlink.xsd\" uri=\"xlink.xsd\"/>"
         "<uri name=\"http://www.ivoa.net/xml/Xlink/xlink.xsd\" uri=\"xlink.xsd\"/>"
         "<system systemId=\"http://www.w3.org/2001/xml.xsd\" uri=\"xmlnamespace.xsd\"/>"
         "<uri name=\"http://www.w3.org/2001/xml.xsd\" uri=\"xmlnamespace.xsd\"/></catalog>";
  return folder;
}

}  // namespace

std::string uws_schema_problems(std::string const& xml) {
  static test_support::TemporaryDirectory const folder;
  static fs::path const schemas = extracted(folder.path());
  if (schemas.empty()) {
    std::fprintf(stderr, "\n*** SKIPPED, NOT PASSED: no xmllint, unzip or STILTS for the UWS schema ***\n\n");
    return {};
  }
  fs::path const document = folder.path() / "document.xml";
  std::ofstream(document) << xml;
  auto const result =
      jobs::run_process({.argv = {"xmllint", "--nonet", "--noout", "--schema",
                                  (schemas / "UWS-v1.1.xsd").string(), document.string()},
                         .environment = {"XML_CATALOG_FILES=" + (schemas / "catalog.xml").string()}});
  return result.status == 0 ? std::string() : result.errors + "\n" + xml;
}

}  // namespace test_async
