#include "example.hpp"

#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"

namespace schema_test {
namespace {

using catalog::pg::Connection;

/// Made once; databases of single tests are copies of it, which is ten times faster.
std::string const& template_database() {
  static std::string const made = [] {
    std::string conninfo = pg_test::fresh_database();
    Connection db(conninfo);
    migrate(db, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
    return conninfo;
  }();
  return made;
}

constexpr char const* example = R"sql(
INSERT INTO store.collection (name, schema_name, authority, title, data_rights, metadata_visible, default_fov, data_root,
                              attribution)
VALUES ('open', 'open_dr', 'distill.example', 'Open data', 'public', true, 5, '/data/open', 'Thank us.'),
       ('guarded', 'guarded_dr', 'distill.example', 'Guarded data', 'proprietary', true, 5, '/data/guarded', NULL),
       ('secret', 'secret_dr', 'distill.example', 'Secret data', 'proprietary', false, 5, '/data/secret', NULL);

INSERT INTO store.user_account (name, role, active) VALUES ('alice', 'astronomer', true), ('bob', 'astronomer', true),
  ('carol', 'astronomer', false), ('dora', 'data_manager', true);
INSERT INTO store.user_collection (user_name, collection_id, role)
  SELECT u, c.id, 'reader' FROM store.collection c, unnest(ARRAY['alice', 'bob', 'carol']) u
  WHERE (u IN ('alice', 'carol') AND c.name = 'guarded') OR (u IN ('bob', 'carol') AND c.name = 'secret');

INSERT INTO store.observation (collection_id, obs_id, did, telescop, object, target_key, s_ra, s_dec, t_min, t_max,
                               livetime, energy_min, energy_max, event_count)
  SELECT c.id, r.obs_id, 'ivo://distill.example/' || c.name || '?' || r.obs_id, 'MAGIC', r.object, 'crabnebula',
         83.2791, 21.7847, 56569.18, 56569.2, 1178.07, 0.01, 50, 11189
  FROM store.collection c CROSS JOIN LATERAL (VALUES ('5029748', 'CrabNebula'), ('1' || c.id, 'Crab Nebula')) r (obs_id, object);
INSERT INTO store.file (collection_id, path, size_bytes)
  SELECT collection_id, 'run' || obs_id || '.fits.gz', 522418 FROM store.observation;
INSERT INTO store.hdu (file_id, number, name, hdu_type, hdu_class)
  SELECT f.id, h.number, h.name, h.type, h.class FROM store.file f, (VALUES (1, 'EVENTS', 'events', 'events'),
    (2, 'GTI', 'gti', 'gti'), (3, 'EFFECTIVE AREA', 'aeff', 'aeff_2d')) h (number, name, type, class);
INSERT INTO store.observation_hdu (observation_id, hdu_id, role)
  SELECT o.id, h.id, h.hdu_type FROM store.observation o JOIN store.file f
    ON f.collection_id = o.collection_id AND f.path = 'run' || o.obs_id || '.fits.gz' JOIN store.hdu h ON h.file_id = f.id;
INSERT INTO store.header (hdu_id, position, keyword, text_value, number_value)
  SELECT id, 1, 'MUONEFF', '0.907', 0.907 FROM store.hdu WHERE hdu_type = 'events';
SELECT store.publish_collection(name) FROM store.collection;
)sql";

}  // namespace

Connection empty_catalogue() { return Connection(pg_test::copy_of_database(template_database())); }

Connection example_catalogue() {
  Connection db = empty_catalogue();
  db.script(example);
  return db;
}

void become(Connection& db, std::string const& user) {
  db.run(
      "SELECT set_config('distill.user', $1, false), set_config('distill.base_url', 'https://here.example', "
      "false)",
      {user});
  db.run("SET ROLE distill_reader");
}

void become_owner(Connection& db) { db.run("RESET ROLE"); }

std::int64_t number(Connection& db, std::string const& sql) { return db.run(sql).integer(0, 0); }

std::string table(Connection& db, std::string const& sql) {
  catalog::pg::Result const rows = db.run(sql);
  std::string out;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    if (i > 0) out += '\n';
    for (std::size_t j = 0; j < rows.columns(); ++j) {
      if (j > 0) out += '|';
      out += rows.cell(i, j).value_or("-");
    }
  }
  return out;
}

}  // namespace schema_test
