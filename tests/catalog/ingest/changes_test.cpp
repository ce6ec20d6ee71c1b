// What happens when the same set comes again, changed, shortened, moved, broken.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "catalog/ingest/ingest_json.hpp"
#include "catalog/ingest/ingest_text.hpp"
#include "catalogue.hpp"
#include "engine/base/failure.hpp"
#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using namespace ingest_test;
using catalog::ingest::IngestReport;
using catalog::ingest::IngestRequest;
using catalog::pg::Connection;
using Ids = std::vector<std::int64_t>;

struct Set {
  test_support::TemporaryDirectory directory;
  test_support::SetRecipe recipe{{7, 8, 9}};
  std::string folder() const { return directory.file("set"); }
  Set() { write(); }
  void write() const {
    fs::remove_all(folder());
    fs::create_directory(folder());
    recipe.write(folder());
    // A fixed time in the past for all files: only what a test changes has another one.
    for (auto const& entry : fs::directory_iterator(folder()))
      fs::last_write_time(entry, fs::file_time_type::clock::now() - std::chrono::hours(24 * 365));
  }
  std::string file(std::int64_t id) const { return folder() + "/" + test_support::file_name_of(id); }
};

IngestRequest simple(Set const& set) { return request(simple_collection(), {set.folder()}); }

}  // namespace

TEST_CASE("only the run whose file has changed is read again") {
  Set set;
  Connection db(empty_catalogue());
  IngestReport const first = ingest(db, simple(set));
  CHECK(first.added == Ids{7, 8, 9});
  CHECK(first.problems.empty());
  std::string const others =
      "SELECT md5(string_agg(t::text, '|' ORDER BY obs_id)) FROM store.observation t WHERE obs_id <> '8'";
  std::string const before = cell(db, others);
  std::string const hdu_ids =
      cell(db,
           "SELECT string_agg(id::text, ',' ORDER BY id) FROM store.hdu WHERE file_id IN "
           "(SELECT id FROM store.file WHERE path LIKE '%8%')");

  set.recipe.runs[1].table("EVENTS").set("OBJECT", std::string("Vela X"));
  fs::remove(set.file(8));
  test_support::write_file(set.file(8), set.recipe.runs[1]);
  IngestReport const second = ingest(db, simple(set));
  CHECK(second.changed == Ids{8});
  CHECK(second.unchanged == 2);
  CHECK(second.added.empty());
  CHECK(cell(db, "SELECT target_name FROM store.dataset WHERE obs_id = '8'") == "Vela X");
  CHECK(cell(db,
             "SELECT text_value FROM store.header h JOIN store.observation_hdu x USING (hdu_id) JOIN "
             "store.observation o ON o.id = x.observation_id WHERE o.obs_id = '8' AND keyword = 'OBJECT'") ==
        "Vela X");
  CHECK(cell(db, others) == before);
  CHECK(count(db, "observation") == 3);
  CHECK(count(db, "file") == 3);
}

TEST_CASE("a file with a new time and the old bytes is no change, and is not read a third time") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  std::string const before =
      cell(db, "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM store.observation t");
  fs::last_write_time(set.file(7), fs::file_time_type::clock::now());
  CHECK(ingest(db, simple(set)).nothing_changed());
  CHECK(cell(db, "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM store.observation t") == before);
  std::string const content_now = content(db);
  CHECK(ingest(db, simple(set)).nothing_changed());
  CHECK(content(db) == content_now);
}

TEST_CASE("runs that are gone are told, stay, and go only when asked") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  set.recipe = test_support::SetRecipe({7, 9});
  set.write();
  IngestReport const told = ingest(db, simple(set));
  CHECK(told.gone == Ids{8});
  CHECK(told.removed.empty());
  CHECK(count(db, "observation") == 3);

  IngestRequest remove = simple(set);
  remove.missing = IngestRequest::Missing::remove;
  SUBCASE("they go, with files, headers and datasets") {
    CHECK(ingest(db, remove).removed == Ids{8});
    CHECK(count(db, "observation") == 2);
    CHECK(count(db, "dataset") == 2);
    CHECK(count(db, "file") == 2);
    CHECK(
        cell(
            db,
            "SELECT count(*) FROM store.entity WHERE entity_type = 'DL3' AND invalidated_time IS NOT NULL") ==
        "1");
  }
  SUBCASE("they stay if an input could not be read, since they may be in it") {
    remove.inputs.push_back(set.folder() + "/no-such-folder");
    IngestReport const report = ingest(db, remove);
    CHECK(report.removed.empty());
    CHECK(report.problems.size() == 2);
    CHECK(count(db, "observation") == 3);
  }
}

TEST_CASE("a set that has been moved is the same set") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  std::string const elsewhere = set.directory.file("elsewhere");
  fs::rename(set.folder(), elsewhere);
  IngestReport const moved = ingest(db, request(simple_collection(), {elsewhere}));
  CHECK(moved.unchanged == 3);
  CHECK(moved.added.empty());
  CHECK(cell(db, "SELECT data_root FROM store.collection") == elsewhere);
  CHECK(cell(db, "SELECT count(*) FROM store.dataset WHERE local_path LIKE '" + elsewhere + "/%'") == "3");
}

TEST_CASE("a collection grows by another folder beside the first") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  std::string const more = set.directory.file("more");
  fs::create_directory(more);
  test_support::SetRecipe({20}).write(more);
  IngestReport const grown = ingest(db, request(simple_collection(), {set.folder(), more}));
  CHECK(grown.added == Ids{20});
  CHECK(grown.gone.empty());
  CHECK(cell(db, "SELECT data_root FROM store.collection") == set.directory.path().string());
  for (char const* path : {"set/run-7.fits", "more/run-20.fits"})
    CHECK(cell(db, "SELECT count(*) FROM store.file WHERE path = $1", {path}) == "1");
  CHECK(count(db, "file") == 4);
  CHECK(ingest(db, request(simple_collection(), {set.folder(), more})).nothing_changed());
}

