// What the service reads of what programs write: reports, plans, comparisons. Programs may write anything.
#include <fstream>

#include <doctest/doctest.h>

#include "jobs/job_directory.hpp"
#include "tests/support/temporary_directory.hpp"
#include "uws/analysis/asked.hpp"
#include "uws/analysis/plan.hpp"
#include "uws/analysis/redo_files.hpp"
#include "uws/analysis/report_file.hpp"

using namespace uws;
using test_support::TemporaryDirectory;

namespace {

void write(std::filesystem::path const& path, std::string const& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("the report of a folder, with paths below it") {
  TemporaryDirectory const folder;
  std::filesystem::path const at = folder.path();
  CHECK_FALSE(find_report(at));
  write(at / "notes_report.json", "[1, 2");
  CHECK_FALSE(find_report(at));
  std::filesystem::remove(at / "notes_report.json");
  write(at / "map_report.json",
        R"({"command": "map", "software": {"name": "Distiller", "version": "0.1.0"}, "products": [
    {"role": "counts_image", "path": "./counts.fits", "media_type": "image/fits", "content_sum": "aa"}, 17,
    {"role": "preview", "path": ")" +
            (at / "p" / "counts.png").string() + R"("}]})");
  auto const report = find_report(at);
  REQUIRE(report);
  CHECK(report->software == "Distiller 0.1.0");
  REQUIRE(report->products.size() == 2);
  CHECK(report->products[0].path == "counts.fits");
  CHECK(report->products[0].content_sum == "aa");
  CHECK(report->products[1].path == "p/counts.png");
}

TEST_CASE("a plan has what it says, and nothing is assumed of the rest") {
  auto const plan = read_plan(R"({"seconds": 1.5, "events": 100, "memory_bytes_per_rank": "much"})");
  REQUIRE(plan);
  CHECK(plan->seconds == doctest::Approx(1.5));
  CHECK(plan->events == 100);
  CHECK(plan->memory_bytes == 0);
  CHECK_FALSE(read_plan("no plan"));
  CHECK_FALSE(read_plan("3"));
}

TEST_CASE("changed inputs are kept from the start of a redo to its end") {
  TemporaryDirectory const folder;
  std::filesystem::path const path = std::filesystem::path(folder.path()) / "redo_inputs.json";
  CHECK(read_differences(path).checked == 0);
  catalog::InputDifference changed;
  changed.path = "/data/run_1.fits";
  changed.recorded_sha256 = std::string(64, 'a');
  changed.found_sha256 = std::string(64, 'b');
  write_differences(path, {changed}, 4);
  auto const kept = read_differences(path);
  CHECK(kept.checked == 4);
  REQUIRE(kept.sentences.size() == 1);
  CHECK(kept.sentences[0].find("run_1.fits") != std::string::npos);
}

TEST_CASE("words to the service are told from parameters of the type") {
  TemporaryDirectory const folder;
  jobs::JobDirectories const directories(folder.path());
  jobs::JobType type;
  type.name = "map";
  type.parameters = {{.name = "in", .type = "path"},
                     {.name = "obs-ids", .type = "texts"},
                     {.name = "emin", .type = "energy"}};
  type.inputs = {{.parameter = "in", .role = "events"}};
  jobs::Job job;
  job.parameters = {{"Adql", "SELECT 1"}, {"IN", "HESS-DR1"}, {"obs-ids", "1, 2"},
                    {"reuse", "yes"},     {"emin", "1"},      {"collection", "a,b"}};
  auto const asked = asked_of(type, job, directories);
  CHECK(asked.mistakes.empty());
  CHECK(asked.words.adql == "SELECT 1");
  CHECK(asked.words.reuse);
  CHECK(asked.words.collections == std::vector<std::string>{"a", "b"});
  REQUIRE(asked.data.size() == 1);
  CHECK(asked.data[0].parameter == "in");
  CHECK(asked.data[0].value == "HESS-DR1");
  CHECK(asked.run_ids == std::vector<std::string>{"1", "2"});
  CHECK(asked.given.size() == 3);
  job.parameters = {{"REUSE", "perhaps"}};
  CHECK(asked_of(type, job, directories).mistakes.size() == 1);
}
