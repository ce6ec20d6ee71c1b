// The folder that a job gets: index tables of exactly the chosen runs, files beside, and whether they are
// still the same.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "archive.hpp"
#include "catalog/inputs/inputs_json.hpp"
#include "catalog/inputs/verify.hpp"
#include "catalog/inputs/write_index.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/fits_file.hpp"
#include "tests/engine/check/dl3_recipe.hpp"

namespace {

namespace fs = std::filesystem;
using namespace catalog;
using inputs_test::Archive;

engine::DataSet opened(std::vector<InputWord> const& words) {
  std::vector<std::string> inputs;
  for (InputWord const& word : words) inputs.push_back(word.value);
  return engine::open_data_set(inputs, engine::FileNameSyntax::literal);
}

void flip_last_byte_of_events(fs::path const& file) {
  auto const time = fs::last_write_time(file);
  engine::FitsFile fits = engine::FitsFile::open(file.string());
  auto const table = fits.table(*fits.find_hdu("EVENTS"));
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  auto const place = static_cast<std::streamoff>(table.data_start + table.rows * table.row_bytes - 1);
  out.seekg(place);
  char const byte = static_cast<char>(out.get() ^ 1);
  out.seekp(place);
  out.put(byte);
  out.close();
  fs::last_write_time(file, time);
}

}  // namespace

TEST_CASE("the engine finds in the job's folder the chosen runs with all their tables, and no other") {
  Archive archive;
  InputSet const set = archive.in("open:8,other:9").set;
  fs::path const folder = archive.directory.path() / "job" / "inputs";
  std::vector<InputWord> const words = write_input_folder(folder, set);
  REQUIRE(words.size() == 2);
  CHECK(words.front() == InputWord{"in", (folder / "open").string()});
  engine::DataSet const runs = opened(words);
  REQUIRE(runs.observations.size() == 2);
  CHECK(runs.notes.empty());
  auto const original =
      engine::open_data_set({(archive.data / "open").string()}, engine::FileNameSyntax::literal);
  engine::Observation const &mine = runs.observations.front(), &theirs = original.observations.back();
  CHECK(mine.id == 8);
  CHECK(fs::canonical(mine.events.file) == fs::canonical(theirs.events.file));
  CHECK(mine.responses.size() == theirs.responses.size());
  for (std::size_t i = 0; i < mine.responses.size(); ++i) {
    auto const same = std::find_if(theirs.responses.begin(), theirs.responses.end(),
                                   [&](auto const& r) { return r.type == mine.responses[i].type; });
    REQUIRE(same != theirs.responses.end());
    CHECK(mine.responses[i].hdu_class == same->hdu_class);
    CHECK(mine.responses[i].location.hdu == same->location.hdu);
  }
  CHECK(mine.object == theirs.object);
  REQUIRE((mine.times && theirs.times));
  CHECK(std::abs(in_seconds(mine.times->start - theirs.times->start)) < 1e-3);
  // A second attempt finds a clean place.
  CHECK(write_input_folder(folder, archive.in("open:7").set).size() == 1);
  CHECK(opened({{"in", (folder / "open").string()}}).observations.front().id == 7);
}

TEST_CASE("a run with a text for its number goes by a number of ours") {
  Archive archive;
  archive.db.run("UPDATE store.observation SET obs_id = 'crab-west' WHERE obs_id = '9'");
  archive.db.run("SELECT store.refresh_datasets('other')");
  auto const resolved = archive.in("other");
  CHECK(resolved.mistakes.empty());
  auto const runs = opened(write_input_folder(archive.directory.path() / "in", resolved.set));
  REQUIRE(runs.observations.size() == 2);
  CHECK(runs.observations.front().id == 8);
  CHECK(runs.observations.back().id >= std::int64_t{1} << 52);
}

TEST_CASE("uploads get names that no program takes for more than a file") {
  Archive archive;
  archive.become("");
  fs::path const upload = archive.directory.path() / "1-hdu-index.fits";
  fs::copy_file(archive.run_file("open", 7), upload);
  InputRequest request = archive.request("");
  request.values = {{"in", "events", "hdu-index.fits", upload},
                    {"exclude", "mask", "a b[1].reg", upload, "text/plain"}};
  ResolvedInputs const resolved = resolve_inputs(archive.db, request);
  CHECK(resolved.mistakes.empty());
  fs::path const folder = archive.directory.path() / "in";
  std::vector<InputWord> const words = write_input_folder(folder, resolved.set);
  CHECK(words == std::vector<InputWord>{{"in", (folder / "files/input-1.fits").string()},
                                        {"exclude", (folder / "files/input-2.reg").string()}});
  CHECK(opened({words.front()}).observations.front().id == 7);
}

