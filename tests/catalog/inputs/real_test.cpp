// The real sets: what the engine finds in a job's folder is what it finds in the set itself, and ten thousand
// runs are resolved in no time.
#include <chrono>
#include <filesystem>
#include <set>

#include <doctest/doctest.h>

#include "archive.hpp"
#include "catalog/inputs/inputs_json.hpp"
#include "catalog/inputs/write_index.hpp"
#include "catalogue.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_set.hpp"

namespace {

namespace fs = std::filesystem;
using namespace catalog;

struct RealSet {
  char const *folder, *file, *name, *chosen;
  std::vector<std::int64_t> ids;
};

std::string place(engine::HduLocation const& where) {
  return fs::canonical(where.file).string() + "[" + engine::upper(where.hdu) +
         "]";  // index tables spell it otherwise
}

std::string tables_of(engine::Observation const& run) {
  std::string text = place(run.events);
  std::set<std::string> responses;
  for (auto const& response : run.responses)
    responses.insert(response.type + " " + response.hdu_class + " " + place(response.location));
  for (std::string const& response : responses) text += "\n" + response;
  return text;
}

}  // namespace

TEST_CASE("the engine sees the same runs through a job's folder as in the real sets") {
  fs::path const data = test_support::real_data();
  if (data.empty()) return;
  test_support::TemporaryDirectory const directory;
  RealSet const sets[] = {{"hess-dl3-dr1",
                           "hess_dl3_dr1",
                           "hess-dl3-dr1",
                           "23523,23526,23559,23592",
                           {23523, 23526, 23559, 23592}},
                          {"magic-rad-max", "magic_dl3", "", "5029747,5029748", {5029747, 5029748}},
                          {"cta-1dc/index/gps", "cta_1dc", "", "", {}}};
  for (RealSet const& set : sets) {
    if (!fs::exists(data / set.folder)) continue;
    pg::Connection db(ingest_test::empty_catalogue());
    auto const collection = ingest_test::shipped(set.file);
    catalog::ingest::ingest(db, ingest_test::request(collection, {(data / set.folder).string()}));
    InputRequest request;
    request.data_roots = {data};
    request.values = {{"in", "events", *set.chosen == '\0' ? collection.name : set.chosen}};
    ResolvedInputs const resolved = resolve_inputs(db, request);
    for (std::string const& mistake : resolved.mistakes) MESSAGE(mistake);
    REQUIRE(resolved.mistakes.empty());
    auto const words = write_input_folder(directory.path() / set.file, resolved.set);
    auto const mine = engine::open_data_set({words.front().value}, engine::FileNameSyntax::literal);
    auto whole = engine::open_data_set({(data / set.folder).string()}, engine::FileNameSyntax::literal);
    engine::RunChoice choice;
    choice.ids = set.ids;
    auto const theirs = set.ids.empty() ? whole : engine::choose_runs(whole, choice);
    REQUIRE(mine.observations.size() == theirs.observations.size());
    for (std::size_t i = 0; i < mine.observations.size(); ++i) {
      CHECK(mine.observations[i].id == theirs.observations[i].id);
      CHECK(tables_of(mine.observations[i]) == tables_of(theirs.observations[i]));
    }
  }
}

TEST_CASE("ten thousand runs are resolved by a handful of statements") {
  inputs_test::Archive archive;
  constexpr int runs = 10000;
  archive.db.run(
      "INSERT INTO store.observation (collection_id, obs_id, did, event_count, tstart, tstop, mjdrefi, "
      "mjdreff, timesys, s_ra, s_dec) "
      "SELECT c.id, (100000 + n)::text, 'ivo://example.org/open?' || (100000 + n), 5, n, n + 1, 51910, 0, "
      "'TT', 83, 22 "
      "FROM store.collection c, generate_series(1, $1::int) n WHERE c.name = 'open'",
      {std::to_string(runs)});
  archive.db.run(
      "INSERT INTO store.observation_hdu (observation_id, hdu_id, role) SELECT o.id, x.hdu_id, x.role FROM "
      "store.observation o, "
      "store.observation_hdu x JOIN store.observation s ON s.id = x.observation_id WHERE s.did = "
      "'ivo://example.org/open?7' "
      "AND o.obs_number > 100000");
  archive.db.run("SELECT store.publish_collection('open')");
  archive.become("");
  auto const start = std::chrono::steady_clock::now();
  ResolvedInputs const resolved = resolve_inputs(archive.db, archive.request("open"));
  auto const resolved_at = std::chrono::steady_clock::now();
  CHECK(resolved.mistakes.empty());
  CHECK(resolved.set.runs.size() == runs + 2);
  std::string const text = inputs_text(resolved.set);
  auto const written_at = std::chrono::steady_clock::now();
  CHECK(inputs_of_text(text) == resolved.set);
  auto const words = write_input_folder(archive.directory.path() / "in", resolved.set);
  auto const indexed_at = std::chrono::steady_clock::now();
  CHECK(engine::open_data_set({words.front().value}, engine::FileNameSyntax::literal).observations.size() ==
        runs + 2);
  auto const ms = [](auto span) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  };
  MESSAGE("resolve ", ms(resolved_at - start), " ms, JSON ", ms(written_at - resolved_at), " ms (",
          text.size() >> 20, " MiB), read back and index tables ", ms(indexed_at - written_at), " ms");
}
