// High-level products that others made: a map as FITS, a spectrum as VOTable.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "catalogue.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/fits_writer.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace ingest_test;
using catalog::ingest::IngestReport;
using catalog::pg::Connection;

void write_map(std::string const& path, double crpix1) {
  std::filesystem::remove(path);
  engine::FitsWriter file = engine::FitsWriter::create(path);
  std::vector<float> const pixels(100 * 50, 1.0F);
  file.image("", {100, 50}, pixels);
  file.keys({{"CTYPE1", std::string("GLON-TAN"), ""},
             {"CTYPE2", std::string("GLAT-TAN"), ""},
             {"CRPIX1", crpix1, ""},
             {"CRPIX2", 25.5, ""},
             {"CRVAL1", 184.5575, ""},
             {"CRVAL2", -5.7844, ""},
             {"CDELT1", -0.02, ""},
             {"CDELT2", 0.02, ""},
             {"OBJECT", std::string("Crab Nebula"), ""},
             {"TELESCOP", std::string("HESS"), ""}});
  file.close();
}

struct Shelf {
  test_support::TemporaryDirectory folder;
  std::string yaml;
  Shelf() {
    write_map(folder.file("map.fits"), 50.5);
    std::ofstream(folder.file("spectrum.vot")) << "<VOTABLE version=\"1.4\"/>";
    yaml =
        "name: P\nschema: p\ntitle: Products\ndescription: D\nauthority: example.org\nproducts:\n"
        "  - {file: " +
        folder.file("map.fits") +
        ", title: A map, type: image, id: maps/crab, fov: 2}\n"
        "  - {file: " +
        folder.file("spectrum.vot") +
        ", title: A spectrum, type: spectrum, target: Crab Nebula, "
        "ra: 83.63, dec: 22.01, energy_min: 0.5, energy_max: 20, data_level: 5, calib_level: 4, "
        "time_start: 2004-01-01, time_stop: 2004-12-31}\n";
  }
  IngestReport ingest_into(Connection& db) const {
    return ingest(db, request(catalog::ingest::parse_collection(yaml, "p.yaml"), {}));
  }
};

}  // namespace

TEST_CASE("declared products become datasets in the words of ObsCore") {
  Shelf shelf;
  Connection db(empty_catalogue());
  CHECK(shelf.ingest_into(db).products_added.size() == 2);
  CHECK(cell(db,
             "SELECT concat_ws(' ', dataproduct_type, calib_level, dataproduct_level, target_key, "
             "file_format) FROM "
             "store.dataset WHERE obs_id = 'spectrum.vot'") ==
        "spectrum 4 5 crabnebula application/x-votable+xml");
  CHECK(number(db, "SELECT em_min FROM store.dataset WHERE obs_id = 'spectrum.vot'") ==
        doctest::Approx(1.239841984332e-18 / 20));
  CHECK(number(db, "SELECT t_min FROM store.dataset WHERE obs_id = 'spectrum.vot'") ==
        doctest::Approx(53005));
  // SkyCoord(l=184.5575, b=-5.7844, frame='galactic').icrs: the Crab nebula
  CHECK(number(db, "SELECT s_ra FROM store.dataset WHERE obs_id = 'maps/crab'") ==
        doctest::Approx(83.633).epsilon(1e-4));
  CHECK(number(db, "SELECT s_dec FROM store.dataset WHERE obs_id = 'maps/crab'") ==
        doctest::Approx(22.0145).epsilon(1e-4));
  CHECK(
      cell(
          db,
          "SELECT concat_ws(' ', s_xel1, s_xel2, s_fov, facility_name, target_name) FROM store.dataset WHERE "
          "obs_id = 'maps/crab'") == "100 50 2 HESS Crab Nebula");

  std::string const before = content(db);
  IngestReport const again = shelf.ingest_into(db);
  CHECK(again.nothing_changed());
  CHECK(again.products_unchanged == 2);
  CHECK(content(db) == before);

  SUBCASE("another file is a change of that product alone") {
    write_map(shelf.folder.file("map.fits"), 40);
    IngestReport const changed = shelf.ingest_into(db);
    CHECK(changed.products_changed == std::vector<std::string>{"maps/crab"});
    CHECK(cell(db, "SELECT s_ra FROM store.dataset WHERE obs_id = 'maps/crab'") == "NULL");  // not its middle
  }
  SUBCASE("a product that is declared no longer goes") {
    shelf.yaml = shelf.yaml.substr(0, shelf.yaml.find("  - {file: " + shelf.folder.file("spectrum.vot")));
    CHECK(shelf.ingest_into(db).products_removed == std::vector<std::string>{"spectrum.vot"});
    CHECK(count(db, "dataset") == 1);
  }
  SUBCASE("a file that is not there is a problem, and the others stay") {
    std::filesystem::remove(shelf.folder.file("spectrum.vot"));
    IngestReport const report = shelf.ingest_into(db);
    CHECK(report.problems.size() == 1);
    CHECK(report.products_unchanged == 1);
    CHECK(count(db, "dataset") == 2);
  }
}

TEST_CASE("a type of product that the catalogue does not know is refused with those it knows") {
  Shelf shelf;
  shelf.yaml.replace(shelf.yaml.find("type: image"), 11, "type: imige");
  Connection db(empty_catalogue());
  try {
    shelf.ingest_into(db);
    FAIL("was taken");
  } catch (engine::Failure const& failure) {
    CHECK(std::string(failure.what()).find("counts-image") != std::string::npos);
  }
  CHECK(count(db, "collection") == 0);
}
