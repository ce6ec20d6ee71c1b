// What clients may name as inputs, and what they are told when they may not.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "archive.hpp"
#include "catalog/inputs/index_number.hpp"
#include "catalog/inputs/input_words.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/ids.hpp"
#include "tests/engine/check/dl3_recipe.hpp"

namespace {

namespace fs = std::filesystem;
using namespace catalog;
using inputs_test::Archive;
using inputs_test::runs_of;
using inputs_test::says;
using Kind = InputName::Kind;

std::string const here = "https://here.example/vo";

std::string votable(std::string const& fields, std::string const& rows) {
  return R"(<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><TABLE>)" +
         fields + "<DATA><TABLEDATA>" + rows + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
}
std::string field(std::string const& name) {
  return "<FIELD name=\"" + name + "\" datatype=\"char\" arraysize=\"*\"/>";
}
std::string cells(std::vector<std::string> const& texts) {
  std::string row = "<TR>";
  for (std::string const& text : texts) row += "<TD>" + text + "</TD>";
  return row + "</TR>";
}

ResolvedInputs asked(Archive& archive, std::string const& answer, bool overflow = false) {
  archive.become("");
  InputRequest request = archive.request("");
  request.adql = "SELECT ...";
  request.run_query = [&](std::string const&) { return QueryAnswer{answer, overflow}; };
  return resolve_inputs(archive.db, request);
}

}  // namespace

TEST_CASE("words are told apart by their form alone") {
  CHECK(split_input_words(" 1, 2 ,,3") == std::vector<std::string>{"1", "2", "3"});
  CHECK(split_input_words(" , ").empty());
  CHECK(input_name("23523", here).kind == Kind::collection_or_run);
  InputName const run = input_name("dr1:23523", here);
  CHECK((run.kind == Kind::run && run.collection == "dr1" && run.obs_id == "23523"));
  CHECK(input_name("IVO://x/y?1", here).kind == Kind::did);
  for (std::string const word :
       {"job:A1/run.fits", "https://here.example/vo/uws/select/A1/results/run.fits"}) {
    InputName const job = input_name(word, here);
    CHECK((job.kind == Kind::job && job.job == "A1" && job.result == "run.fits"));
  }
  InputName const whole = input_name(here + "/uws/jobs/A1/?x=1", here);
  CHECK((whole.kind == Kind::job && whole.job == "A1" && whole.result.empty()));
  for (std::string const word :
       {"https://here.example/vox/uws/A1", "http://elsewhere/x", "file:///etc/passwd"})
    CHECK(input_name(word, here).kind == Kind::elsewhere);
}

TEST_CASE("runs are found by collection, by identifier and by number, each once and in order") {
  Archive archive;
  CHECK(runs_of(archive.in("open").set) == "open:7 open:8");
  CHECK(runs_of(archive.in("ivo://example.org/open?8,other:9, 7,open:8").set) == "open:7 open:8 other:9");
  archive.db.run("UPDATE store.observation SET obs_id = '9,1', did = did || ',1' WHERE obs_id = '9'");
  archive.db.run("SELECT store.refresh_datasets('other')");
  CHECK(runs_of(archive.in("ivo://example.org/other?9,1").set) == "other:9,1");  // a comma in a name
  ResolvedInputs const one = archive.in("7");
  CHECK(one.mistakes.empty());
  REQUIRE(one.set.runs.size() == 1);
  InputRun const& run = one.set.runs.front();
  CHECK(run.did == "ivo://example.org/open?7");
  CHECK(run.events == 5);
  CHECK(run.hdus.size() == 6);  // events, gti and four responses
  CHECK(run.hdus.front().type == "events");
  REQUIRE(one.set.files.size() == 1);
  fs::path const file = archive.run_file("open", 7);
  CHECK(one.set.files.front().path == fs::canonical(file));
  CHECK(one.set.files.front().sha256 == engine::sha256_of_file(file.string()));
  CHECK(one.set.bytes() == static_cast<std::int64_t>(fs::file_size(file)));
  CHECK(one.set.events() == 5);
}

TEST_CASE("all mistakes come at once, and none betrays what the user may not know") {
  Archive archive;
  auto const mistakes = archive.in("opn,8,10,nonsense,http://x.example/a.fits,job:A1,/etc/passwd").mistakes;
  CHECK(says(mistakes, "not known here, or not to you: opn, nonsense, /etc/passwd - did you mean open?"));
  CHECK(says(mistakes, "run 8 is in several collections: open, other - say which: open:8"));
  CHECK(says(mistakes, "not open to you: closed:10"));
  CHECK(says(mistakes, "http://x.example/a.fits: is elsewhere"));
  CHECK(says(mistakes, "job:A1: products of jobs cannot be used here"));
  CHECK(says(archive.in("closed").mistakes, "the collection closed is not open to you"));
  CHECK(says(archive.in("closed", "bob").mistakes, "is not open to you"));
  CHECK(runs_of(archive.in("closed", "ann").set) == "closed:10");
  CHECK(says(archive.in("").mistakes, "no inputs"));
  archive.db.run("UPDATE store.collection SET metadata_visible = false WHERE name = 'closed'");
  CHECK(says(archive.in("closed,10,ivo://example.org/closed?10").mistakes,
             "not known here, or not to you: ivo://example.org/closed?10, closed, 10"));
  CHECK(runs_of(archive.in("10", "ann").set) == "closed:10");
}

