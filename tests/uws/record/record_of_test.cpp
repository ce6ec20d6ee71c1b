/// Records made from what lies in the folders of jobs, broken or not, as the database takes them.
#include "uws/record/record_of.hpp"

#include <ctime>
#include <fstream>

#include <doctest/doctest.h>

#include "catalog/inputs/inputs_json.hpp"
#include "example.hpp"
#include "tests/catalog/provenance/server_time.hpp"
#include "tests/support/temporary_directory.hpp"
#include "uws/record/run_report_json.hpp"

using namespace uws;
using schema_test::number;
using schema_test::table;
namespace fs = std::filesystem;

namespace {

struct Place {
  test_support::TemporaryDirectory directory{};
  jobs::JobDirectories directories{fs::path(directory.path()) / "results"};
  RecordParts parts{.directories = directories, .service = {.authority = "obs.example", .version = "0.1.0"}};
  jobs::Job job{.id = "j1", .list = "map", .owner = "alice", .phase = jobs::Phase::completed};

  Place() {
    job.created = jobs::instant_from("2026-09-20T10:00:00Z").value();
    job.started = job.ended = job.created;
    job.attempts = 1;
    job.results = {{.id = "counts.fits", .path = "counts.fits", .mime_type = "application/fits"}};
  }
  void write(std::string const& name, std::string const& text) const {
    fs::path const path = directories.of(job) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
};

void record(catalog::pg::Connection& db, std::string const& json) {
  db.run("SELECT store.record_provenance($1::jsonb)", {json});
}

constexpr char const* report = R"json({
  "command": "map", "software": {"name": "Distiller", "version": "0.2.0", "revision": "abc", "dirty": true, "libraries": {"cfitsio": "4.2.0"}},
  "configuration": [{"name": "binsz", "value": "0.05", "origin": "user", "concern": "science"},
                    {"name": "emin", "values": ["1", "2"], "value": "1", "origin": "default", "concern": "science"},
                    {"name": "threads", "value": "2", "origin": "user", "concern": "run"}],
  "products": [{"role": "counts", "type": "Main", "path": "/x/y/counts.fits", "content_sum": "",
                "hdus": [{"type": "none", "datasum": "0"}, {"type": "image", "datasum": "77"}]}],
  "inputs": [{"obs_id": 23523, "did": "", "events": {"read": 10, "kept": 4}}], "skipped": [], "warnings": ["beware"],
  "run": {"numerics": "deterministic", "mpi": ""}, "results": {"counts": 4}})json";

}  // namespace

TEST_CASE("the engine's report is read as it is written") {
  Place place;
  place.write("results/map_report.json", report);
  auto const read = read_run_report(place.directories.of(place.job) / "results");
  REQUIRE(read.has_value());
  CHECK(read->software == "Distiller");
  CHECK(read->revision == "abc+");
  CHECK(read->numerics == "deterministic");
  CHECK(read->parameters.at(1).value == "1,2");
  CHECK_FALSE(read->parameters.at(2).science);
  CHECK(read->products.front().name == "counts.fits");
  CHECK(read->products.front().datasum == "77");
  CHECK(read->runs.front().obs_id == "23523");
  CHECK(read->runs.front().tables.front().rows_used == 4);
  CHECK(read->warnings.size() == 1);
}

TEST_CASE("broken and missing pieces never keep a record from being made, and are named") {
  char const* const pieces[] = {"inputs/inputs.json", "work/order.json", "work/outcome.json",
                                "results/map_report.json"};
  char const* const contents[] = {
      "",
      "{",
      "[]",
      "null",
      "{\"runs\": 7, \"products\": [], \"inputs\": {\"a\": [1]}, \"software\": 3, \"run\": []}",
      "\xff\xfe\x00"};
  auto db = schema_test::empty_catalogue();
  for (char const* const piece : pieces)
    for (char const* const content : contents) {
      Place place;
      place.write("work/order.json", "{}");
      place.write(piece, content);
      CAPTURE(piece);
      CAPTURE(content);
      std::string const json = record_of(place.job, place.parts);
      CHECK_NOTHROW(record(db, json));
      CHECK(table(db, "SELECT comment LIKE 'Not recorded: %' FROM store.activity") == "t");
      CHECK(json.find(place.directory.path().string()) == std::string::npos);
    }
  Place bare;
  record(db, record_of(bare.job, bare.parts));
  CHECK(table(db, "SELECT comment FROM store.activity") == "-");
  bare.job.parameters = {{.name = "region", .value = "crab.reg", .file = "uploads/1-crab.reg"}};
  record(db, record_of(bare.job, bare.parts));
  CHECK(table(db, "SELECT comment LIKE '%the upload region%' FROM store.activity") == "t");
}

