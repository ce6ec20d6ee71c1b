#include "uws/analysis/original.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace uws;
namespace prov = catalog::prov;

namespace {

/// Two runs in a collection, a response, the query that chose them, a setting by default, one product.
prov::Graph graph() {
  prov::Graph graph;
  graph.activities = {{.id = "J1", .name = "map", .software = "Distiller", .version = "0.1.0"}};
  auto const entity = [&](std::string id, std::string type) -> prov::Entity& {
    graph.entities.push_back({.id = id, .name = id, .type = type});
    return graph.entities.back();
  };
  entity("ivo://x/jobs?J1/runs", "collection");
  entity("ivo://x/c?1@0123456789ab", "DL3").obs_publisher_did = "ivo://x/c?1";
  entity("ivo://x/c?2", "DL3").sha256 = "ff";
  entity("ivo://x/c?2#gti", "DL3");
  entity("ivo://x/irf", "calibration");
  entity("ivo://x/jobs?J1/selection", "query");
  auto& product = entity("ivo://x/jobs?J1/counts.fits", "image");
  product.name = "counts.fits";
  product.content_sum = "aa";
  graph.members = {{"ivo://x/jobs?J1/runs", "ivo://x/c?1@0123456789ab"},
                   {"ivo://x/jobs?J1/runs", "ivo://x/c?2"},
                   {"ivo://x/c?2", "ivo://x/c?2#gti"}};
  graph.used = {
      {.activity = "J1", .entity = "ivo://x/jobs?J1/runs", .role = "events", .type = "Main"},
      {.activity = "J1", .entity = "ivo://x/c?2", .role = "events", .type = "Main"},
      {.activity = "J1", .entity = "ivo://x/c?2#gti", .role = "gti", .type = "Main"},
      {.activity = "J1", .entity = "ivo://x/irf", .role = "aeff", .type = "Calibration"},
      {.activity = "J1", .entity = "ivo://x/jobs?J1/selection", .role = "selection_query", .type = "Main"},
      {.activity = "J0", .entity = "ivo://x/irf", .role = "events", .type = "Main"}};
  graph.generated = {
      {.entity = "ivo://x/jobs?J1/counts.fits", .activity = "J1", .role = "counts_image", .type = "Main"}};
  graph.parameters = {{"J1", "emin", "0.5", prov::Origin::user},
                      {"J1", "bin", "0.02", prov::Origin::by_default},
                      {"J0", "emax", "9", prov::Origin::user}};
  return graph;
}

/// As the engine writes it into a product (W3C PROV-JSON).
constexpr char const* document = R"({
  "prefix": {"prov": "http://www.w3.org/ns/prov#", "job": "https://h/provsap?ID=", "ds": "ivo://x/c?", "sw": "https://h/sw/"},
  "activity": {"job:8FxAbcdefghijklmnopqrs": {"voprov:name": "map", "eng:ranks": {"$": 2, "type": "xsd:int"}}},
  "agent": {"sw:d": {"prov:type": {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}, "voprov:name": "Distiller 0.1.0"}},
  "entity": {
    "ds:23523": {"prov:label": "run 23523", "eng:sha256": "ab", "eng:obsId": {"$": 23523, "type": "xsd:long"}},
    "job:p/emin": {"prov:type": {"$": "voprov:Parameter", "type": "prov:QUALIFIED_NAME"}, "voprov:name": "emin", "prov:value": "0.5",
                   "eng:origin": "user"},
    "job:p/bin": {"prov:type": {"$": "voprov:Parameter", "type": "prov:QUALIFIED_NAME"}, "voprov:name": "bin", "prov:value": "0.02",
                  "eng:origin": "default"}},
  "used": {"_:u1": {"prov:activity": "job:8FxAbcdefghijklmnopqrs", "prov:entity": "ds:23523", "prov:role": "events"}},
  "wasGeneratedBy": {"_:g1": {"prov:entity": "job:counts", "prov:activity": "job:8FxAbcdefghijklmnopqrs"}}
})";

}  // namespace

TEST_CASE("a recorded job is told by its runs, its user's parameters and its products") {
  Original const original = original_in(graph(), "J1");
  CHECK(original.type == "map");
  CHECK(original.version == "0.1.0");
  REQUIRE(original.inputs.size() == 2);
  CHECK(original.inputs[0].id == "ivo://x/c?1");  // asked for by its id, whichever version it was
  CHECK(original.inputs[1].id == "ivo://x/c?2");
  CHECK(original.inputs[1].sha256 == "ff");
  REQUIRE(original.parameters.size() == 1);
  CHECK(original.parameters[0] == std::pair<std::string, std::string>("emin", "0.5"));
  REQUIRE(original.products.size() == 1);
  CHECK(original.products[0].name == "counts.fits");
  CHECK(original.products[0].content_sum == "aa");
}

TEST_CASE("the document in a product tells the same") {
  auto const original = original_in_document(document);
  REQUIRE(original);
  CHECK(original->activity == "8FxAbcdefghijklmnopqrs");
  CHECK(original->type == "map");
  CHECK(original->version == "0.1.0");
  REQUIRE(original->inputs.size() == 1);
  CHECK(original->inputs[0].id == "ivo://x/c?23523");
  CHECK(original->inputs[0].obs_id == "23523");
  CHECK(original->inputs[0].sha256 == "ab");
  CHECK(original->parameters == std::vector<std::pair<std::string, std::string>>{{"emin", "0.5"}});
}

TEST_CASE("what is no such document gives nothing, whatever it is") {
  for (char const* const text :
       {"", "{", "[]", "null", "{}", "17", R"({"activity": []})", R"({"activity": {"a": 1}})",
        R"({"activity": {"a": {}}, "used": 3, "entity": [1], "wasGeneratedBy": {"g": null}})",
        R"({"activity": {"a": {}}, "wasGeneratedBy": {"g": {"prov:activity": "b"}}})"})
    CHECK_FALSE(original_in_document(text));
}
