/// ObsCore as the standard has it, and runs in its words.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "catalog/published_tables.hpp"
#include "example.hpp"
#include "obscore_columns.hpp"

using namespace schema_test;
using catalog::pg::Connection;

namespace {

catalog::adql::PublishedTable published(Connection& db, std::string const& schema, std::string const& name) {
  for (auto& table : catalog::load_tables(db).tables)
    if (table.schema == schema && table.name == name) return table;
  return {};
}

/// One run with the values that formats.md gives for run 23523 of the H.E.S.S. DL3 DR1.
constexpr char const* run_23523 = R"sql(
  INSERT INTO store.collection (name, schema_name, authority, title, default_fov, data_root)
    VALUES ('hess-dl3-dr1', 'hess_dr', 'distill.example', 'H.E.S.S. DL3 DR1', 5, '/data/hess/');
  INSERT INTO store.observation (collection_id, obs_id, did, telescop, instrume, object, target_key, s_ra, s_dec, t_min,
      t_max, livetime, energy_min, energy_max, event_count, obs_mode, ra_pnt, dec_pnt, alt_pnt, az_pnt, tstart, tstop)
    SELECT id, '23523', 'ivo://distill.example/hess-dl3-dr1?23523', 'HESS', 'H.E.S.S. Phase I', 'Crab Nebula', 'crabnebula',
      83.63333333, 21.51444444, 53343.921597, 53343.941123, 1581.73681640625, 0.2440857, 100.97822, 7613, 'WOBBLE',
      83.633333333333, 21.514444444444, 41.3897890380338, 22.4817052274739, 123890826, 123892513 FROM store.collection;
  INSERT INTO store.file (collection_id, path, size_bytes) SELECT id, 'data/run 23523.fits.gz', 522418 FROM store.collection;
  INSERT INTO store.hdu (file_id, number, name) SELECT id, n, 'HDU' FROM store.file, generate_series(1, 2) n;
  INSERT INTO store.observation_hdu (observation_id, hdu_id, role)
    SELECT o.id, h.id, CASE h.number WHEN 1 THEN 'events' ELSE 'psf' END FROM store.observation o, store.hdu h)sql";

Connection hess() {
  Connection db = empty_catalogue();
  db.script(run_23523);
  db.run("SELECT store.publish_collection('hess-dl3-dr1')");
  return db;
}

}  // namespace

TEST_CASE("ivoa.obscore has the mandatory columns of ObsCore 1.1 as the standard describes them") {
  Connection db = empty_catalogue();
  auto const obscore = published(db, "ivoa", "obscore");
  for (ObsCoreColumn const& wanted : obscore_columns) {
    CAPTURE(wanted.name);
    auto const found =
        std::ranges::find(obscore.columns, wanted.name, [](auto const& c) { return c.column.name; });
    REQUIRE(found != obscore.columns.end());
    CHECK(found->column.datatype == [&] {
      for (auto d : {catalog::Datatype::char_, catalog::Datatype::int_, catalog::Datatype::long_,
                     catalog::Datatype::double_})
        if (catalog::votable_word(d) == wanted.datatype) return d;
      return catalog::Datatype::boolean;
    }());
    CHECK(found->column.arraysize == wanted.arraysize);
    CHECK(found->column.xtype == wanted.xtype);
    CHECK(found->column.unit == wanted.unit);
    CHECK(found->column.ucd == wanted.ucd);
    CHECK(found->column.utype == "obscore:" + std::string(wanted.utype));
    CHECK(found->standard);
  }
}

TEST_CASE("the two ObsCore tables of the IVOA share the key and nothing else, for NATURAL JOIN") {
  Connection db = empty_catalogue();
  CHECK(table(db,
              "SELECT column_name FROM tap_schema.columns WHERE table_name = 'ivoa.obscore' INTERSECT"
              " SELECT column_name FROM tap_schema.columns WHERE table_name = 'ivoa.obscore_hea'") ==
        "obs_publisher_did");
}

TEST_CASE("a run appears in ObsCore with the values of its header, in ObsCore's units") {
  Connection db = hess();
  become(db, "");
  CHECK(table(db,
              "SELECT dataproduct_type, dataproduct_subtype, calib_level, dataproduct_level, obs_collection, "
              "obs_id, obs_title,"
              " access_url, access_format, access_estsize, target_name, s_region, s_fov, s_xel1, em_xel, "
              "facility_name,"
              " instrument_name, data_rights FROM ivoa.obscore") ==
        "event|dl3|1|3|hess-dl3-dr1|23523|HESS Crab Nebula run 23523|"
        "https://here.example/links?ID=ivo://distill.example/hess-dl3-dr1?23523|application/"
        "x-votable+xml;content=datalink|"
        "523|Crab Nebula|{83.63333333,21.51444444,2.5}|5|-1|-1|HESS|H.E.S.S. Phase I|public");
  auto const row = db.run("SELECT em_min, em_max, t_min, t_max, t_exptime FROM ivoa.obscore");
  CHECK(row.real(0, 0) == doctest::Approx(1.22783e-20).epsilon(1e-5));
  CHECK(row.real(0, 1) == doctest::Approx(5.07956e-18).epsilon(1e-5));
  CHECK(row.real(0, 2) == 53343.921597);
  CHECK(row.real(0, 3) == 53343.941123);
  CHECK(row.real(0, 4) == doctest::Approx(1581.74).epsilon(1e-5));
}