TEST_CASE("a job's folder becomes its record") {
  Place place;
  catalog::InputSet inputs;
  inputs.runs = {{.collection = "dr1",
                  .obs_id = "23523",
                  .did = "ivo://obs.example/dr1?23523",
                  .hdus = {{.type = "events", .file = "/data/a.fits"}}}};
  inputs.files = {{.path = "/data/a.fits", .sha256 = std::string(64, 'b'), .size = 10}};
  fs::create_directories(place.directories.of(place.job) / "inputs");
  catalog::write_inputs(place.directories.of(place.job) / catalog::inputs_name, inputs);
  fs::create_directories(place.directories.of(place.job) / "work");
  jobs::write_order(place.directories.of(place.job) / "work", {.id = "j1", .argv = {"distill", "map"}});
  jobs::WorkOutcome outcome;
  outcome.end = jobs::WorkOutcome::End::exited;
  outcome.attempt = 1;
  outcome.started = outcome.ended = place.job.created;
  outcome.cpu_seconds = 3;
  jobs::write_outcome(place.directories.of(place.job) / "work", outcome);
  place.write("results/map_report.json", report);
  place.write("uploads/1-crab.reg", "circle(1,2,3)");
  place.job.parameters = {{.name = "region", .value = "crab.reg", .file = "uploads/1-crab.reg"}};
  auto db = schema_test::empty_catalogue();
  record(db, record_of(place.job, place.parts));
  CHECK(
      table(db, "SELECT comment, cpu_time, exit_code, version, revision, command_line FROM store.activity") ==
      "-|3|0|0.2.0|abc+|distill map");
  CHECK(table(db, "SELECT entity_id, role, rows_used, rows_rejected FROM store.used ORDER BY role") ==
        "ivo://obs.example/dr1?23523|events|4|6\nivo://obs.example/jobs?j1/uploads/1|region|-|-");
  CHECK(table(db,
              "SELECT sha256 = encode(sha256('circle(1,2,3)'), 'hex') FROM store.entity WHERE id LIKE "
              "'%uploads/1'") == "t");
  CHECK(table(db, "SELECT entity_id, ancestor_id FROM store.lineage") ==
        "ivo://obs.example/jobs?j1/counts.fits|ivo://obs.example/dr1?23523");
  CHECK(table(db, "SELECT datasum, dataproduct_level FROM store.entity WHERE id LIKE '%counts.fits'") ==
        "77|-");
  CHECK(table(db, "SELECT count(*) FROM store.provenance_problems()") == "0");
}

TEST_CASE("the least record needs no files") {
  Place place;
  auto db = schema_test::empty_catalogue();
  record(db, least_record_of(place.job, place.parts));
  CHECK(number(db, "SELECT count(*) FROM store.was_generated_by") == 1);
}

TEST_CASE("the record of a trivial job costs next to nothing") {
  Place place;
  auto db = schema_test::empty_catalogue();
  constexpr int times = 500;
  std::clock_t const began = std::clock();
  std::vector<std::string> records;
  for (int n = 0; n < times; ++n) {
    place.job.id = "echo" + std::to_string(n);
    records.push_back(record_of(place.job, place.parts));
  }
  double const made = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  double const before = provenance_test::server_seconds(db);
  for (std::string const& one : records) record(db, one);
  double const written = provenance_test::server_seconds(db) - before;
  MESSAGE("record of a trivial job, processor time: made in " << 1000 * made / times << " ms, written in "
                                                              << 1000 * written / times << " ms");
  CHECK(number(db, "SELECT count(*) FROM store.activity") == times);
}
