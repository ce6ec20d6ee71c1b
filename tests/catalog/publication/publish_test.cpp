// Products in the catalogue: what their rows say, who sees them, and that they can be taken back.
#include "catalog/publication/publish.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "archive.hpp"
#include "catalog/publication/product_file.hpp"
#include "catalogue.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/fits_writer.hpp"
#include "engine/io/sha256.hpp"

namespace {

namespace fs = std::filesystem;
using namespace catalog;
using ingest_test::cell;

/// 40 x 20 pixels of a tenth of a degree around the Crab.
void write_map(fs::path const& path, std::string const& projection = "TAN", int bins = 0,
               double lat = 22.0145) {
  engine::FitsWriter file = engine::FitsWriter::create(path.string());
  std::vector<std::int64_t> axes{40, 20};
  if (bins > 0) axes.push_back(bins);
  std::vector<std::int32_t> const pixels(static_cast<std::size_t>(40 * 20 * std::max(1, bins)), 1);
  file.image("COUNTS", axes, pixels);
  file.keys({{"CTYPE1", "RA---" + projection, ""},
             {"CTYPE2", "DEC--" + projection, ""},
             {"CRPIX1", 20.5, ""},
             {"CRPIX2", 10.5, ""},
             {"CRVAL1", 83.6333, ""},
             {"CRVAL2", lat, ""},
             {"CDELT1", -0.1, ""},
             {"CDELT2", 0.1, ""},
             {"CUNIT1", std::string("deg"), ""},
             {"CUNIT2", std::string("deg"), ""},
             {"RADESYS", std::string("ICRS"), ""},
             {"BUNIT", std::string("count"), ""},
             {"TOTCTS", std::int64_t{800}, ""}});
  file.close();
}

struct Published : inputs_test::Archive {
  Published() { write_map(map); }
  fs::path map = directory.path() / "counts.fits", products = directory.path() / "products";
  Publication publication() const {
    return {.collection = "maps",
            .authority = "example.org",
            .did = "ivo://example.org/jobs?A1/counts",
            .job_id = "A1",
            .result_id = "counts",
            .file = map,
            .title = "Counts",
            .runs = {"ivo://example.org/open?7", "ivo://example.org/open?8"},
            .activity = "map",
            .version = "0.1.0",
            .energy_min_tev = 0.5};
  }
  std::string of_dataset(std::string const& expression) {
    return cell(db, "SELECT " + expression + " FROM store.dataset WHERE product_id IS NOT NULL");
  }
  std::int64_t seen_by(std::string const& user) {
    become(user);
    return db
        .run("SELECT count(*) FROM ivoa.obscore WHERE obs_publisher_did = 'ivo://example.org/jobs?A1/counts'")
        .integer(0, 0);
  }
};

}  // namespace

TEST_CASE("a published map has its own place and what its runs have in common") {
  Published archive;
  PublishedProduct const done = publish(archive.db, archive.products, archive.publication());
  CHECK(done.name == "A1-counts");
  CHECK(engine::sha256_of_file(done.file.string()) == engine::sha256_of_file(archive.map.string()));
  CHECK(done.file == archive.products / "maps/A1/counts.fits");
  auto const of_runs = [&](std::string const& expression) {
    return cell(archive.db, "SELECT " + expression + " FROM store.dataset WHERE obs_collection = 'open'");
  };
  CHECK(archive.of_dataset("t_min") == of_runs("min(t_min)"));
  CHECK(archive.of_dataset("t_max") == of_runs("max(t_max)"));
  CHECK(archive.of_dataset("t_exptime") == of_runs("sum(t_exptime)"));
  CHECK(archive.of_dataset("target_name") == of_runs("min(target_name)"));
  CHECK(archive.of_dataset("prov_inputs") == "2");
  CHECK(archive.of_dataset("prov_activity || ' ' || prov_version") == "map 0.1.0");
  CHECK(archive.of_dataset("dataproduct_type || ' ' || dataproduct_level || ' ' || calib_level") ==
        "image 4 3");
  CHECK(archive.of_dataset("s_xel1 || 'x' || s_xel2") == "40x20");
  CHECK(archive.of_dataset("ev_xel") == "800");
  CHECK(archive.of_dataset("energy_min") == "500000000000");
  CHECK(archive.of_dataset("energy_max") == of_runs("max(energy_max)"));
  CHECK(archive.of_dataset("round(s_ra::numeric, 4) || ' ' || round(s_dec::numeric, 4)") ==
        "83.6333 22.0145");
  CHECK(archive.of_dataset("file_path") == "/files/maps/A1/counts.fits");
  CHECK(archive.seen_by("") == 1);
  CHECK(cell(archive.db,
             "SELECT obs_publisher_did FROM store.entity WHERE id = 'ivo://example.org/jobs?A1/counts'") ==
        "ivo://example.org/jobs?A1/counts");
  CHECK(cell(archive.db, "SELECT count(*) FROM store.product_metadata_check") == "0");
  archive.db.run("UPDATE store.dataset SET t_exptime = 1, target_name = 'Vela' WHERE product_id IS NOT NULL");
  CHECK(cell(archive.db,
             "SELECT string_agg(column_name || ' ' || rule, ', ' ORDER BY 1) FROM "
             "store.product_metadata_check") == "t_exptime sum, target_name copy");
  CHECK(cell(archive.db, "SELECT store.propagate()") == "1");
  CHECK(cell(archive.db, "SELECT count(*) FROM store.product_metadata_check") == "0");
}