TEST_CASE("a collection beside the run ids says where to look; run ids alone are looked for everywhere") {
  Archive archive;
  archive.become("");
  InputRequest request = archive.request("8");
  request.collections = {"other"};
  CHECK(runs_of(resolve_inputs(archive.db, request).set) == "other:8");
  request = archive.request("");
  request.run_ids = {"7", "other:8"};
  CHECK(runs_of(resolve_inputs(archive.db, request).set) == "open:7 other:8");
  request = archive.request("open");
  request.run_ids = {"8"};
  CHECK(runs_of(resolve_inputs(archive.db, request).set) == "open:8");
  request.run_ids = {"9"};
  CHECK(says(resolve_inputs(archive.db, request).mistakes, "9"));
  request = archive.request("");
  request.run_ids = {"8"};
  CHECK(says(resolve_inputs(archive.db, request).mistakes, "several collections"));
}

TEST_CASE("the engine tells runs by number: two of one number are a mistake, unless they are one run") {
  Archive archive;
  CHECK(says(archive.in("open,other").mistakes, "different runs have one number: open:8 and other:8"));
  InputRequest request = archive.request("open,other");
  request.one_run_per_number = false;
  CHECK(runs_of(resolve_inputs(archive.db, request).set) == "open:7 open:8 other:8 other:9");
  request.most_runs = 3;
  CHECK(says(resolve_inputs(archive.db, request).mistakes, "more than 3 runs"));
}

TEST_CASE("texts as run ids get numbers that no observatory counts up to") {
  CHECK(index_number("0023523") == 23523);
  for (std::string const id : {"A17", "-5", "", "123456789012345678901234567890"}) {
    CHECK(index_number(id) >= std::int64_t{1} << 52);
    CHECK(index_number(id) < std::int64_t{1} << 53);
  }
  CHECK(index_number("A17") != index_number("A18"));
}

TEST_CASE("files are given only from below the data folders, whatever the catalogue says") {
  Archive archive;
  archive.become("");
  InputRequest request = archive.request("open");
  request.data_roots = {archive.data / "other"};
  CHECK(says(resolve_inputs(archive.db, request).mistakes,
             "open:7 (run-7.fits), open:8 (run-8.fits): the file is in the catalogue but not"));
  fs::path const file = archive.run_file("open", 7), secret = archive.directory.path() / "secret.fits";
  fs::rename(file, secret);
  CHECK(says(archive.in("7").mistakes, "not on disk"));
  fs::create_symlink(secret, file);
  CHECK(says(archive.in("7").mistakes, "not on disk"));
  request = archive.request("7");
  request.data_roots = {archive.directory.path()};
  CHECK(
      says(resolve_inputs(archive.db, request).mistakes, "not on disk"));  // out of the collection's own root
  archive.db.run("UPDATE store.file SET url = 'https://far.example/run-8.fits' WHERE path LIKE '%8.fits'");
  CHECK(says(archive.in("open:8").mistakes,
             "open:8 (https://far.example/run-8.fits): the file lies elsewhere"));
}

TEST_CASE("a query names runs by identifier, or by number and collection") {
  Archive archive;
  ResolvedInputs const by_did = asked(
      archive, votable(field("s_ra") + field("OBS_PUBLISHER_DID"),
                       cells({"1", "ivo://example.org/open?7"}) + cells({"2", "ivo://example.org/open?7"})));
  CHECK(by_did.mistakes.empty());
  CHECK(runs_of(by_did.set) == "open:7");
  REQUIRE(by_did.set.query);
  CHECK(by_did.set.query->rows == 2);
  CHECK(by_did.set.query->sha256 == engine::sha256_of(by_did.selection));
  CHECK(by_did.set.query->answer == "inputs/selection.vot");
  CHECK(runs_of(
            asked(archive, votable(field("obs_id") + field("obs_collection"), cells({"8", "other"}))).set) ==
        "other:8");
  CHECK(says(asked(archive, votable(field("obs_id"), cells({"8"}))).mistakes, "several collections"));
  CHECK(says(asked(archive, votable(field("s_ra"), cells({"8"}))).mistakes, "no column obs_publisher_did"));
  CHECK(says(asked(archive, votable(field("obs_id"), "")).mistakes, "no rows"));
  CHECK(says(asked(archive, votable(field("obs_id"), cells({""}))).mistakes, "1 row(s) name no dataset"));
  CHECK(says(asked(archive, votable(field("obs_id"), cells({"7"})), true).mistakes,
             "more rows than are allowed"));
  CHECK(says(asked(archive, "no VOTable").mistakes, "adql: "));
  CHECK(says(asked(archive, votable(field("obs_id"), cells({"10"}))).mistakes, "not open to you: closed:10"));
}

