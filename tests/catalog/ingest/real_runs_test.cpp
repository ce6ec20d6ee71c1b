// Single runs of three experiments as they are read, without a database. Expected values: astropy 5.2 for
// sums and sizes of HDUs, numpy for percentiles of the responses (weights between nodes in log energy and in
// angle), gammapy 1.0 containment_radius(0.68, 1 TeV, 0.5 deg) for the PSF, to the precision of its own grid.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "catalog/ingest/run_record.hpp"
#include "catalogue.hpp"
#include "engine/io/data_set.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace catalog::ingest;

RunRecord run_of(std::string const& folder, std::int64_t id, Collection const& collection) {
  auto const set = engine::open_data_set({folder}, engine::FileNameSyntax::literal);
  for (engine::Observation const& run : set.observations)
    if (run.id == id) {
      SharedResponses shared;
      return read_run(run, collection, shared);
    }
  FAIL("no such run");
  return {};
}

RunHdu const* hdu_of(RunRecord const& run, std::string const& role) {
  for (RunHdu const& hdu : run.hdus)
    if (hdu.role == role) return &hdu;
  return nullptr;
}

double const arcsec_per_r68_deg = 2 * std::sqrt(std::log(2.0) / -std::log(0.32)) * 3600;

}  // namespace

TEST_CASE("a H.E.S.S. run is read with its six tables") {
  auto const data = test_support::real_data();
  if (data.empty()) return;
  Collection const collection = ingest_test::shipped("hess_dl3_dr1");
  RunRecord const run = run_of((data / "hess-dl3-dr1").string(), 23523, collection);
  CHECK(run.event_count == 7613);
  CHECK(run.energies.min_tev.value_or(0) == doctest::Approx(0.24408458173274994).epsilon(1e-15));
  CHECK(run.energies.max_tev.value_or(0) == doctest::Approx(100.97813415527344).epsilon(1e-15));
  REQUIRE(run.hdus.size() == 6);
  CHECK(hdu_of(run, "events")->facts.datasum == "1082923742");
  CHECK(hdu_of(run, "gti")->facts.datasum == "792400767");
  CHECK(hdu_of(run, "aeff")->facts.datasum == "2721301739");
  CHECK(hdu_of(run, "edisp")->facts.datasum == "767296534");
  CHECK(hdu_of(run, "psf")->facts.datasum == "2416233653");
  CHECK(hdu_of(run, "bkg")->facts.datasum == "2823462200");
  CHECK(hdu_of(run, "events")->facts.size_bytes == 224640);
  CHECK(hdu_of(run, "bkg")->facts.size_bytes == 207360);
  CHECK(hdu_of(run, "psf")->facts.hduclas4 == "PSF_TABLE");
  CHECK(hdu_of(run, "psf")->facts.number == 5);
  REQUIRE(run.psf_fwhm_arcsec);
  CHECK(run.psf_fwhm_arcsec->value == doctest::Approx(688.6624671286183).epsilon(1e-4));
  CHECK(run.psf_fwhm_arcsec->value ==
        doctest::Approx(0.12262554820626972 * arcsec_per_r68_deg).epsilon(0.01));
  CHECK(run.psf_fwhm_arcsec->theta_deg == doctest::Approx(0.5));
  REQUIRE(run.energy_resolving_power);
  CHECK(run.energy_resolving_power->value == doctest::Approx(4.721669671902178).epsilon(1e-6));
  CHECK(run.safe.lo_tev.value_or(0) == doctest::Approx(0.870963589956081));
  CHECK(run.safe.hi_tev.value_or(0) == doctest::Approx(100));
  CHECK(run.analysis_mode == "full-enclosure");
  CHECK(run.fov_deg == 5);
  REQUIRE(run.array != nullptr);
  CHECK(run.array->name == "H.E.S.S. I");
  CHECK(run.header.real("MUONEFF").value_or(0) == doctest::Approx(0.907074809074402));
  CHECK(run.notes.empty());
}

