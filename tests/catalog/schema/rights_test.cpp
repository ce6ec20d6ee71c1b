/// Who sees what: the rows of views, the paths of files, and nothing behind the views.
#include <filesystem>
#include <tuple>

#include <doctest/doctest.h>

#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"
#include "example.hpp"
#include "failing.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace schema_test;
using catalog::pg::Connection;
using pg_test::failing;

namespace {

std::string collections_seen(Connection& db, std::string const& user, std::string const& from) {
  become(db, user);
  std::string const seen =
      table(db, "SELECT string_agg(DISTINCT obs_collection, ' ' ORDER BY obs_collection) FROM " + from);
  become_owner(db);
  return seen;
}

std::string local_paths_seen(Connection& db, std::string const& user) {
  become(db, user);
  std::string const seen = table(db,
                                 "SELECT string_agg(DISTINCT substr(access_url_local, 1, 8), ' ' ORDER BY "
                                 "substr(access_url_local, 1, 8))"
                                 " FROM cta.vo_obscore");
  become_owner(db);
  return seen;
}

std::string may_read(Connection& db, std::string const& user, std::string const& collection) {
  db.run("SELECT set_config('distill.user', $1, false)", {user});
  return table(db, "SELECT store.may_read('ivo://distill.example/" + collection + "?5029748')");
}

}  // namespace

TEST_CASE("the same OBS_ID lives in several collections, but only once in each") {
  Connection db = example_catalogue();
  CHECK(number(db, "SELECT count(*) FROM store.observation WHERE obs_id = '5029748'") == 3);
  auto const twice = failing([&] {
    db.run(
        "INSERT INTO store.observation (collection_id, obs_id, did) SELECT id, '5029748', "
        "'ivo://distill.example/x'"
        " FROM store.collection WHERE name = 'open'");
  });
  CHECK(twice.sqlstate == "23505");
  auto const same_did = failing([&] {
    db.run(
        "INSERT INTO store.observation (collection_id, obs_id, did) SELECT id, '7', "
        "'ivo://distill.example/open?5029748'"
        " FROM store.collection WHERE name = 'open'");
  });
  CHECK(same_did.sqlstate == "23505");
}

TEST_CASE("each user sees the rows of the collections that may be known") {
  Connection db = example_catalogue();
  for (std::string const from :
       {"ivoa.obscore", "cta.vo_obscore", "dl3.observation", "dl3.hdu", "dl3.header", "dl3.file",
        "dl3.collection", "ivoa.obscore NATURAL JOIN ivoa.obscore_hea"}) {
    CAPTURE(from);
    CHECK(collections_seen(db, "", from) == "guarded open");
    CHECK(collections_seen(db, "alice", from) == "guarded open");
    CHECK(collections_seen(db, "bob", from) == "guarded open secret");
    CHECK(collections_seen(db, "carol", from) == "guarded open");
    CHECK(collections_seen(db, "dora", from) == "guarded open secret");
    CHECK(collections_seen(db, "o'brien; --", from) == "guarded open");
  }
}

TEST_CASE("knowing of data is not having them") {
  Connection db = example_catalogue();
  CHECK(may_read(db, "", "open") == "yes");
  CHECK(may_read(db, "", "guarded") == "no");
  CHECK(may_read(db, "", "secret") == "-");
  CHECK(may_read(db, "alice", "guarded") == "yes");
  CHECK(may_read(db, "alice", "secret") == "-");
  CHECK(may_read(db, "bob", "guarded") == "no");
  CHECK(may_read(db, "bob", "secret") == "yes");
  CHECK(may_read(db, "carol", "guarded") == "no");
  CHECK(may_read(db, "dora", "secret") == "yes");
  CHECK(may_read(db, "dora", "nowhere") == "-");
}

TEST_CASE("paths on the machines of the service are for known users, of what they may read") {
  Connection db = example_catalogue();
  CHECK(local_paths_seen(db, "") == "-");
  CHECK(local_paths_seen(db, "alice") == "/data/gu /data/op");
  CHECK(local_paths_seen(db, "bob") == "/data/op /data/se");
}