TEST_CASE("uploads are event lists, and nothing else goes as one") {
  Archive archive;
  archive.become("");
  InputRequest request = archive.request("");
  fs::path const events = archive.directory.path() / "2-mine.fits",
                 text = archive.directory.path() / "3-list.txt";
  fs::copy_file(archive.run_file("open", 7), events);
  std::ofstream(text) << "/etc/passwd\n";
  request.values.push_back({"in", "events", "mine.fits", events, ""});
  ResolvedInputs const good = resolve_inputs(archive.db, request);
  CHECK(good.mistakes.empty());
  REQUIRE(good.set.documents.size() == 1);
  CHECK(good.set.documents.front().content_type == "application/fits");
  CHECK(good.set.documents.front().file.sha256 == engine::sha256_of_file(events.string()));
  for (fs::path const& bad : {text, archive.data / "open" / "hdu-index.fits", archive.data / "open"}) {
    request.values = {{"in", "events", "x.fits", bad, ""}};
    CHECK(says(resolve_inputs(archive.db, request).mistakes, "no FITS file with a table EVENTS"));
  }
  request.values = {{"exclude", "exclusion_mask", "list.txt", text, "text/plain"}};
  CHECK(resolve_inputs(archive.db, request).mistakes.empty());
}

TEST_CASE("event lists of a completed job are inputs of another; its index may not name other files") {
  Archive archive;
  archive.become("");
  fs::path const results = archive.directory.path() / "select" / "A1" / "results";
  fs::create_directories(results);
  test_support::SetRecipe({21, 22}).write(results.string());
  FoundJob found{{.id = "A1", .list = "select", .phase = jobs::Phase::completed}, results};
  for (auto const& entry : fs::directory_iterator(results))
    found.job.results.push_back(
        {.id = entry.path().filename().string(), .path = entry.path().filename().string()});
  found.job.results.push_back({.id = "counts", .path = "counts.fits"});
  std::ofstream(results / "counts.fits") << "SIMPLE";
  InputRequest request = archive.request("job:A1");
  request.find_job = [&](jobs::JobId const& id) { return id == "A1" ? std::optional(found) : std::nullopt; };
  ResolvedInputs const all = resolve_inputs(archive.db, request);
  CHECK(all.mistakes.empty());
  CHECK(all.set.documents.size() == 4);  // two event lists, two index tables
  CHECK(says({all.set.documents.front().entity_id}, "ivo://example.org/jobs?A1/"));

  auto const mistakes_of = [&](std::string const& word, std::string const& role = "events") {
    request.values = {{"in", role, word}};
    return resolve_inputs(archive.db, request).mistakes;
  };
  CHECK(mistakes_of("job:A1/" + test_support::file_name_of(21)).empty());
  CHECK(mistakes_of("ivo://example.org/jobs?A1/" + test_support::file_name_of(21)).empty());
  CHECK(mistakes_of(here + "/uws/select/A1/results/" + test_support::file_name_of(21)).empty());
  CHECK(says(mistakes_of("job:A1/counts"), "is no event list"));
  CHECK(says(mistakes_of("job:A1/none"), "it has no result 'none' - its results are"));
  CHECK(says(mistakes_of("job:A1", "map"), "say which of its products"));
  CHECK(mistakes_of("job:A1/counts", "map").empty());
  CHECK(says(mistakes_of("job:B2"), "there is no job 'B2' - or it is not yours to see"));
  found.job.phase = jobs::Phase::executing;
  CHECK(says(mistakes_of("job:A1"), "the job is EXECUTING"));
  found.job.phase = jobs::Phase::completed;
  for (auto const& name : {"hdu-index.fits", "obs-index.fits"}) fs::remove(results / name);
  test_support::SetRecipe hostile({21});
  auto& names =
      std::get<std::vector<std::string>>(hostile.hdu_index.tables.front().column("FILE_NAME").values);
  for (std::string& name : names) name = "../../../../data/closed/" + test_support::file_name_of(10);
  hostile.hdu_index.tables.front().column("FILE_NAME").format.format = "80A";
  fs::remove(results / test_support::file_name_of(21));
  hostile.write(results.string());
  CHECK(says(mistakes_of("job:A1"), "names files that the job has not made"));
}