TEST_CASE("runs that do not agree leave open what they do not agree in") {
  Published archive;
  archive.db.run("UPDATE store.observation SET object = 'Vela', livetime = NULL WHERE obs_id = '8'");
  archive.db.run("SELECT store.refresh_datasets()");
  publish(archive.db, archive.products, archive.publication());
  CHECK(archive.of_dataset("target_name") == "NULL");
  CHECK(archive.of_dataset("t_exptime") == "NULL");
  CHECK(archive.of_dataset("t_min IS NOT NULL") == "t");
}

TEST_CASE("an owner's product is the owner's until it is released; withdrawn, it is known but not offered") {
  Published archive;
  Publication publication = archive.publication();
  publication.owner = "ann";
  publish(archive.db, archive.products, publication);
  publish(archive.db, archive.products, publication);  // a second time changes nothing
  CHECK(archive.seen_by("") == 0);
  CHECK(archive.seen_by("bob") == 0);
  CHECK(archive.seen_by("ann") == 1);
  CHECK(archive.in(publication.did, "bob").mistakes.size() == 1);
  CHECK(release_product(archive.db, publication.did));
  CHECK(archive.seen_by("bob") == 1);
  CHECK(withdraw_product(archive.db, publication.did, "wrong pointing"));
  CHECK_FALSE(withdraw_product(archive.db, publication.did, "again"));
  CHECK_FALSE(release_product(archive.db, publication.did));
  CHECK(archive.seen_by("ann") == 0);
  CHECK(cell(archive.db, "SELECT invalidated_reason FROM store.entity WHERE id = $1", {publication.did}) ==
        "wrong pointing");
  PublishedProduct const again = publish(archive.db, archive.products, publication);
  CHECK(archive.seen_by("ann") == 1);
  CHECK(unpublish_product(archive.db, archive.products, publication.did));
  CHECK_FALSE(fs::exists(again.file));
  CHECK_FALSE(unpublish_product(archive.db, archive.products, publication.did));
  CHECK(archive.seen_by("ann") == 0);
}

TEST_CASE("a published product is an input of the next job, found by its identifier") {
  Published archive;
  publish(archive.db, archive.products, archive.publication());
  InputRequest request = archive.request("");
  request.data_roots.push_back(archive.products);
  request.values = {{"like", "map", archive.publication().did}};
  archive.become("");
  ResolvedInputs const resolved = resolve_inputs(archive.db, request);
  REQUIRE(resolved.set.documents.size() == 1);
  CHECK(resolved.set.documents.front().file.path == fs::canonical(archive.products / "maps/A1/counts.fits"));
  CHECK(resolved.set.documents.front().entity_id == archive.publication().did);
  request.values = {{"in", "events", archive.publication().did}};
  CHECK(inputs_test::says(resolve_inputs(archive.db, request).mistakes,
                          "is no event list but a product of kind counts-image"));
}

TEST_CASE("what cannot be published is refused, and leaves nothing") {
  Published archive;
  auto const refused = [&](auto const& change) {
    Publication publication = archive.publication();
    change(publication);
    CHECK_THROWS_AS(publish(archive.db, archive.products, publication), engine::Failure);
  };
  refused([](Publication& p) { p.runs.push_back("ivo://example.org/open?99"); });
  refused([](Publication& p) { p.collection = "open"; });
  refused([](Publication& p) { p.collection = "../x"; });
  refused([](Publication& p) { p.kind = "poem"; });
  refused([](Publication& p) { p.file = "/none.fits"; });
  CHECK(cell(archive.db, "SELECT count(*) FROM store.product") == "0");
  CHECK_FALSE(fs::exists(archive.products));
  publish(archive.db, archive.products, archive.publication());
  refused([](Publication& p) { p.did += "2", p.name = "A1-counts"; });
}

TEST_CASE("ingest of a collection leaves the products of jobs alone") {
  Published archive;
  publish(archive.db, archive.products, archive.publication());
  catalog::ingest::ingest(archive.db,
                          ingest_test::request(ingest_test::simple_collection("open", "open_runs"),
                                               {(archive.data / "open").string()}));
  CHECK(archive.seen_by("") == 1);
  CHECK(cell(archive.db, "SELECT count(*) FROM store.product_metadata_check") == "0");
}

TEST_CASE("the outline of a map is that of its outer pixels") {
  test_support::TemporaryDirectory const folder;
  for (std::string const projection : {"TAN", "CAR", "ZEA", "SIN"}) {
    fs::path const path = folder.path() / (projection + ".fits");
    write_map(path, projection, projection == "TAN" ? 3 : 0, projection == "CAR" ? 0 : 22.0145);
    ProductFile const file = describe_product(path, "");
    CHECK(file.kind == (projection == "TAN" ? "counts-cube" : "counts-image"));
    REQUIRE(file.s_region.size() == 32);
    // Half the diagonal, up to the distortion of the projection.
    CHECK(*file.s_fov / 2 == doctest::Approx(std::hypot(2, 1)).epsilon(2e-3));
    CHECK(*file.s_ra == doctest::Approx(83.6333).epsilon(1e-9));
  }
  write_map(folder.path() / "sky.fits", "CAR");
  CHECK(describe_product(folder.path() / "a.png", "").is_picture);
  std::ofstream(folder.path() / "bad.fits") << "no FITS";
  CHECK_THROWS_AS(describe_product(folder.path() / "bad.fits", ""), engine::Failure);
}