TEST_CASE("rights end, and release dates pass") {
  Connection db = example_catalogue();
  db.run("UPDATE store.user_collection SET expires = now() - interval '1 s' WHERE user_name = 'alice'");
  CHECK(may_read(db, "alice", "guarded") == "no");
  db.run("UPDATE store.collection SET release_date = now() - interval '1 s'");
  CHECK(may_read(db, "", "guarded") == "yes");
  CHECK(collections_seen(db, "", "ivoa.obscore") == "guarded open secret");
  db.run("UPDATE store.collection SET release_date = now() + interval '1 day'");
  CHECK(may_read(db, "", "open") == "no");
  CHECK(may_read(db, "dora", "open") == "yes");
}

TEST_CASE("the numbers of collections may have gaps") {
  Connection db = example_catalogue();
  db.script(
      "INSERT INTO store.collection (id, name, authority, title) VALUES (5000, 'late', 'distill.example', "
      "'Late');"
      "INSERT INTO store.observation (collection_id, obs_id, did) VALUES (5000, '1', "
      "'ivo://distill.example/late?1');"
      "SELECT store.publish_collection('late')");
  CHECK(collections_seen(db, "", "ivoa.obscore") == "guarded late open");
  CHECK(collections_seen(db, "bob", "ivoa.obscore") == "guarded late open secret");
  db.run("DELETE FROM store.collection WHERE name <> 'secret'");
  CHECK(collections_seen(db, "", "ivoa.obscore") == "-");
  db.run("DELETE FROM store.collection");
  CHECK(collections_seen(db, "dora", "ivoa.obscore") == "-");
}

TEST_CASE("a product is its owner's alone until it is given away") {
  Connection db = example_catalogue();
  db.script(R"sql(
    INSERT INTO store.product (name, did, collection_id, kind, owner)
      SELECT n.owner || 'map', 'ivo://distill.example/open?' || n.owner || 'map', c.id, 'counts-image', n.owner
      FROM store.collection c, (VALUES ('alice'), ('')) n (owner) WHERE c.name = 'open';
    INSERT INTO store.dataset (product_id, collection_id, kind, cta_type, dataproduct_level, calib_level, obs_collection,
                               obs_id, obs_publisher_did, owner)
      SELECT id, collection_id, kind, 'image', 4, 3, 'open', name, did, owner FROM store.product)sql");
  auto const images = [&](std::string const& user) {
    become(db, user);
    std::int64_t const seen = number(db, "SELECT count(*) FROM ivoa.obscore WHERE obs_id LIKE '%map'") +
                              number(db, "SELECT count(*) FROM dl3.product");
    become_owner(db);
    return seen;
  };
  CHECK(images("alice") == 2);
  CHECK(images("") == 0);  // what an anonymous job made is found through its job only
  CHECK(images("bob") == 0);
  CHECK(images("dora") == 0);
  db.run("UPDATE store.product SET file_id = (SELECT min(id) FROM store.file) WHERE owner = 'alice'");
  db.run("UPDATE store.collection SET data_rights = 'secure' WHERE name = 'open'");
  for (auto const& [user, files, answer] :
       {std::tuple{"alice", 4, "yes"}, std::tuple{"bob", 5, "-"}, std::tuple{"", 3, "-"}}) {
    become(db, user);
    CHECK(number(db, "SELECT count(*) FROM dl3.file") == files);
    become_owner(db);
    CHECK(table(db, "SELECT store.may_read('ivo://distill.example/open?alicemap')") == answer);
  }
  become(db, "bob");
  CHECK_NOTHROW(db.run(
      "SELECT count(*) FROM ivoa.obscore WHERE 1 / (CASE WHEN obs_id = 'alicemap' THEN 0 ELSE 1 END) = 1"));
  become_owner(db);
  db.run("UPDATE store.product SET owner = NULL WHERE owner = 'alice'");
  db.run("UPDATE store.dataset SET owner = NULL WHERE owner = 'alice'");
  CHECK(images("") == 2);
}