TEST_CASE("other metadata of the collection change it and no run; another field of view changes the runs") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  IngestRequest renamed = simple(set);
  renamed.collection.title = "Another title";
  IngestReport const title = ingest(db, renamed);
  CHECK(title.collection_changed);
  CHECK(title.unchanged == 3);
  CHECK(cell(db, "SELECT title FROM store.collection") == "Another title");
  renamed.collection.s_fov_deg = 7;
  CHECK(ingest(db, renamed).changed.size() == 3);
  CHECK(cell(db, "SELECT DISTINCT s_fov FROM store.dataset") == "7");
}

TEST_CASE("a dry run says what an ingest would do, and leaves no trace") {
  Set set;
  Connection db(empty_catalogue());
  IngestRequest dry = simple(set);
  dry.dry_run = IngestRequest::DryRun::yes;
  std::string const empty = content(db);
  std::string const sequence =
      cell(db,
           "SELECT string_agg(coalesce(last_value, 0)::text, ',' ORDER BY sequencename) "
           "FROM pg_sequences");
  IngestReport const rehearsal = ingest(db, dry);
  CHECK(rehearsal.added == Ids{7, 8, 9});
  CHECK(rehearsal.dry_run);
  CHECK(ingest_summary(rehearsal).find("3 runs would be added") != std::string::npos);
  CHECK(content(db) == empty);
  CHECK(count(db, "ingest") == 0);
  CHECK(
      cell(db,
           "SELECT string_agg(coalesce(last_value, 0)::text, ',' ORDER BY sequencename) FROM pg_sequences") ==
      sequence);
  IngestReport const real = ingest(db, simple(set));
  CHECK(real.added == rehearsal.added);
  CHECK(ingest(db, dry).nothing_changed());
  CHECK(catalog::ingest::ingest_json(rehearsal).find("\"dry_run\": true") != std::string::npos);
}

TEST_CASE("two collections with the same OBS_ID lie side by side") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  IngestReport const other = ingest(db, request(simple_collection("U", "u"), {set.folder()}));
  CHECK(other.added == Ids{7, 8, 9});
  CHECK(count(db, "observation") == 6);
  CHECK(cell(db, "SELECT count(DISTINCT obs_publisher_did) FROM store.dataset WHERE obs_id = '7'") == "2");
  CHECK(cell(db, "SELECT count(*) FROM t.obscore") == "3");
  CHECK(cell(db, "SELECT count(*) FROM u.obscore") == "3");
}

TEST_CASE("the schema of another collection is refused, and nothing has happened") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  std::string const before = content(db);
  CHECK_THROWS_AS(ingest(db, request(simple_collection("V", "t"), {set.folder()})), engine::Failure);
  CHECK(content(db) == before);
  CHECK(cell(db, "SELECT outcome FROM store.ingest ORDER BY id DESC LIMIT 1") == "failed");
}

TEST_CASE("groups, projects and arrays of the collection file are linked to the runs") {
  Set set;
  Connection db(empty_catalogue());
  auto collection = catalog::ingest::parse_collection(
      "{name: T, schema: t, title: T, description: D, authority: example.org, groups: [{name: G, runs: [7, "
      "8]}], "
      "projects: [{id: P1, title: A survey, principal_investigator: Somebody, runs: [8-9]}], arrays: [{name: "
      "Phase 1, "
      "array: A, site: {latitude: -23, longitude: 16, altitude: 1800}, telescopes: [{name: CT, count: 4, "
      "fov: 6}]}]}",
      "x");
  ingest(db, request(collection, {set.folder()}));
  CHECK(count(db, "observation_group_observation") == 2);
  CHECK(cell(db,
             "SELECT string_agg(o.obs_id, ',' ORDER BY o.obs_id) FROM store.observation o JOIN store.project "
             "p ON "
             "p.id = o.project_id WHERE p.investigator = 'Somebody'") == "8,9");
  CHECK(cell(db,
             "SELECT count(*) FROM store.observation o JOIN store.array_configuration a ON a.id = "
             "o.array_configuration_id WHERE a.name = 'Phase 1' AND a.mean_fov = 6 AND o.s_fov = 6") == "3");
  CHECK(count(db, "telescope") == 4);
  CHECK(cell(db, "SELECT count(*) FROM store.used WHERE role = 'array' AND type = 'Setup'") == "3");
  collection.groups.front().members.ids = {9};
  ingest(db, request(collection, {set.folder()}));
  CHECK(cell(db,
             "SELECT o.obs_id FROM store.observation_group_observation m JOIN store.observation o ON o.id = "
             "m.observation_id") == "9");
}

TEST_CASE("behind each run there is a reconstruction, and behind that an observation") {
  Set set;
  Connection db(empty_catalogue());
  ingest(db, simple(set));
  CHECK(cell(db,
             "SELECT count(*) FROM store.entity e JOIN store.was_generated_by g ON g.entity_id = e.id JOIN "
             "store.activity a ON a.id = g.activity_id JOIN store.was_informed_by i ON i.activity_id = a.id "
             "JOIN "
             "store.activity o ON o.id = i.informant_id WHERE a.name = 'reconstruction' AND o.name = "
             "'observation' "
             "AND e.entity_type = 'DL3' AND o.start_time < o.stop_time AND e.sha256 IS NOT NULL") == "3");
}