TEST_CASE("a CTA run has its responses in a file of the set, and its known defects are mended") {
  auto const data = test_support::real_data();
  if (data.empty()) return;
  Collection const collection = ingest_test::shipped("cta_1dc");
  RunRecord const run = run_of((data / "cta-1dc").string(), 110380, collection);
  CHECK(run.event_count == 106217);
  CHECK(run.times.t_min.value_or(0) == doctest::Approx(59235.49919925926).epsilon(1e-13));
  CHECK(run.energies.min_tev.value_or(0) == doctest::Approx(0.030000079423189163).epsilon(1e-15));
  CHECK(hdu_of(run, "events")->facts.datasum == "3090413793");
  CHECK(hdu_of(run, "gti")->facts.datasum == "2273811332");
  REQUIRE(hdu_of(run, "psf") != nullptr);
  CHECK(hdu_of(run, "psf")->file.ends_with("irf_file.fits"));
  REQUIRE(run.psf_fwhm_arcsec);
  CHECK(run.psf_fwhm_arcsec->value == doctest::Approx(286.39847240831733).epsilon(1e-6));
  CHECK(run.psf_fwhm_arcsec->value == doctest::Approx(0.05125 * arcsec_per_r68_deg).epsilon(0.01));
  REQUIRE(run.energy_resolving_power);
  CHECK(run.energy_resolving_power->value == doctest::Approx(14.532623258616033).epsilon(1e-6));
  CHECK(run.fov_deg == 10);  // twice the radius of DSVAL3
  CHECK(run.header.real("GEOLON").value_or(0) == doctest::Approx(-79.4041));
  CHECK(run.header.real("ALTITUDE").value_or(0) == doctest::Approx(2150));
  CHECK_FALSE(run.sky.alt_deg);
  CHECK(run.written.real("GEOLON").value_or(0) == doctest::Approx(79.4041));
  CHECK(run.notes.size() == 5);
}

TEST_CASE("a MAGIC run counts in UTC and has no PSF") {
  auto const data = test_support::real_data();
  if (data.empty()) return;
  Collection const collection = ingest_test::shipped("magic_dl3");
  RunRecord const run = run_of((data / "magic-rad-max").string(), 5029748, collection);
  CHECK(run.times.t_min.value_or(0) == doctest::Approx(56569.195286654794).epsilon(1e-13));
  CHECK(run.times.t_max.value_or(0) == doctest::Approx(56569.208988077735).epsilon(1e-13));
  CHECK_FALSE(run.psf_fwhm_arcsec);
  REQUIRE(run.energy_resolving_power);
  CHECK(run.energy_resolving_power->value == doctest::Approx(3.320701130488784).epsilon(1e-6));
  CHECK(run.energy_resolving_power->theta_deg == doctest::Approx(0.4));  // the only angle there is
  CHECK(run.analysis_mode == "point-like");
  CHECK(run.safe.lo_tev.value_or(0) == doctest::Approx(0.0807246));
  CHECK_FALSE(run.safe.hi_tev);
  CHECK(hdu_of(run, "rad_max")->facts.datasum == "1109102304");
  CHECK(run.fov_deg == 3.5);
}

TEST_CASE("all public runs can be read, with resolutions where there are responses for them") {
  auto const data = test_support::real_data();
  if (data.empty()) return;
  auto const set = engine::open_data_set({(data / "hess-dl3-dr1").string()}, engine::FileNameSyntax::literal);
  Collection const collection = ingest_test::shipped("hess_dl3_dr1");
  SharedResponses shared;
  for (engine::Observation const& run : set.observations) {
    RunRecord const record = read_run(run, collection, shared);
    CHECK_MESSAGE(record.psf_fwhm_arcsec, run.id);
    CHECK_MESSAGE(record.energy_resolving_power, run.id);
    CHECK_MESSAGE(record.footprint.size() == 3, run.id);
  }
}
