#include <thread>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "engine/check/check_json.hpp"
#include "engine/check/check_text.hpp"
#include "engine/check/fold.hpp"
#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_support;
using std::string;

namespace {

/// Three runs: all lack two keywords, two have events outside their GTI (1 and 2 events).
engine::CheckReport spoilt_report() {
  SetRecipe set({7, 8, 9});
  for (FileRecipe& run : set.runs) {
    run.table("EVENTS").remove("ORIGIN");
    run.table("EVENTS").remove("INSTRUME");
  }
  set.runs[1].table("EVENTS").column("TIME").values = std::vector<double>{1000, 1010, 1020, 1050, 1101};
  set.runs[2].table("EVENTS").column("TIME").values = std::vector<double>{1000, 1010, 1020, 1101, 1102};
  return check(set);
}

bool contains(string const& text, string const& part) { return text.find(part) != string::npos; }

}  // namespace

TEST_CASE("the same defect in many runs is told once, with how many and which") {
  auto const report = spoilt_report();
  CHECK(report.defects.size() == 8);
  auto const folded = engine::fold(report.defects);
  REQUIRE(folded.size() == 2);
  CHECK(folded[0].first.code == "events-outside-gti");  // the worst first
  CHECK(folded[0].obs_ids == std::vector<std::int64_t>{8, 9});
  CHECK(folded[0].count == 3);
  CHECK_FALSE(folded[0].one_message);
  CHECK(folded[1].keywords == std::vector<string>{"ORIGIN", "INSTRUME"});
  CHECK(folded[1].obs_ids.size() == 3);
  CHECK(folded[1].count == 3);
}

TEST_CASE("one HDU name in another case everywhere is one line, not one for each HDU") {
  SetRecipe set({7, 8});
  for (string& name : std::get<std::vector<string>>(set.hdu_index.tables[0].column("HDU_NAME").values))
    for (char& c : name) c = static_cast<char>(std::tolower(c));
  auto const folded = engine::fold(check(set).defects);
  REQUIRE(folded.size() == 1);
  CHECK(folded[0].hdus.size() == 6);
  CHECK(folded[0].obs_ids.size() == 2);
}

TEST_CASE("the text says what, where, what to do and which clause, and sums up in the last line") {
  string const text = engine::check_text(spoilt_report());
  CHECK(contains(text, "error    events-outside-gti: EVENTS TIME - 2 of 3 runs, 3 in all"));
  CHECK(contains(text, "run 8: 1 of 5 events lie outside the good time intervals, up to 1 s"));
  CHECK(contains(text, "runs 8, 9 [GADF 0.3, IACT event lists]"));
  CHECK(contains(text, "warning  keyword-missing: EVENTS ORIGIN, INSTRUME - 3 of 3 runs"));
  CHECK(contains(text, "-> add it to the header"));
  CHECK(text.ends_with("\n1 error, 1 warning and 0 notes in 3 runs, 5 files, 15 events\n"));
  CHECK(engine::check_text(check(SetRecipe({7}))) == "no defects in 1 run, 3 files, 5 events\n");
}

TEST_CASE("the JSON has every defect and the folded ones") {
  auto const json = nlohmann::json::parse(engine::check_json(spoilt_report()));
  CHECK(json["exit_status"] == 3);
  CHECK(json["runs"] == 3);
  CHECK(json["events"] == 15);
  CHECK(json["defects"].size() == 8);
  REQUIRE(json["summary"].size() == 2);
  CHECK(json["summary"][0]["code"] == "events-outside-gti");
  CHECK(json["summary"][0]["runs"] == 2);
  CHECK(json["summary"][1]["keywords_or_columns"] == std::vector<string>{"ORIGIN", "INSTRUME"});
  for (auto const& defect : json["defects"])
    for (char const* part : {"severity", "code", "file", "hdu", "obs_id", "keyword_or_column", "message",
                             "remedy", "clause", "count"})
      CHECK(defect.contains(part));
}

TEST_CASE("bytes that are no text do not break the JSON") {
  engine::CheckReport report;
  report.defects.push_back({.code = "test", .file = "\xff\xfe", .message = string("a\0b\x80", 4)});
  CHECK_NOTHROW(nlohmann::json::parse(engine::check_json(report)));
}

TEST_CASE("the exit status follows the worst severity") {
  using engine::Severity;
  engine::CheckReport report;
  CHECK(engine::exit_status(report) == 0);
  report.defects.push_back({.severity = Severity::note});
  CHECK(engine::exit_status(report) == 0);
  report.defects.push_back({.severity = Severity::warning});
  CHECK(engine::exit_status(report) == 1);
  report.defects.push_back({.severity = Severity::error});
  report.defects.push_back({.severity = Severity::note});
  CHECK(engine::exit_status(report) == 3);
}

TEST_CASE("every defect says where it is, what to do and which clause it breaks") {
  for (engine::Defect const& defect : spoilt_report().defects) {
    CHECK_FALSE(defect.file.empty());
    CHECK_FALSE(defect.message.empty());
    CHECK_FALSE(defect.remedy.empty());
    CHECK(defect.clause.starts_with("GADF 0.3, "));
  }
}

TEST_CASE("the order in which files are looked at changes nothing in the report") {
  TemporaryDirectory const folder;
  SetRecipe set({7, 8, 9, 10, 11});
  set.runs[3].table("EVENTS").remove("ORIGIN");
  set.runs[1].table("EVENTS").remove("CREATOR");
  set.runs[1].table("GTI").remove("TIMEREF");
  set.write(folder.path().string());
  auto const with = [&](engine::ParallelFor parallel_for) {
    return engine::check_data_set({folder.path().string()}, {.parallel_for = std::move(parallel_for)})
        .defects;
  };
  auto const in_order = with({});
  CHECK(in_order.size() == 3);
  auto const backwards = with([](std::size_t n, std::function<void(std::size_t)> const& task) {
    for (std::size_t i = n; i > 0; --i) task(i - 1);
  });
  CHECK(backwards == in_order);
  auto const at_once = with([](std::size_t n, std::function<void(std::size_t)> const& task) {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < n; ++i) threads.emplace_back(task, i);
    for (std::thread& thread : threads) thread.join();
  });
  CHECK(at_once == in_order);
}