TEST_CASE("one TeV is 1.239841984332e-18 m") {
  Connection db = hess();
  db.run("UPDATE store.observation SET energy_min = 1, energy_max = 1");
  CHECK(number(db, "SELECT store.refresh_datasets()") == 1);
  CHECK(db.run("SELECT em_min FROM ivoa.obscore").real(0, 0) == 1.239841984332e-18);
  CHECK(db.run("SELECT energy_max FROM ivoa.obscore_hea").real(0, 0) == 1e12);
}

TEST_CASE("the CTA view speaks the words of the slides") {
  Connection db = hess();
  become(db, "someone");
  CHECK(table(db,
              "SELECT dataproduct_type, calib_level, access_url, access_url_local, access_format FROM "
              "cta.vo_obscore") ==
        "eventlist|1|https://here.example/files/hess-dl3-dr1/data/run%2023523.fits.gz|/data/hess/data/run "
        "23523.fits.gz|application/fits");
}

TEST_CASE("the collection's own table has what gammapy reads, obs_id as whole number") {
  Connection db = hess();
  become(db, "");
  CHECK(table(db,
              "SELECT obs_id, obs_mode, ra_pnt, dec_pnt, alt_pnt, az_pnt, tstart, tstop, pg_typeof(obs_id) "
              "FROM hess_dr.obscore") ==
        "23523|WOBBLE|83.633333333333|21.514444444444|41.3897890380338|22.4817052274739|123890826|123892513|"
        "bigint");
  auto const own = published(db, "hess_dr", "obscore");
  for (std::string const name :
       {"zen_pnt", "ontime", "livetime", "deadc", "date_obs", "time_obs", "date_end", "time_end", "n_tels",
        "tellist", "quality", "object", "ra_obj", "dec_obj", "event_count", "muoneff"}) {
    CAPTURE(name);
    CHECK(std::ranges::any_of(own.columns, [&](auto const& c) { return c.column.name == name; }));
  }
}

TEST_CASE("a collection whose runs have names keeps them") {
  Connection db = hess();
  db.run("UPDATE store.observation SET obs_id = 'night-7'");
  db.run("SELECT store.publish_collection('hess-dl3-dr1')");
  CHECK(table(db, "SELECT obs_id FROM hess_dr.obscore") == "night-7");
  CHECK(table(db,
              "SELECT datatype, arraysize FROM tap_schema.columns WHERE table_name = 'hess_dr.obscore' AND "
              "column_name = 'obs_id'") == "char|*");
}

TEST_CASE("publishing twice changes nothing; a change of words changes the rows") {
  Connection db = hess();
  CHECK(number(db, "SELECT store.publish_collection('hess-dl3-dr1')") == 0);
  db.run("UPDATE store.data_level SET calib_level = 2 WHERE level = 3");
  CHECK(number(db, "SELECT store.refresh_datasets()") == 1);
  CHECK(number(db, "SELECT calib_level FROM ivoa.obscore") == 2);
  db.run("UPDATE store.collection SET calib_level = 1");
  CHECK(number(db, "SELECT store.publish_collection('hess-dl3-dr1')") == 1);
  CHECK(number(db, "SELECT calib_level FROM ivoa.obscore") == 1);
  db.run("DELETE FROM store.observation");
  CHECK(number(db, "SELECT count(*) FROM ivoa.obscore") == 0);
}

TEST_CASE("unpublishing hides a collection without losing it") {
  Connection db = hess();
  db.run("SELECT store.unpublish_collection('hess-dl3-dr1')");
  CHECK(number(db, "SELECT count(*) FROM ivoa.obscore") == 0);
  CHECK(table(db,
              "SELECT to_regnamespace('hess_dr'), (SELECT count(*) FROM tap_schema.schemas WHERE schema_name "
              "= 'hess_dr')") == "-|0");
  CHECK(number(db, "SELECT store.publish_collection('hess-dl3-dr1')") == 0);
  CHECK(number(db, "SELECT count(*) FROM hess_dr.obscore") == 1);
}

TEST_CASE("the table of a collection follows its schema's name, and takes no schema of others") {
  Connection db = hess();
  db.run("UPDATE store.collection SET schema_name = 'hess_two'");
  db.run("SELECT store.publish_collection('hess-dl3-dr1')");
  CHECK(table(db, "SELECT to_regnamespace('hess_dr'), to_regclass('hess_two.obscore')") ==
        "-|hess_two.obscore");
  db.run("CREATE SCHEMA theirs");
  db.run("UPDATE store.collection SET schema_name = 'theirs'");
  CHECK_THROWS_WITH(db.run("SELECT store.publish_collection('hess-dl3-dr1')"),
                    doctest::Contains("that is not ours"));
  CHECK_THROWS(db.run("UPDATE store.collection SET schema_name = 'ivoa'"));
  CHECK_THROWS_WITH(db.run("SELECT store.publish_collection('none')"),
                    doctest::Contains("there is no collection none"));
}

TEST_CASE("names that mean something in URLs arrive whole") {
  Connection db = hess();
  db.run("UPDATE store.observation SET did = 'ivo://distill.example/hess-dl3-dr1?a b&c+d%e#f'");
  db.run("SELECT store.publish_collection('hess-dl3-dr1')");
  become(db, "");
  CHECK(table(db, "SELECT access_url FROM ivoa.obscore") ==
        "https://here.example/links?ID=ivo://distill.example/hess-dl3-dr1?a%20b%26c%2Bd%25e%23f");
}
