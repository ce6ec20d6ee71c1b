// The public runs of three experiments, side by side. Expected values of run 23523: astropy 5.2 for times
// (Time(MJDREFI, MJDREFF, format='mjd', scale='tt') + TSTART, .utc.mjd), numpy for the energies, hc of the
// HEIG note.
#include <doctest/doctest.h>

#include "catalog/ingest/ingest_text.hpp"
#include "catalogue.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace ingest_test;
using catalog::ingest::IngestReport;
using catalog::pg::Connection;

struct Sets {
  std::filesystem::path data = test_support::real_data();
  std::string hess() const { return (data / "hess-dl3-dr1").string(); }
  std::string cta() const { return (data / "cta-1dc").string(); }
  std::string magic() const { return (data / "magic-rad-max").string(); }
};

constexpr char const* run_23523 =
    " FROM store.dataset WHERE obs_collection = 'HESS-DR1' AND obs_id = '23523'";

}  // namespace

TEST_CASE("56 H.E.S.S., 2 CTA and 2 MAGIC runs lie side by side, and a second ingest changes nothing") {
  Sets const sets;
  if (sets.data.empty()) return;
  Connection db(empty_catalogue());
  auto const hess = request(shipped("hess_dl3_dr1"), {sets.hess()});
  IngestReport const first = ingest(db, hess);
  IngestReport const cta = ingest(db, request(shipped("cta_1dc"), {sets.cta()}));
  IngestReport const magic = ingest(db, request(shipped("magic_dl3"), {sets.magic()}));
  CHECK(first.added.size() == 56);
  CHECK(cta.added.size() == 2);
  CHECK(magic.added.size() == 2);
  CHECK(first.problems.empty());
  CHECK(count(db, "observation") == 60);
  CHECK(count(db, "dataset") == 60);

  std::string const before = content(db);
  IngestReport const again = ingest(db, hess);
  INFO(ingest_text(again), again.collection_changed);
  CHECK(again.nothing_changed());
  CHECK(again.unchanged == 56);
  CHECK(ingest_summary(again).find("nothing changed, unchanged 56") != std::string::npos);
  CHECK(content(db) == before);

  SUBCASE("run 23523 has the values that astropy finds") {
    CHECK(number(db, std::string("SELECT t_min") + run_23523) ==
          doctest::Approx(53343.92159722222).epsilon(1e-13));
    CHECK(number(db, std::string("SELECT t_max") + run_23523) ==
          doctest::Approx(53343.94112268519).epsilon(1e-13));
    CHECK(number(db, std::string("SELECT t_exptime") + run_23523) ==
          doctest::Approx(1581.73681640625).epsilon(1e-15));
    CHECK(number(db, std::string("SELECT em_min") + run_23523) ==
          doctest::Approx(1.2278321388128473e-20).epsilon(1e-12));
    CHECK(number(db, std::string("SELECT em_max") + run_23523) ==
          doctest::Approx(5.079558796915376e-18).epsilon(1e-12));
    CHECK(cell(db, std::string("SELECT ev_xel") + run_23523) == "7613");
    CHECK(cell(db, std::string("SELECT access_estsize") + run_23523) == "523");
    CHECK(cell(db, std::string("SELECT s_ra || ' ' || s_dec") + run_23523) ==
          "83.633333333333 21.514444444444");
    CHECK(cell(db, std::string("SELECT s_region") + run_23523) == "{83.633333333333,21.514444444444,2.5}");
    CHECK(cell(db, std::string("SELECT obs_title") + run_23523) == "HESS Crab Nebula run 23523");
    CHECK(cell(db, std::string("SELECT obs_publisher_did") + run_23523) ==
          "ivo://example.org/HESS-DR1?23523");
    CHECK(cell(db, "SELECT size_bytes FROM store.file WHERE path LIKE '%023523%'") == "522418");
  }
  SUBCASE("headers, processing, weather and telescopes can be asked for") {
    CHECK(number(db,
                 "SELECT muoneff FROM store.ambient_conditions a JOIN store.observation o ON o.id = "
                 "a.observation_id "
                 "WHERE o.obs_id = '23523'") == doctest::Approx(0.907074809074402).epsilon(1e-15));
    CHECK(cell(db, "SELECT count(*) FROM store.header WHERE keyword = 'MUONEFF' AND number_value > 0.5") ==
          "56");
    CHECK(cell(db,
               "SELECT count(*) FROM store.header h JOIN store.observation_hdu x USING (hdu_id) JOIN "
               "store.observation "
               "o ON o.id = x.observation_id WHERE o.obs_id = '23523'") == "77");
    CHECK(cell(db,
               "SELECT string_agg(DISTINCT creator || ' ' || ev_class, ',') FROM store.processing WHERE "
               "origin LIKE "
               "'H.E.S.S.%'") == "SASH FITS::EventListWriter std");
    CHECK(cell(db, "SELECT n_tels || ' ' || tellist FROM store.observation WHERE obs_id = '23523'") ==
          "4 1,2,3,4");
    CHECK(cell(db,
               "SELECT count(*) FROM store.observation o JOIN store.array_configuration a ON a.id = "
               "o.array_configuration_id WHERE a.name = 'H.E.S.S. I'") == "56");
    CHECK(cell(db,
               "SELECT version FROM store.activity WHERE id = "
               "'ivo://example.org/MAGIC-DL3?5029748#reconstruction'") == "0.1.8");
    CHECK(cell(db,
               "SELECT simulated FROM store.processing p JOIN store.observation o ON o.processing_id = p.id "
               "WHERE "
               "o.obs_id = '110380'") == "t");
  }
  SUBCASE("three spellings of one target are found by position, and by key") {
    // The slide's query of the Crab: in this folder four runs of H.E.S.S. and two of MAGIC.
    CHECK(cell(db,
               "SELECT count(*) FROM store.dataset WHERE adql.contains(ARRAY[83.633333, 22.014444], "
               "s_region) = 1") == "6");
    CHECK(cell(db, "SELECT count(*) FROM store.dataset WHERE target_key = 'crabnebula'") == "6");
    CHECK(cell(db,
               "SELECT count(*) FROM store.dataset WHERE s_resolution > 0 AND s_ref_energy = 1e12 AND "
               "s_ref_oaa = 0.5") == "58");
    CHECK(cell(db, "SELECT count(*) FROM hess_dr.obscore") == "56");
    CHECK(cell(db,
               "SELECT count(*) FROM store.dataset WHERE dataproduct_type = 'event' AND dataproduct_level = "
               "3 AND "
               "calib_level = 1 AND t_exptime > 0 AND em_min < em_max AND t_min < t_max") == "60");
  }
  SUBCASE("the defects of the sets are on record, those that matter by name") {
    for (char const* code : {"events-outside-gti", "frame-fk5", "time-not-sorted", "timesys-utc"})
      CHECK_MESSAGE(cell(db, "SELECT count(*) FROM store.defect WHERE code = $1", {code}) != "0", code);
    CHECK(
        cell(db, "SELECT bool_and(observation_id IS NOT NULL) FROM store.defect WHERE obs_id IS NOT NULL") ==
        "t");
    CHECK(
        cell(db,
             "SELECT occurrences FROM store.defect WHERE code = 'events-outside-gti' AND obs_id = '23523'") ==
        "1");
  }
  SUBCASE("every response of every run is located") {
    CHECK(cell(db,
               "SELECT count(*) FROM store.observation_hdu x JOIN store.observation o ON o.id = "
               "x.observation_id "
               "JOIN store.collection c ON c.id = o.collection_id WHERE c.name = 'HESS-DR1'") == "336");
    CHECK(cell(db,
               "SELECT count(*) FROM store.file f JOIN store.collection c ON c.id = f.collection_id "
               "WHERE c.name = 'CTA-1DC'") == "3");
  }
}
