#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "engine/io/atomic_file.hpp"
#include "engine/io/cut_flow_table.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/report_json.hpp"
#include "engine/io/sha256.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using nlohmann::json;
using test_support::sample_summary;

TEST_CASE("SHA-256 of 'abc' is that of FIPS 180-2, appendix B.1") {
  std::string const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(sha256_of("abc") == expected);
  test_support::TemporaryDirectory const folder;
  write_file(folder.file("abc"), "abc", Overwrite::no);
  CHECK(sha256_of_file(folder.file("abc")) == expected);
}

TEST_CASE(
    "the recipe hash knows parameters and inputs, not where they lay nor in which order they were given") {
  ProductSummary summary = sample_summary();
  std::string const hash = recipe_hash(summary);
  std::swap(summary.recipe.parameters[0], summary.recipe.parameters[1]);
  summary.inputs[0].observation.events.file = "/elsewhere/run_23523.fits.gz";
  CHECK(recipe_hash(summary) == hash);
  summary.recipe.parameters[0].second = "2";
  CHECK(recipe_hash(summary) != hash);
  summary = sample_summary();
  summary.inputs.pop_back();
  CHECK(recipe_hash(summary) != hash);
}

TEST_CASE("every identifier in the provenance is declared, and every name in it has a declared prefix") {
  json const document =
      json::parse(provenance_json(sample_summary(), {{"counts", "counts.fits", "application/fits"}}));
  std::set<std::string> known;
  for (std::string const section : {"activity", "agent", "entity"})
    for (auto const& [id, attributes] : document.at(section).items()) {
      known.insert(id);
      for (auto const& [name, value] : attributes.items())
        CHECK(document["prefix"].contains(name.substr(0, name.find(':'))));
      CHECK(document["prefix"].contains(id.substr(0, id.find(':'))));
    }
  for (std::string const section :
       {"used", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith", "wasInfluencedBy"})
    for (auto const& [id, relation] : document.at(section).items())
      for (std::string const end : {"prov:activity", "prov:entity", "prov:agent", "prov:usedEntity",
                                    "prov:generatedEntity", "prov:influencer", "prov:influencee"})
        if (relation.contains(end)) CHECK(known.contains(relation[end].get<std::string>()));
  CHECK(document["used"].size() == 2);
  CHECK(document["wasDerivedFrom"].size() == 2);
}

TEST_CASE("the provenance of very many runs stays small") {
  ProductSummary summary = sample_summary();
  while (summary.inputs.size() <= runs_listed_singly) summary.inputs.push_back(summary.inputs.front());
  json const document =
      json::parse(provenance_json(summary, {{"counts", "counts.fits", "application/fits"}}));
  CHECK(document["used"].size() == 1);
  CHECK(document["wasDerivedFrom"].size() == 1);
}

TEST_CASE("the report accounts for every event and every file") {
  test_support::TemporaryDirectory const folder;
  write_file(folder.file("counts.fits"), "abc", Overwrite::no);
  ProductFile const product =
      describe_product("counts", folder.file("counts.fits"), "out/counts.fits", "application/fits");
  RunConditions conditions;
  conditions.ranks = 3;
  json const report = json::parse(report_json(sample_summary(), {product}, conditions));
  CHECK(report["events"]["read"] == 200);
  std::uint64_t accounted = report["events"]["kept"];
  for (auto const& [cut, removed] : report["events"]["removed"].items())
    accounted += removed.get<std::uint64_t>();
  CHECK(accounted == 200);
  CHECK(report["inputs"].size() == 2);
  CHECK(report["products"][0]["bytes"] == 3);
  CHECK(report["products"][0]["path"] == "out/counts.fits");
  CHECK(report["skipped"][0]["reason"] == "truncated");
  CHECK_FALSE(report["complete"].get<bool>());
  CHECK(report["ranks"] == 3);
}

TEST_CASE("the cut flow for people shows the cuts that mattered, a few runs, and the totals") {
  std::string const all = cut_flow_table(sample_summary());
  CHECK(all ==
        "  run  target       read  -gti  -energy  kept  kept %  livetime s\n"
        "23523  Crab          100     3        7    90    90.0      1350.0\n"
        "23526  Crab Nebula   100     3        7    90    90.0      1350.0\n"
        "total  2 runs        200     6       14   180    90.0      2700.0\n"
        "left out: run 23559 (rank 0): truncated\n");
  CHECK(cut_flow_table(sample_summary(), 1).find("(1 more runs)") != std::string::npos);
}
