// What DataLink says of a published product, from the database on.
#include <fstream>

#include <doctest/doctest.h>

#include "archive.hpp"
#include "catalog/publication/publish.hpp"
#include "engine/io/fits_writer.hpp"
#include "uws/links/dataset.hpp"

namespace {

using namespace catalog;

std::string const map_did = "ivo://example.org/jobs?A1/counts", picture_did = "ivo://example.org/jobs?A1/png";

Publication publication(std::filesystem::path const& file, std::string const& did, std::string const& name) {
  return {.collection = "maps",
          .authority = "example.org",
          .name = name,
          .did = did,
          .job_id = "A1",
          .file = file,
          .title = name,
          .runs = {"ivo://example.org/open?7", "ivo://example.org/open?8", "ivo://example.org/closed?10"},
          .activity = "map"};
}

uws::Dataset found(inputs_test::Archive& archive, std::string const& user, std::string const& did) {
  uws::set_asker(archive.db, user, "https://h");
  return uws::find_datasets(archive.db, {did}).front();
}

}  // namespace

TEST_CASE("a product knows its runs, its picture and the job type; a reader sees of them what he may") {
  inputs_test::Archive archive;
  auto const fits = archive.directory.path() / "counts.fits", png = archive.directory.path() / "counts.png";
  engine::FitsWriter file = engine::FitsWriter::create(fits.string());
  file.image("COUNTS", {2, 2}, std::vector<std::int32_t>(4, 1));
  file.key({"BUNIT", std::string("count"), ""});
  file.close();
  std::ofstream(png) << "picture";
  auto const products = archive.directory.path() / "products";
  publish(archive.db, products, publication(fits, map_did, "counts"));
  publish(archive.db, products, publication(png, picture_did, "picture"));
  archive.db.run("UPDATE store.collection SET metadata_visible = false WHERE name = 'closed'");

  uws::Dataset const map = found(archive, "", map_did);
  CHECK(map.known);
  CHECK(map.job_type == "map");
  CHECK(map.file->path == "A1/counts.fits");
  REQUIRE(map.derived.size() == 1);
  CHECK(map.derived.front().file->media_type == "image/png");
  CHECK(map.all_progenitors == 2);
  REQUIRE(map.progenitors.size() == 2);
  CHECK(map.progenitors.front().did == "ivo://example.org/open?7");
  CHECK(found(archive, "ann", map_did).all_progenitors == 3);
  CHECK_FALSE(found(archive, "", picture_did).known);  // a picture is no dataset of its own

  uws::Dataset const run = found(archive, "", "ivo://example.org/open?7");
  CHECK(run.job_type.empty());
  REQUIRE(run.derived.size() == 2);
  CHECK(run.derived.front().did == map_did);
}

TEST_CASE("of very many runs the first are linked, and it is told how many there are") {
  inputs_test::Archive archive;
  archive.db.run(
      "INSERT INTO store.observation (collection_id, obs_id, did) SELECT c.id, (1000 + n)::text, "
      "'ivo://example.org/open?' || "
      "(1000 + n) FROM store.collection c, generate_series(1, 200) n WHERE c.name = 'open'");
  archive.db.run("SELECT store.publish_collection('open')");
  auto const text = archive.directory.path() / "fit.txt";
  std::ofstream(text) << "result";
  Publication fit = publication(text, map_did, "fit");
  fit.kind = "measurements";
  for (int n = 1; n <= 200; ++n) fit.runs.push_back("ivo://example.org/open?" + std::to_string(1000 + n));
  publish(archive.db, archive.directory.path() / "products", fit);
  uws::Dataset const product = found(archive, "", map_did);
  CHECK(product.progenitors.size() == uws::most_progenitors);
  CHECK(product.all_progenitors == 203);
  CHECK(product.progenitors.front().did == "ivo://example.org/closed?10");  // in the order of collections
  CHECK(product.progenitors[1].did == "ivo://example.org/open?7");
}
