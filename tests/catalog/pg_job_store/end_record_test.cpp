// What goes with the end of a job: its provenance, in the same transaction, and never in its way.
#include <doctest/doctest.h>

#include "catalog/pg/transaction.hpp"
#include "tests/catalog/pg_job_store/empty_store.hpp"

using namespace job_store_test;
using jobs::Phase;

namespace {

/// Stands for the real functions: keeps what it is given, and refuses what says so.
constexpr char const* notebook =
    "DROP FUNCTION IF EXISTS store.record_provenance(jsonb);"
    "DROP FUNCTION IF EXISTS store.invalidate_products(text, text);"
    "CREATE TABLE IF NOT EXISTS store.notebook (line int GENERATED ALWAYS AS IDENTITY, words text);"
    "TRUNCATE store.notebook;"
    "CREATE FUNCTION store.record_provenance(record jsonb) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO store.notebook (words) VALUES (record->>'words');"
    " IF record ? 'refuse' THEN RAISE EXCEPTION 'refused: %', record->>'refuse'; END IF; END $$;"
    "CREATE FUNCTION store.invalidate_products(job text, reason text) RETURNS void LANGUAGE plpgsql AS $$ "
    "BEGIN"
    " INSERT INTO store.notebook (words) VALUES ('gone: ' || job); END $$";

struct Bench {
  explicit Bench(JobStoreOptions chosen) : options(std::move(chosen)) {
    options.log = [this](std::string const& message) { log.push_back(message); };
    Connection(conninfo).script(notebook);
    job = store_contract::full_job(1);
    job.phase = Phase::executing;
    store.add(job);
  }
  std::string written() {
    return Connection(conninfo)
        .run("SELECT coalesce(string_agg(words, ',' ORDER BY line), '') FROM store.notebook")
        .text(0, 0);
  }

  std::string const conninfo = empty_store();
  JobStoreOptions options;
  std::vector<std::string> log;
  Pool pool{conninfo, 3, {}, catalog::pg::Cleaning::light};
  PgJobStore store{pool, options};
  jobs::Job job;
};

EndRecord says(std::string words) {
  return [words](jobs::Job const&) { return "{\"words\": \"" + words + "\"}"; };
}

}  // namespace

TEST_CASE("a record is kept of every job that ends, and of nothing else") {
  for (Phase const to : jobs::all_phases) {
    Bench bench({.end_record = says("kept")});
    REQUIRE(bench.store.move(bench.job.id, Phase::executing, to, {}));
    bool const ends = to == Phase::completed || to == Phase::error || to == Phase::aborted;
    CHECK(bench.written() == (ends ? "kept" : to == Phase::archived ? "gone: " + bench.job.id : ""));
    CHECK(bench.log.empty());
  }
}

TEST_CASE("the record is made of the job as it will be") {
  jobs::Job seen;
  Bench bench({.end_record = [&](jobs::Job const& ended) { return seen = ended, std::nullopt; }});
  jobs::JobUpdate const update{.ended = bench.job.created,
                               .results = std::vector{jobs::ResultLink{.id = "map"}}};
  auto const moved = bench.store.move(bench.job.id, Phase::executing, Phase::completed, update);
  REQUIRE(moved);
  CHECK(seen == *moved);
  CHECK(seen == bench.store.find(bench.job.id));
}

TEST_CASE("a record that cannot be made or kept is told, a smaller one is tried, and the job ends") {
  Bench bench({});
  std::string expected;
  SUBCASE("refused, the smaller one kept") {
    bench.options.end_record = [](jobs::Job const&) { return R"({"words": "no", "refuse": "too long"})"; };
    bench.options.least_record = says("least");
    expected = "least";
  }
  SUBCASE("no JSON at all, nor the smaller one") {
    bench.options.end_record = [](jobs::Job const&) { return "{"; };
    bench.options.least_record = [](jobs::Job const&) { return R"({"words": "no", "refuse": "too"})"; };
  }
  SUBCASE("not to be made, the smaller one kept") {
    bench.options.end_record = [](jobs::Job const&) -> std::optional<std::string> {
      throw engine::Failure(engine::Fault::bad_data, "outcome.json is broken");
    };
    bench.options.least_record = says("least");
    expected = "least";
  }
  PgJobStore store(bench.pool, bench.options);
  auto const moved = store.move(bench.job.id, Phase::executing, Phase::error,
                                {.error = jobs::ErrorSummary{.message = "it broke"}});
  REQUIRE(moved);
  CHECK(store.find(bench.job.id)->phase == Phase::error);
  CHECK(bench.written() == expected);
  REQUIRE(bench.log.size() == 1);
  CHECK(bench.log[0].find(bench.job.id) != std::string::npos);
}

TEST_CASE("a record is not of a job that was changed meanwhile, nor of one that someone else ended") {
  int asked = 0;
  Bench bench({});
  SUBCASE("changed") {
    bench.options.end_record = [&](jobs::Job const& ended) {
      if (++asked == 1) bench.store.set_destruction(ended.id, std::nullopt);
      return "{\"words\": \"" + std::string(ended.destruction ? "old" : "new") + "\"}";
    };
    PgJobStore store(bench.pool, bench.options);
    CHECK(store.move(bench.job.id, Phase::executing, Phase::completed, {}));
    CHECK(asked == 2);
    CHECK(bench.written() == "new");
  }
  SUBCASE("ended by someone else") {
    bench.options.end_record = [&](jobs::Job const& ended) {
      bench.store.move(ended.id, Phase::executing, Phase::aborted, {});
      return R"({"words": "never"})";
    };
    PgJobStore store(bench.pool, bench.options);
    CHECK(!store.move(bench.job.id, Phase::executing, Phase::completed, {}));
    CHECK(bench.written() == "");
    CHECK(store.find(bench.job.id)->phase == Phase::aborted);
  }
}

TEST_CASE("a removed job's products are marked as gone") {
  Bench bench({});
  CHECK(bench.store.remove(bench.job.id));
  CHECK(bench.written() == "gone: " + bench.job.id);
  CHECK(!bench.store.remove(bench.job.id));
  CHECK(bench.written() == "gone: " + bench.job.id);
}

TEST_CASE("what a user has and has used") {
  Bench bench({});
  jobs::Job mine = store_contract::full_job(2);
  mine.owner = "ada";
  mine.phase = Phase::pending;
  mine.results = {{.id = "a", .path = "a", .size = 1000}, {.id = "b", .path = "b", .size = 24}, {.id = "c"}};
  bench.store.add(mine);
  Connection db(bench.conninfo);
  db.run(
      "INSERT INTO store.activity (id, name, owner, job_id, stop_time, cpu_time) VALUES"
      " ('1', 'map', 'ada', 'gone', now() - interval '1 hour', 60),"
      " ('2', 'map', 'ada', 'gone too', now() - interval '25 hours', 600),"
      " ('3', 'map', 'bob', 'x', now(), 6000)");
  auto const usage = bench.store.usage_of("ada");
  CHECK(usage.unfinished == 1);
  CHECK(usage.result_bytes == 1024);
  CHECK(usage.cpu_seconds == 60);
  CHECK(bench.store.usage_of("nobody").unfinished == 0);
  db.run("DELETE FROM store.activity");
}
