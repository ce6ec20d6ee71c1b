#include "engine/simulate/analytic_response.hpp"

#include <cmath>

#include <doctest/doctest.h>

namespace {

using namespace engine;

TEST_CASE("the built-in instruments have the orders of magnitude of the real ones") {
  // H.E.S.S. DR1 run 23523 (zenith 49 deg, so a higher threshold) and CTA prod5 North, by gammapy 1.0.
  AnalyticResponse const hess = analytic_response(Instrument::hess_like);
  CHECK(area_m2(hess, tev(1), radians(0)) == doctest::Approx(1.2e5).epsilon(0.1));
  CHECK(in_degrees(psf_radius_68(hess, tev(1), degrees(0.5))) == doctest::Approx(0.1).epsilon(0.3));
  CHECK(in_tev(safe_threshold(hess)) == doctest::Approx(0.19).epsilon(0.1));
  AnalyticResponse const cta = analytic_response(Instrument::cta_like);
  CHECK(area_m2(cta, tev(1), radians(0)) == doctest::Approx(4.27e5).epsilon(0.1));
  CHECK(area_m2(cta, tev(10), radians(0)) == doctest::Approx(9.5e5).epsilon(0.25));
  CHECK(in_degrees(psf_radius_68(cta, tev(1), degrees(1))) == doctest::Approx(0.058).epsilon(0.15));
  CHECK(in_degrees(psf_radius_68(cta, tev(0.1), degrees(1))) == doctest::Approx(0.137).epsilon(0.15));
}

TEST_CASE("the tables hold the formulae at their nodes and are normalised") {
  for (Instrument instrument : {Instrument::hess_like, Instrument::cta_like}) {
    CAPTURE(word_of(instrument));
    AnalyticResponse const r = analytic_response(instrument);
    ResponseTables const t = tabulate(r);

    EffectiveArea const area(t.area);
    for (double e : {geometric_centres(t.area.energy_tev)[20], geometric_centres(t.area.energy_tev)[50]})
      CHECK(area.m2(e, t.area.offset_rad.lo[3]) ==
            doctest::Approx(area_m2(r, tev(e), radians(t.area.offset_rad.lo[3]))));

    EnergyDispersionTable const& d = t.dispersion;
    std::size_t const energies = d.energy_tev.size(), migras = d.migra.size();
    for (std::size_t o = 0; o < d.offset_rad.size(); ++o)
      for (std::size_t e = 0; e < energies; ++e) {
        double sum = 0;
        for (std::size_t m = 0; m < migras; ++m)
          sum += d.density[(o * migras + m) * energies + e] * (d.migra.hi[m] - d.migra.lo[m]);
        CHECK(sum == doctest::Approx(1).epsilon(1e-9));
      }

    PointSpreadTable const& p = t.psf;
    std::size_t const psf_energies = p.energy_tev.size(), psf_offsets = p.offset_rad.size();
    for (std::size_t o = 0; o < psf_offsets; ++o)
      for (std::size_t e = 0; e < psf_energies; ++e) {
        double sum = 0;
        for (std::size_t i = 0; i < p.radius_rad.size(); ++i)
          sum += p.density_per_sr[(i * psf_offsets + o) * psf_energies + e] *
                 ring_sr(p.radius_rad.lo[i], p.radius_rad.hi[i]);
        CHECK(sum == doctest::Approx(1).epsilon(1e-9));
      }
  }
}

TEST_CASE("the effective area between nodes is linear in the offset and in the logarithm of the energy") {
  EffectiveArea const area({axis_of_nodes({1, 100}), axis_of_nodes({0, 0.02}), {10, 30, 50, 110}, {}, {}});
  CHECK(area.m2(10, 0) == doctest::Approx(20));
  CHECK(area.m2(1, 0.01) == doctest::Approx(30));
  CHECK(area.m2(10, 0.005) == doctest::Approx(0.75 * 20 + 0.25 * 80));
  CHECK(area.m2(0.5, 0) == 0);
  CHECK(area.m2(200, 0) == 0);
  CHECK(area.m2(10, 0.5) == doctest::Approx(80));
  CHECK(area.largest_m2(1, 0.001, 0.5) == doctest::Approx(50));
}

TEST_CASE("a ring's solid angle is that of the sphere") {
  CHECK(ring_sr(0, std::numbers::pi) == doctest::Approx(4 * std::numbers::pi));
  CHECK(ring_sr(0, 1e-4) == doctest::Approx(std::numbers::pi * 1e-8).epsilon(1e-6));
}

}  // namespace
