#include "catalog/pg/connection.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <thread>

#include <doctest/doctest.h>

#include "catalog/pg/array.hpp"
#include "catalog/pg/transaction.hpp"
#include "cluster_fixture.hpp"
#include "failing.hpp"

using namespace catalog::pg;
using engine::Fault;
using pg_test::failing;
using namespace std::chrono_literals;

TEST_CASE("parameters arrive as they are, whatever is in them") {
  Connection db(pg_test::fresh_database());
  std::string const nasty = "'; DROP TABLE x; -- \\ \" $1 \t\n\r \xC3\xA9\xE2\x98\x83";
  Result const answer = db.run("SELECT $1::text, $2::text, $3::int + 1, $4::float8, $5::bool",
                               {nasty, std::nullopt, "41", "0.1", "true"});
  CHECK(answer.rows() == 1);
  CHECK(answer.columns() == 5);
  CHECK(answer.text(0, 0) == nasty);
  CHECK(answer.cell(0, 1) == std::nullopt);
  CHECK(answer.integer(0, 2) == 42);
  CHECK(answer.real(0, 3) == 0.1);
  CHECK(answer.boolean(0, 4));
}

TEST_CASE("numbers come back bit by bit") {
  Connection db(pg_test::fresh_database());
  for (std::string const text :
       {"0.1", "1e-300", "1.7976931348623157e308", "5e-324", "-0.333333333333333333"}) {
    CAPTURE(text);
    CHECK(db.run("SELECT $1::float8", {text}).real(0, 0) == std::strtod(text.c_str(), nullptr));
  }
  CHECK(std::isnan(db.run("SELECT 'NaN'::float8").real(0, 0)));
  CHECK(db.run("SELECT '-Infinity'::float8").real(0, 0) < -1e308);
  CHECK(db.run("SELECT -9223372036854775808").integer(0, 0) == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("a cell that is not what the caller says is our mistake, and named") {
  Connection db(pg_test::fresh_database());
  Result const answer = db.run("SELECT NULL AS nothing, 'x' AS word, 2.5 AS half");
  CHECK(failing([&] { answer.text(0, 0); }).message.find("nothing") != std::string::npos);
  CHECK(failing([&] { answer.integer(0, 1); }).fault == Fault::internal);
  CHECK(failing([&] { answer.integer(0, 2); }).fault == Fault::internal);
  CHECK(failing([&] { answer.boolean(0, 1); }).fault == Fault::internal);
  CHECK(answer.column("half") == 2);
  CHECK(failing([&] { answer.column("other"); }).fault == Fault::internal);
}

TEST_CASE("arrays go in and come out") {
  Connection db(pg_test::fresh_database());
  std::vector<std::string> const words{"plain",       "",     "a,b",     "{}", "q\"uote",
                                       "back\\slash", "NULL", " blank ", "é\n"};
  Result const same =
      db.run("SELECT $1::text[], array_length($1::text[], 1), ($1::text[])[5]", {array_text(words)});
  auto const elements = array_elements(same.text(0, 0));
  REQUIRE(elements.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) CHECK(elements[i] == words[i]);
  CHECK(same.integer(0, 1) == static_cast<std::int64_t>(words.size()));
  CHECK(same.text(0, 2) == "q\"uote");

  std::vector<double> const circle{83.633, 22.014, 0.1};
  CHECK(db.run("SELECT ($1::float8[])[3]", {array_text(circle)}).real(0, 0) == 0.1);
  CHECK(array_elements(db.run("SELECT ARRAY[1, NULL, 3]").text(0, 0)).at(1) == std::nullopt);
  CHECK(array_elements(db.run("SELECT '[0:1]={a,b}'::text[]").text(0, 0)).size() == 2);
  CHECK(array_elements("{}").empty());
  for (char const* const bad :
       {"", "{", "{a", "a}", "{{1,2},{3,4}}", "{a,}", "{\"a}", "{a}x", "{\"a\"\"b\"}", "{\"a\\"})
    CHECK_MESSAGE(failing([&] { array_elements(bad); }).fault == Fault::internal, bad);
}

TEST_CASE("names are quoted so that nothing in them is syntax") {
  Connection db(pg_test::fresh_database());
  std::string const name = "we\"ird; DROP";
  db.run("CREATE TABLE " + quoted_name(name) + " (a int)");
  CHECK(db.run("SELECT count(*) FROM pg_class WHERE relname = $1", {name}).integer(0, 0) == 1);
  CHECK(failing([] { quoted_name(""); }).fault == Fault::bad_request);
  CHECK(failing([] { quoted_name(std::string(64, 'x')); }).fault == Fault::bad_request);
}

TEST_CASE("NUL characters and statements that are none are refused") {
  Connection db(pg_test::fresh_database());
  CHECK(failing([&] { db.run("SELECT $1::text", {std::string("a\0b", 3)}); }).fault == Fault::bad_request);
  CHECK(failing([&] { db.run(std::string("SELECT 1\0; x", 12)); }).fault == Fault::bad_request);
  CHECK(failing([&] { db.run(""); }).fault == Fault::internal);
  CHECK(failing([&] { db.run("SELECT 1; SELECT 2"); }).fault == Fault::internal);
  CHECK(failing([&] { db.run("COPY (SELECT 1) TO STDOUT"); }).fault == Fault::internal);
  db.reset();
  db.run("CREATE TABLE t (a int)");
  CHECK(failing([&] { db.run("COPY t FROM STDIN"); }).fault == Fault::internal);
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
  Parameters const too_many(70000, "1");
  CHECK(failing([&] { db.run("SELECT 1", too_many); }).fault == Fault::bad_request);
}

TEST_CASE("what the server says is told in one line, with its SQLSTATE and the right fault") {
  Connection db(pg_test::fresh_database());
  auto const no_table = failing([&] { db.run("SELECT * FROM nowhere"); });
  CHECK(no_table.fault == Fault::internal);
  CHECK(no_table.sqlstate == "42P01");
  CHECK(no_table.message == "statement not accepted: relation \"nowhere\" does not exist (SQLSTATE 42P01)");
  auto const by_zero = failing([&] { db.run("SELECT 1 / $1::int", {"0"}); });
  CHECK(by_zero.fault == Fault::bad_request);
  CHECK(by_zero.message == "value not accepted: division by zero (SQLSTATE 22012)");
  db.run("CREATE TABLE t (a int PRIMARY KEY)");
  db.run("INSERT INTO t VALUES (1)");
  auto const twice = failing([&] { db.run("INSERT INTO t VALUES (1)"); });
  CHECK(twice.sqlstate == sqlstate::unique_violation);
  CHECK(twice.message.find("Key (a)=(1) already exists") != std::string::npos);
  CHECK(twice.message.find('\n') == std::string::npos);
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("a statement that takes too long, or is cancelled by another thread, is interrupted") {
  Connection db(pg_test::fresh_database());
  db.run("SET statement_timeout = '50ms'");
  auto const slow = failing([&] { db.run("SELECT pg_sleep(60)"); });
  CHECK(slow.fault == Fault::interrupted);
  CHECK(slow.message.find("time limit") != std::string::npos);
  db.run("RESET statement_timeout");

  Canceller const canceller = db.canceller();
  std::jthread const other([&](std::stop_token stop) {
    while (!stop.stop_requested()) {
      canceller.cancel();
      std::this_thread::sleep_for(20ms);
    }
  });
  auto const cancelled = failing([&] { db.run("SELECT pg_sleep(60)"); });
  CHECK(cancelled.fault == Fault::interrupted);
  CHECK(cancelled.message.find("cancelled") != std::string::npos);
}

TEST_CASE("a canceller never reaches the connection's next user") {
  Connection db(pg_test::fresh_database());
  Canceller const old = db.canceller();
  CHECK(old.cancel());
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);  // nothing was running: nothing happens
  db.reset();
  CHECK_FALSE(old.cancel());
  Canceller const gone = [] { return Connection(pg_test::fresh_database()).canceller(); }();
  CHECK_FALSE(gone.cancel());
}

TEST_CASE("a script runs as a whole and tells the line of its error") {
  Connection db(pg_test::fresh_database());
  db.script("CREATE TABLE a (x int); CREATE TABLE b (y int); INSERT INTO a SELECT generate_series(1, 3)");
  CHECK(db.run("SELECT count(*) FROM a").integer(0, 0) == 3);
  auto const bad = failing([&] { db.script("-- \xC3\xA9\xC3\xA9\nCREATE TABLE c (z int);\nSELEC 1;\n"); });
  CHECK(bad.message.find("line 3") != std::string::npos);
  auto const late = failing([&] { db.script("INSERT INTO a VALUES (9); SELECT 1 / 0"); });
  CHECK(late.message.find("statement 2") != std::string::npos);
  CHECK(db.run("SELECT count(*) FROM a").integer(0, 0) == 3);
  CHECK(failing([&] { db.script("COPY a FROM STDIN"); }).fault == Fault::internal);
  db.script("");
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("transactions end as they should") {
  Connection db(pg_test::fresh_database());
  db.run("CREATE TABLE t (a int)");
  {
    Transaction const dropped(db);
    db.run("INSERT INTO t VALUES (1)");
    CHECK(db.in_transaction());
  }
  CHECK_FALSE(db.in_transaction());
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 0);
  {
    Transaction kept(db);
    db.run("INSERT INTO t VALUES (2)");
    kept.commit();
  }
  CHECK(db.run("SELECT a FROM t").integer(0, 0) == 2);
  {
    Transaction failed(db);
    CHECK_THROWS_AS(db.run("SELECT 1 / 0"), SqlFailure);
    CHECK(failing([&] { failed.commit(); }).message.find("not committed") != std::string::npos);
  }
  {
    Transaction const looking(db, {.access = TransactionOptions::Access::read_only});
    CHECK(failing([&] { db.run("DELETE FROM t"); }).sqlstate == sqlstate::read_only);
  }
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 1);
}

TEST_CASE("after reset() a session is as new") {
  std::string const conninfo = pg_test::fresh_database();
  Connection db(conninfo);
  Connection(pg_test::as_superuser(conninfo))
      .script("CREATE ROLE reader_of_test; GRANT reader_of_test TO distill");
  db.script(
      "SET ROLE reader_of_test; SET TimeZone = 'Asia/Tokyo'; SELECT set_config('distill.user', 'eve', false);"
      "CREATE TEMP TABLE mine (a int); LISTEN something; BEGIN; SELECT pg_advisory_lock(7)");
  int notices = 0;
  db.on_notice([&](Notice const&) { ++notices; });
  auto const pid = db.run("SELECT pg_backend_pid()").integer(0, 0);
  db.reset();
  Result const now = db.run(
      "SELECT current_user, current_setting('TimeZone'), coalesce(current_setting('distill.user', true), ''),"
      " to_regclass('mine') IS NULL, (SELECT count(*) FROM pg_listening_channels()),"
      " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()), "
      "pg_backend_pid(),"
      " current_setting('application_name'), current_setting('jit'), current_setting('client_encoding')");
  CHECK(now.text(0, 0) == "distill");
  CHECK(now.text(0, 1) == "UTC");
  CHECK(now.text(0, 2) == "");
  CHECK(now.boolean(0, 3));
  CHECK(now.integer(0, 4) == 0);
  CHECK(now.integer(0, 5) == 0);
  CHECK(now.integer(0, 6) == pid);
  CHECK(now.text(0, 7) == "distilld");
  CHECK(now.text(0, 8) == "off");
  CHECK(now.text(0, 9) == "UTF8");
  CHECK_FALSE(db.in_transaction());
  db.script("DO $$ BEGIN RAISE WARNING 'x'; END $$");
  CHECK(notices == 0);
}

TEST_CASE("notices reach their handler and nobody else") {
  Connection db(pg_test::fresh_database());
  std::vector<Notice> heard;
  db.on_notice([&](Notice const& notice) { heard.push_back(notice); });
  db.script("DO $$ BEGIN RAISE WARNING 'careful %', 7; END $$; DROP TABLE IF EXISTS none");
  REQUIRE(heard.size() == 2);
  CHECK(heard[0].severity == "WARNING");
  CHECK(heard[0].message == "careful 7");
  CHECK(heard[1].severity == "NOTICE");
}

TEST_CASE("a notification wakes the one who waits") {
  std::string const conninfo = pg_test::fresh_database();
  Connection listening(conninfo), speaking(conninfo);
  listening.run("LISTEN catalogue");
  CHECK(listening.notifications(0ms).empty());
  speaking.run("SELECT pg_notify('catalogue', $1)", {"collection hess"});
  auto const came = listening.notifications(10s);
  REQUIRE(came.size() == 1);
  CHECK(came[0].channel == "catalogue");
  CHECK(came[0].payload == "collection hess");
  CHECK(listening.notifications(0ms).empty());
}

TEST_CASE("a session ended by the administrator is lost, is seen to be, and can be opened again") {
  std::string const conninfo = pg_test::fresh_database();
  Connection victim(conninfo), idle(conninfo), other(conninfo);
  auto const kill_session = [&](Connection& db) {
    auto const pid = db.run("SELECT pg_backend_pid()").text(0, 0);
    other.run("SELECT pg_terminate_backend($1::int)", {pid});
    while (other.run("SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int", {pid}).integer(0, 0) > 0)
      std::this_thread::sleep_for(5ms);
  };
  kill_session(victim);
  auto const lost = failing([&] { victim.run("SELECT 1"); });
  CHECK(lost.fault == Fault::missing_resource);
  CHECK_FALSE(victim.alive());
  CHECK(failing([&] { victim.run("SELECT 1"); }).fault == Fault::missing_resource);
  victim.reset();
  CHECK(victim.run("SELECT 1").integer(0, 0) == 1);

  CHECK(idle.alive());
  kill_session(idle);
  while (idle.alive()) std::this_thread::sleep_for(5ms);
  CHECK(failing([&] { idle.notifications(0ms); }).fault == Fault::missing_resource);
}

TEST_CASE("a server that is not there is told in one line") {
  auto const nobody = failing([] { Connection("host=/nonexistent/place dbname=x"); });
  CHECK(nobody.fault == Fault::missing_resource);
  CHECK(nobody.message.starts_with("cannot connect to the database: "));
  CHECK(nobody.message.find('\n') == std::string::npos);
  CHECK(failing([] { Connection("this is = no connection string ="); }).fault == Fault::missing_resource);
  CHECK(failing([] { Connection(pg_test::cluster().conninfo("no_such")); }).message.find("no_such") !=
        std::string::npos);
}
