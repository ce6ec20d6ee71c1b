#include "catalog/pg/pool.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <doctest/doctest.h>

#include "cluster_fixture.hpp"
#include "failing.hpp"

using namespace catalog::pg;
using namespace std::chrono_literals;
using engine::Fault;
using pg_test::failing;

TEST_CASE("a pool of n gives n connections and says when there are no more") {
  Pool pool(pg_test::fresh_database(), 3);
  std::vector<Lease> leases;
  for (int i = 0; i < 3; ++i) leases.push_back(pool.take());
  auto const said = failing([&] { pool.take(20ms); });
  CHECK(said.fault == Fault::missing_resource);
  CHECK(said.message.find("all 3 database connections are in use") != std::string::npos);
  CHECK(pool.statistics().in_use == 3);
  CHECK(pool.statistics().exhausted == 1);
  leases.pop_back();
  CHECK(pool.take(0ms)->run("SELECT 1").integer(0, 0) == 1);
  leases.clear();
  PoolStatistics const now = pool.statistics();
  CHECK(now.in_use == 0);
  CHECK(now.idle == 3);
  CHECK(now.waiting == 0);
  CHECK(now.opened == 3);
}

TEST_CASE("one who waits gets the connection that comes back") {
  Pool pool(pg_test::fresh_database(), 1);
  auto lease = std::make_unique<Lease>(pool.take());
  std::atomic<bool> got{false};
  std::jthread const other([&] {
    Lease const mine = pool.take(60s);
    got = mine->run("SELECT 1").integer(0, 0) == 1;
  });
  while (pool.statistics().waiting == 0) std::this_thread::sleep_for(1ms);
  CHECK_FALSE(got);
  lease.reset();
  while (!got) std::this_thread::sleep_for(1ms);
  CHECK(pool.statistics().waited == 1);
}

TEST_CASE("nothing of one user's session reaches the next, and the set-up holds for each") {
  std::string const conninfo = pg_test::fresh_database();
  Connection(pg_test::as_superuser(conninfo)).script("CREATE ROLE pool_reader; GRANT pool_reader TO distill");
  int set_up = 0;
  Pool pool(conninfo, 1, [&](Connection& db) {
    ++set_up;
    db.script("SET ROLE pool_reader; SET statement_timeout = '7s'");
  });
  {
    Lease const first = pool.take();
    CHECK(first->run("SELECT current_user").text(0, 0) == "pool_reader");
    first->script(
        "SELECT set_config('distill.user', 'eve', false); RESET ROLE; SET statement_timeout = 0; BEGIN");
  }
  Lease const second = pool.take();
  Result const now = second->run(
      "SELECT current_user, current_setting('statement_timeout'), coalesce(current_setting('distill.user', "
      "true), '')");
  CHECK(now.text(0, 0) == "pool_reader");
  CHECK(now.text(0, 1) == "7s");
  CHECK(now.text(0, 2) == "");
  CHECK_FALSE(second->in_transaction());
  CHECK(set_up == 2);
  CHECK(pool.statistics().opened == 1);
}

TEST_CASE("a set-up that fails is told at once and gives its place back") {
  Pool pool(pg_test::fresh_database(), 1, [](Connection& db) { db.run("SET ROLE nobody_of_that_name"); });
  for (int i = 0; i < 3; ++i)
    CHECK(failing([&] { pool.take(60s); }).message.find("nobody_of_that_name") != std::string::npos);
  CHECK(pool.statistics().in_use == 0);
}

TEST_CASE("connections that die, on loan or idle, are replaced") {
  std::string const conninfo = pg_test::fresh_database();
  Connection killer(conninfo);
  Pool pool(conninfo, 2);
  auto const kill_others = [&] {
    killer.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    while (killer
               .run("SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND backend_type = 'client backend'")
               .integer(0, 0) > 1)
      std::this_thread::sleep_for(5ms);
  };
  {
    Lease const dying = pool.take();
    kill_others();
    CHECK(failing([&] { dying->run("SELECT 1"); }).fault == Fault::missing_resource);
  }
  CHECK(pool.statistics().broken == 1);
  {
    Lease const fine = pool.take();
    CHECK(fine->run("SELECT 1").integer(0, 0) == 1);
  }
  kill_others();
  // A session that is just about to be closed cannot be told from a good one: one user at most pays for it.
  auto const works = [&] { return !failing([&] { pool.take()->run("SELECT 1"); }).fault.has_value(); };
  CHECK((works() || works()));
  CHECK(pool.statistics().broken == 2);
}