TEST_CASE("products of a job are found through the job's own index") {
  Archive archive;
  archive.become("");
  fs::path const results = archive.directory.path() / "select" / "A1" / "results";
  fs::create_directories(results);
  test_support::SetRecipe({21, 22}).write(results.string());
  FoundJob found{{.id = "A1", .phase = jobs::Phase::completed}, results};
  for (auto const& entry : fs::directory_iterator(results))
    found.job.results.push_back(
        {.id = entry.path().filename().string(), .path = entry.path().filename().string()});
  InputRequest request = archive.request("job:A1");
  request.find_job = [&](jobs::JobId const&) { return std::optional(found); };
  std::vector<InputWord> const words =
      write_input_folder(archive.directory.path() / "in", resolve_inputs(archive.db, request).set);
  CHECK(words == std::vector<InputWord>{{"in", (archive.directory.path() / "in" / "job-A1").string()}});
  CHECK(opened(words).observations.size() == 2);
  request.values.front().value = "job:A1/" + test_support::file_name_of(22);
  auto const one =
      write_input_folder(archive.directory.path() / "in", resolve_inputs(archive.db, request).set);
  CHECK(opened(one).observations.size() == 1);
}

TEST_CASE("a set of inputs reads back as it was written") {
  Archive archive;
  archive.become("ann");
  InputRequest request = archive.request("open,closed");
  fs::path const upload = archive.directory.path() / "1-x";
  fs::copy_file(archive.run_file("open", 7), upload);
  request.values.push_back({"in", "events", "bad \xff name.fits", upload, ""});
  InputSet set = resolve_inputs(archive.db, request).set;
  set.query = InputQuery{"SELECT 'ü\n\"' FROM t", jobs::system_now(), 3, "inputs/selection.vot",
                         std::string(64, 'a')};
  set.documents.front().name = "odd \" \\ name.fits";
  fs::path const path = archive.directory.path() / "job" / "inputs" / "inputs.json";
  write_inputs(path, set);
  CHECK(read_inputs(path) == set);
  write_inputs(path, {});
  CHECK(read_inputs(path) == InputSet{});
  for (std::string const text :
       {"", "{}", "[1]", R"({"format":"distiller-inputs","version":2,"files":[],"runs":[],"documents":[]})"})
    CHECK_THROWS_AS(inputs_of_text(text), engine::Failure);
  CHECK_THROWS_AS(read_inputs(archive.directory.path() / "none.json"), engine::Failure);
}

TEST_CASE("one flipped byte is found, although size and time are the same, and told with its table") {
  Archive archive;
  InputSet const set = archive.in("open,other:9").set;
  CHECK(verify_inputs(set).empty());
  fs::path const changed = archive.run_file("open", 7), gone = archive.run_file("open", 8),
                 longer = archive.run_file("other", 9);
  flip_last_byte_of_events(changed);
  fs::remove(gone);
  std::ofstream(longer, std::ios::app) << "x";
  std::vector<InputDifference> const found = verify_inputs(set);
  REQUIRE(found.size() == 3);
  CHECK(found[0].kind == InputDifference::Kind::changed);
  CHECK(found[0].recorded_size == found[0].found_size);
  CHECK(found[0].recorded_sha256 != found[0].found_sha256);
  REQUIRE(found[0].hdus.size() == 1);
  CHECK(found[0].hdus.front().role == "events");
  CHECK(found[0].used_by == std::vector<std::string>{"open:7"});
  CHECK(inputs_test::says({text_of(found[0])}, "data of EVENTS"));
  CHECK(found[1].kind == InputDifference::Kind::missing);
  CHECK(found[2].found_size == found[2].recorded_size + 1);
  CHECK(found[2].hdus.empty());
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(verify_inputs(set, stop.get_token()), engine::Failure);
}