TEST_CASE("a row that is hidden cannot be betrayed by making the query fail on it") {
  Connection db = example_catalogue();
  // Whatever is hidden says "secret" somewhere.
  db.script(R"sql(
    INSERT INTO store.processing (fingerprint, creator) SELECT id::text, name FROM store.collection;
    UPDATE store.observation o SET processing_id = p.id, tellist = p.creator FROM store.processing p
      WHERE p.fingerprint = o.collection_id::text;
    UPDATE store.header h SET text_value = 'secret', comment = 'secret' FROM store.observation_hdu x JOIN store.observation o
      ON o.id = x.observation_id WHERE x.hdu_id = h.hdu_id AND o.tellist = 'secret';
    UPDATE store.hdu h SET hdudoc = 'secret' FROM store.file f JOIN store.collection c ON c.id = f.collection_id
      WHERE f.id = h.file_id AND c.name = 'secret';
    INSERT INTO store.ambient_conditions (observation_id, weather) SELECT id, tellist FROM store.observation;
    INSERT INTO store.defect (collection_id, severity, code, message) SELECT id, 'note', 'x', name FROM store.collection;
    INSERT INTO store.activity (id, name, collection_id) SELECT name, name, id FROM store.collection;
    INSERT INTO store.parameter (activity_id, position, name, value) SELECT name, 1, name, name FROM store.collection;
    INSERT INTO store.entity (id, name, collection_id) SELECT name, name, id FROM store.collection;
    SELECT store.refresh_datasets())sql");
  catalog::pg::Result const columns = db.run(
      "SELECT table_name, column_name FROM tap_schema.columns WHERE datatype IN ('char', 'unicodeChar') AND "
      "xtype IS NULL"
      " AND table_name NOT LIKE 'tap_schema.%'");
  become(db, "");
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    std::string const query = "SELECT count(*) FROM " + columns.text(i, 0) + " WHERE (CASE WHEN " +
                              columns.text(i, 1) +
                              " LIKE '%secret%' THEN 'a hidden row' ELSE '1' END)::int = 1";
    CAPTURE(query);
    CHECK_NOTHROW(db.run(query));
  }
  become(db, "bob");
  CHECK(failing([&] {
          db.run(
              "SELECT count(*) FROM dl3.header WHERE (CASE WHEN text_value LIKE '%secret%' THEN 'x' ELSE '1' "
              "END)::int = 1");
        }).sqlstate == "22P02");
}

TEST_CASE("the role of queries reads what is published, and can do nothing else") {
  Connection db = example_catalogue();
  catalog::pg::Result const tables = db.run("SELECT table_name FROM tap_schema.tables");
  catalog::pg::Result const base = db.run(
      "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'store'::regnamespace AND relkind IN "
      "('r', 'v', 'S')");
  become(db, "bob");
  for (std::size_t i = 0; i < tables.rows(); ++i) {
    CAPTURE(tables.text(i, 0));
    CHECK_NOTHROW(db.run("SELECT * FROM " + tables.text(i, 0) + " LIMIT 1"));
    CHECK(failing([&] { db.run("DELETE FROM " + tables.text(i, 0)); }).fault);
  }
  REQUIRE(base.rows() > 50);
  for (std::size_t i = 0; i < base.rows(); ++i) {
    CAPTURE(base.text(i, 0));
    CHECK(failing([&] { db.run("SELECT 1 FROM store." + base.text(i, 0)); }).sqlstate == "42501");
  }
  for (std::string const statement :
       {"SELECT store.visible_collections()", "SELECT store.publish_collection('open')",
        "SELECT store.may_read('x')", "CREATE TABLE ivoa.mine (x int)", "CREATE SCHEMA mine",
        "CREATE FUNCTION adql.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE mine",
        "SELECT pg_read_file('/etc/passwd')", "COPY ivoa.obscore TO '/tmp/x'"}) {
    CAPTURE(statement);
    CHECK(failing([&] { db.run(statement); }).sqlstate == "42501");
  }
}

TEST_CASE("where roles may not be made, the catalogue comes up all the same and says what to ask for") {
  test_support::TemporaryDirectory directory;
  std::filesystem::permissions(directory.path(), std::filesystem::perms::others_exec,
                               std::filesystem::perm_options::add);
  catalog::pg::PrivateCluster server(directory.file("db"),
                                     {.durability = catalog::pg::ClusterOptions::Durability::none,
                                      .lifetime = catalog::pg::ClusterOptions::Lifetime::of_this_process});
  server.start();
  Connection(server.superuser_conninfo()).run("CREATE ROLE plain");
  Connection(server.superuser_conninfo()).run("CREATE DATABASE hosted OWNER plain");
  {
    Connection db(server.superuser_conninfo("hosted"));
    db.run("SET SESSION AUTHORIZATION plain");
    std::string said;
    db.on_notice([&](catalog::pg::Notice const& notice) {
      if (notice.severity == "WARNING") said += notice.message;
    });
    migrate(db, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
    CHECK(said.find("CREATE ROLE distill_reader NOLOGIN; GRANT distill_reader TO plain") !=
          std::string::npos);
    CHECK(number(db, "SELECT count(*) FROM ivoa.obscore") == 0);
  }
  server.stop();
}