TEST_CASE("a lease returned in the middle of an answer costs its connection, not the pool") {
  Pool pool(pg_test::fresh_database(), 1);
  std::unique_ptr<RowStream> rows;
  {
    Lease const lease = pool.take();
    rows = lease->stream("SELECT n FROM generate_series(1, 1000) n", {}, catalog::CellFormat::text);
  }
  CHECK(pool.take()->run("SELECT 1").integer(0, 0) == 1);
  int count = 0;
  while (rows->next()) ++count;
  CHECK(count == 1000);
}

TEST_CASE("leases may outlive their pool, and a closed pool refuses") {
  std::string const conninfo = pg_test::fresh_database();
  auto pool = std::make_unique<Pool>(conninfo, 1);
  Lease const lease = pool->take();
  std::atomic<bool> refused{false};
  std::jthread waiting([&] { refused = failing([&] { pool->take(60s); }).fault == Fault::interrupted; });
  while (pool->statistics().waiting == 0) std::this_thread::sleep_for(1ms);
  pool->close();
  waiting.join();
  CHECK(refused);
  pool.reset();
  CHECK(lease->run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("many threads share few connections") {
  std::string const conninfo = pg_test::fresh_database();
  Connection(conninfo).run("CREATE TABLE counter (n int)");
  Pool pool(conninfo, 4);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t)
      threads.emplace_back([&pool] {
        for (int i = 0; i < 25; ++i) pool.take(60s)->run("INSERT INTO counter VALUES (1)");
      });
  }
  CHECK(pool.take()->run("SELECT count(*) FROM counter").integer(0, 0) == 16 * 25);
  PoolStatistics const now = pool.statistics();
  CHECK(now.opened <= 4);
  CHECK(now.taken == 16 * 25 + 1);
  CHECK(now.in_use == 0);
}

TEST_CASE(
    "a server that allows fewer connections than the pool has is no failure as long as some come back") {
  std::string const conninfo = pg_test::fresh_database();
  {
    Connection superuser(pg_test::as_superuser(conninfo));
    superuser.run("ALTER DATABASE " + superuser.run("SELECT current_database()").text(0, 0) +
                  " CONNECTION LIMIT 1");
  }
  Pool pool(conninfo, 2);
  auto first = std::make_unique<Lease>(pool.take());
  std::atomic<bool> got{false};
  std::jthread const other([&] { got = pool.take(60s)->run("SELECT 1").integer(0, 0) == 1; });
  while (pool.statistics().failed_attempts == 0) std::this_thread::sleep_for(1ms);
  CHECK_FALSE(got);
  CHECK(pool.statistics().last_failure.find("too many connections") != std::string::npos);
  first.reset();
  while (!got) std::this_thread::sleep_for(1ms);
  CHECK(pool.statistics().opened == 1);
}

TEST_CASE("without a server the reason is told, and attempts become rarer") {
  Pool pool("host=/nonexistent/place", 4);
  auto const said = failing([&] { pool.take(300ms); });
  CHECK(said.fault == Fault::missing_resource);
  CHECK(said.message.find("cannot connect to the database") != std::string::npos);
  CHECK(pool.statistics().failed_attempts <= 4);
  CHECK(pool.statistics().in_use == 0);
  CHECK_FALSE(pool.statistics().last_failure.empty());
}

TEST_CASE("a lightly cleaned connection keeps its prepared statements, and loses an open transaction") {
  Pool pool(pg_test::fresh_database(), 1, {}, Cleaning::light);
  auto const prepared = [&] {
    return pool.take()->run("SELECT count(*) FROM pg_prepared_statements").integer(0, 0);
  };
  CHECK(pool.take()->run_prepared("SELECT $1::int + 1", {"1"}).integer(0, 0) == 2);
  CHECK(pool.take()->run_prepared("SELECT $1::int + 1", {"2"}).integer(0, 0) == 3);
  CHECK(prepared() == 1);
  {
    auto const lease = pool.take();
    lease->run("BEGIN");
    lease->run("CREATE TABLE half_done (x int)");
  }
  CHECK(pool.take()->run("SELECT to_regclass('half_done') IS NULL").boolean(0, 0));
  CHECK(failing([&] { pool.take()->run_prepared("SELECT 1 / $1::int", {"0"}); }).sqlstate == "22012");
  CHECK(failing([&] { pool.take()->run_prepared("SELEC"); }).fault == Fault::internal);
  CHECK(pool.take()->run_prepared("SELECT 1 / $1::int", {"1"}).integer(0, 0) == 1);
  CHECK(pool.statistics().opened == 1);
}
