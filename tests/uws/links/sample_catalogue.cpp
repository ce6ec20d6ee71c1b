#include "sample_catalogue.hpp"

#include <fstream>

#include "catalog/schema/scripts.hpp"

namespace link_tests {

namespace {

namespace fs = std::filesystem;

void write_file(fs::path const& path, std::string const& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << content;
}

constexpr auto rows_sql = R"(
INSERT INTO store.collection (id, name, schema_name, authority, title, description, terms, attribution, citation, data_rights,
    metadata_visible, published, default_fov, data_root, licence, reference_url, subject, creator, publisher, contact)
  SELECT * FROM (VALUES
  (1, 'open-dr1', 'open_dr1', 'distiller.example/data', 'Open data & more', 'Some <runs>', 'Be nice.', 'We thank everybody.',
   'A&A 1, 2', 'public', true, true, 5.0, '', 'CC-BY-4.0', 'https://example.org/open', 'Gamma-ray astronomy', 'A. Nobody',
   'Distiller', 'A. Nobody <a@example.org>'),
  (2, 'closed', 'closed', 'distiller.example/data', 'Closed data', NULL, NULL, NULL, NULL, 'proprietary', true, true, 5.0, '',
   NULL, NULL, NULL, NULL, NULL, NULL),
  (3, 'hidden', 'hidden', 'distiller.example/data', 'Hidden data', NULL, NULL, NULL, NULL, 'proprietary', false, true, 5.0, '',
   NULL, NULL, NULL, NULL, NULL, NULL)) AS v;
INSERT INTO store.observation (id, collection_id, obs_id, did, telescop, instrume, object, target_key, ra_obj, dec_obj, s_ra, s_dec,
    t_min, t_max, livetime, energy_min, energy_max, event_count) VALUES
  (1, 1, '1', 'ivo://distiller.example/data/open-dr1?1', 'HESS', 'HESS-I', 'Crab Nebula', 'crabnebula', 83.633, 22.014, 83.633, 22.514,
   53343.9216, 53343.9411, 1581.7, 0.244, 101.0, 7613),
  (2, 1, '2', 'ivo://distiller.example/data/open-dr1?2', 'HESS', 'HESS-I', 'Crab Nebula', 'crabnebula', 83.633, 22.014, 83.633, 21.514,
   53344.9, 53344.92, 1581.7, 0.3, 90.0, 7000),
  (3, 2, '1', 'ivo://distiller.example/data/closed?1', 'HESS', NULL, 'PKS 2155-304', 'pks2155-304', 329.717, -30.226, 329.7, -30.7,
   54000, 54000.02, 1600, 0.3, 90.0, 10),
  (4, 3, '1', 'ivo://distiller.example/data/hidden?1', 'HESS', NULL, 'Secret', 'secret', 10, 10, 0.5, -89.5, 54000, 54000.02, 1600,
   0.3, 90.0, 10);
INSERT INTO store.file (id, collection_id, path, url, media_type, size_bytes) VALUES
  (1, 1, 'data/run 1.fits.gz', NULL, 'application/fits', 8), (2, 1, 'data/run2_events.fits', NULL, 'application/fits', 6),
  (3, 1, 'irf/aeff+psf.fits', NULL, 'application/fits', 4), (4, 1, 'preview.png', NULL, 'image/png', 3),
  (5, 2, 'secret.fits', NULL, 'application/fits', 6), (6, 3, 'hidden.fits', NULL, 'application/fits', 6),
  (7, 1, 'link.fits', NULL, 'application/fits', 6), (8, 1, '../outside.fits', NULL, 'application/fits', 6),
  (9, 1, 'elsewhere.fits', 'https://example.org/e.fits', 'application/fits', 6), (10, 1, 'gone.fits', NULL, 'application/fits', 6),
  (11, 1, 'map.fits', NULL, 'image/fits', 3), (12, 1, 'mine.fits', NULL, 'application/fits', 3);
INSERT INTO store.hdu (id, file_id, number, hdu_type, hdu_class) VALUES (1, 1, 1, 'events', 'events'), (2, 1, 2, 'aeff', 'aeff_2d'),
  (3, 1, 3, 'psf', 'psf_table'), (4, 1, 4, 'gti', 'gti'), (5, 2, 1, 'events', 'events'), (6, 3, 1, 'aeff', 'aeff_2d'),
  (7, 3, 2, 'psf', 'psf_table'), (8, 3, 3, 'bkg', 'bkg_3d'), (9, 5, 1, 'events', 'events'), (10, 6, 1, 'events', 'events');
INSERT INTO store.observation_hdu (observation_id, hdu_id, role) VALUES (1, 1, 'events'), (1, 2, 'aeff'), (1, 3, 'psf'), (1, 4, 'gti'),
  (2, 5, 'events'), (2, 6, 'aeff'), (2, 7, 'psf'), (2, 8, 'bkg'), (3, 9, 'events'), (4, 10, 'events');
INSERT INTO store.product (id, collection_id, kind, name, did, title, file_id, owner) VALUES
  (1, 1, 'image', 'picture', 'ivo://distiller.example/data/open-dr1?picture', 'A picture', 4, NULL),
  (2, 1, 'counts-image', 'map', 'ivo://distiller.example/data/open-dr1?map', 'Counts', 11, NULL),
  (3, 1, 'counts-image', 'mine', 'ivo://distiller.example/data/open-dr1?mine', 'Mine', 12, 'pi');
INSERT INTO store.product_observation (product_id, observation_id) VALUES (1, 1), (2, 1), (2, 2), (3, 1);
INSERT INTO store.dataset (obs_publisher_did, obs_id, obs_collection, collection_id, product_id, owner, kind, cta_type, dataproduct_type,
    dataproduct_level, calib_level, s_ra, s_dec, s_fov, s_region)
  SELECT did, name, 'open-dr1', 1, id, owner, kind, 'image', 'image', 4, 3, 83.6, 22, 2, ARRAY[82.6, 21, 84.6, 21, 84.6, 23, 82.6, 23]
  FROM store.product;
INSERT INTO store.user_account (name) VALUES ('pi'), ('other');
INSERT INTO store.user_collection (user_name, collection_id) VALUES ('pi', 2);
)";

}  // namespace

void fill_catalogue(catalog::pg::Connection& connection, fs::path const& folder) {
  catalog::pg::migrate(connection, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
  fs::path const root = folder / "data root";
  write_file(root / "data/run 1.fits.gz", "12345678");
  write_file(root / "data/run2_events.fits", "EVENTS");
  write_file(root / "irf/aeff+psf.fits", "RESP");
  write_file(root / "preview.png", "PNG");
  write_file(root / "map.fits", "MAP");
  write_file(root / "mine.fits", "MIN");
  write_file(root / "secret.fits", "SECRET");
  write_file(root / "hidden.fits", "HIDDEN");
  write_file(folder / "outside.fits", "PASSWD");
  fs::create_symlink(folder / "outside.fits", root / "link.fits");
  connection.script(rows_sql);
  connection.run("UPDATE store.collection SET data_root = $1", {root.string()});
  connection.run("SELECT store.publish_collection(name) FROM store.collection ORDER BY id");
}

}  // namespace link_tests
