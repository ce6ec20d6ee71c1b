#include "catalog/pg/migrate.hpp"

#include <array>
#include <thread>

#include <doctest/doctest.h>

#include "cluster_fixture.hpp"
#include "failing.hpp"

using namespace catalog::pg;
using engine::Fault;
using pg_test::failing;

namespace {

constexpr std::array migrations{
    Migration{1, "runs", "CREATE TABLE store.run (id int PRIMARY KEY); INSERT INTO store.run VALUES (23523)"},
    Migration{2, "names",
              "ALTER TABLE store.run ADD COLUMN name text; UPDATE store.run SET name = 'run ' || id"},
    Migration{3, "night", "ALTER TABLE store.run ADD COLUMN night date"},
    Migration{4, "key", "CREATE UNIQUE INDEX run_name ON store.run (name)"},
};
constexpr std::array scripts{
    Script{"views",
           "DROP SCHEMA IF EXISTS shown CASCADE; CREATE SCHEMA shown;"
           "CREATE VIEW shown.run AS SELECT * FROM store.run"},
};
constexpr std::array changed_scripts{
    Script{"views",
           "DROP SCHEMA IF EXISTS shown CASCADE; CREATE SCHEMA shown;"
           "CREATE VIEW shown.run AS SELECT id FROM store.run"},
};
std::span<Migration const> const all = migrations;

std::int64_t columns_shown(Connection& db) {
  return db.run("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'shown'").integer(0, 0);
}

}  // namespace

TEST_CASE("an empty database is brought up to date, once") {
  Connection db(pg_test::fresh_database());
  MigrationReport const first = migrate(db, migrations, scripts);
  CHECK(first.from == 0);
  CHECK(first.to == 4);
  CHECK(first.applied.size() == 4);
  CHECK(first.applied.front() == "1 runs");
  CHECK(first.scripts_run);
  CHECK(db.run("SELECT name FROM shown.run").text(0, 0) == "run 23523");

  MigrationReport const second = migrate(db, migrations, scripts);
  CHECK(second.from == 4);
  CHECK(second.applied.empty());
  CHECK_FALSE(second.scripts_run);
  CHECK(db.run("SELECT count(*) FROM store.migration").integer(0, 0) == 4);
}

TEST_CASE("from every earlier number the same database results") {
  for (std::size_t known = 0; known <= migrations.size(); ++known) {
    CAPTURE(known);
    Connection db(pg_test::fresh_database());
    migrate(db, all.first(known), {});
    MigrationReport const report = migrate(db, migrations, scripts);
    CHECK(report.from == static_cast<int>(known));
    CHECK(report.applied.size() == migrations.size() - known);
    CHECK(columns_shown(db) == 3);
    CHECK(db.run("SELECT name FROM shown.run").text(0, 0) == "run 23523");
  }
}

TEST_CASE("scripts run again when one has changed, or after any migration") {
  Connection db(pg_test::fresh_database());
  migrate(db, all.first(2), scripts);
  CHECK(columns_shown(db) == 2);
  CHECK(migrate(db, all.first(3), scripts).scripts_run);
  CHECK(columns_shown(db) == 3);
  CHECK(migrate(db, all.first(3), changed_scripts).scripts_run);
  CHECK(columns_shown(db) == 1);
  CHECK(migrate(db, all.first(3), {}).scripts_run);  // one has gone
  CHECK_FALSE(migrate(db, all.first(3), {}).scripts_run);
}

TEST_CASE("programs that start at once do not disturb each other") {
  std::string const conninfo = pg_test::fresh_database();
  std::array<std::size_t, 4> applied{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t& mine : applied)
      threads.emplace_back([&mine, &conninfo] {
        Connection db(conninfo);
        mine = migrate(db, migrations, scripts).applied.size();
      });
  }
  std::size_t total = 0;
  for (std::size_t const one : applied) total += one;
  CHECK(total == migrations.size());
}

TEST_CASE("a migration that fails leaves nothing behind, and those before it stay") {
  Connection db(pg_test::fresh_database());
  std::array const broken{migrations[0], Migration{2, "wrong", "CREATE TABLE store.half (a int);\nSELEC 1;"}};
  auto const said = failing([&] { migrate(db, broken, scripts); });
  CHECK(said.message.find("migration 2 wrong failed") != std::string::npos);
  CHECK(said.message.find("line 2") != std::string::npos);
  CHECK(db.run("SELECT to_regclass('store.half') IS NULL").boolean(0, 0));
  CHECK(migrate(db, migrations, scripts).from == 1);
}

TEST_CASE("a script that fails leaves the views as they were") {
  Connection db(pg_test::fresh_database());
  migrate(db, migrations, scripts);
  std::array const broken{Script{"views", "DROP SCHEMA shown CASCADE"}, Script{"wrong", "SELECT 1 / 0"}};
  CHECK(failing([&] { migrate(db, migrations, broken); }).message.find("script wrong failed") !=
        std::string::npos);
  CHECK(columns_shown(db) == 3);
}

TEST_CASE("a migration must not end its own transaction") {
  Connection db(pg_test::fresh_database());
  std::array const sly{Migration{1, "sly", "COMMIT"}};
  CHECK(failing([&] { migrate(db, sly, {}); }).message.find("must not end the transaction") !=
        std::string::npos);
  CHECK(db.run("SELECT count(*) FROM store.migration").integer(0, 0) == 0);
}

TEST_CASE("a database of a newer program, or with another history, is left alone") {
  Connection db(pg_test::fresh_database());
  migrate(db, migrations, scripts);
  auto const newer = failing([&] { migrate(db, all.first(3), scripts); });
  CHECK(newer.fault == Fault::missing_resource);
  CHECK(newer.message.find("migration 4 (key)") != std::string::npos);

  std::array changed = migrations;
  changed[1].sql = "SELECT 1";
  auto const other = failing([&] { migrate(db, changed, scripts); });
  CHECK(other.fault == Fault::internal);
  CHECK(other.message.find("2 names") != std::string::npos);

  db.run("DELETE FROM store.migration WHERE number = 2");
  CHECK(failing([&] { migrate(db, migrations, scripts); }).message.find("missing between") !=
        std::string::npos);
}

TEST_CASE("a user who may not create schemas is told what to ask for") {
  std::string const conninfo = pg_test::fresh_database();
  Connection superuser(pg_test::as_superuser(conninfo));
  superuser.script("CREATE ROLE guest_of_test");
  superuser.run("SET ROLE guest_of_test");
  auto const said = failing([&] { migrate(superuser, migrations, scripts); });
  CHECK(said.fault == Fault::missing_resource);
  CHECK(said.message.find("GRANT CREATE ON DATABASE") != std::string::npos);

  Connection db(conninfo);
  db.run("SET default_transaction_read_only = on");
  CHECK(failing([&] { migrate(db, migrations, scripts); }).fault == Fault::missing_resource);
}
