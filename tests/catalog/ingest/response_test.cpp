// Responses whose resolution is known in closed form.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>

#include <doctest/doctest.h>

#include "catalog/ingest/response_summary.hpp"
#include "engine/io/fits_writer.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace catalog::ingest;

struct Axis {
  std::string name, unit;
  std::vector<double> lo, hi;
};
using Value = std::function<double(std::vector<double> const& at)>;
struct Array {
  std::string name, unit;
  Value value;
};

Axis edges(std::string name, std::string unit, double from, double to, std::size_t n,
           bool logarithmic = false) {
  Axis axis{std::move(name), std::move(unit), {}, {}};
  auto const edge = [&](std::size_t i) {
    double const share = static_cast<double>(i) / static_cast<double>(n);
    return logarithmic ? from * std::pow(to / from, share) : from + (to - from) * share;
  };
  for (std::size_t i = 0; i < n; ++i) axis.lo.push_back(edge(i)), axis.hi.push_back(edge(i + 1));
  return axis;
}

Axis const energy = edges("ENERG", "TeV", 0.01, 100, 40, true);
Axis const theta = edges("THETA", "deg", 0, 4, 8);

/// One row; the first axis runs fastest. Values are taken at the middle of cells.
std::string response(test_support::TemporaryDirectory const& folder, std::vector<Axis> const& axes,
                     std::vector<Array> const& arrays) {
  std::string const path = folder.file("response.fits");
  std::filesystem::remove(path);
  std::vector<engine::FitsColumnFormat> columns;
  std::vector<std::int64_t> dims;
  std::size_t cells = 1;
  for (Axis const& axis : axes) {
    std::string const format = std::to_string(axis.lo.size()) + "D";
    columns.push_back({axis.name + "_LO", format, axis.unit});
    columns.push_back({axis.name + "_HI", format, axis.unit});
    dims.push_back(static_cast<std::int64_t>(axis.lo.size()));
    cells *= axis.lo.size();
  }
  for (Array const& array : arrays)
    columns.push_back({array.name, std::to_string(cells) + "D", array.unit, dims});
  engine::FitsWriter file = engine::FitsWriter::create(path);
  file.table("RESPONSE", columns);
  int column = 1;
  for (Axis const& axis : axes) {
    file.column(column++, axis.lo);
    file.column(column++, axis.hi);
  }
  for (Array const& array : arrays) {
    std::vector<double> values;
    for (std::size_t i = 0; i < cells; ++i) {
      std::vector<double> at;
      std::size_t rest = i;
      for (Axis const& axis : axes) {
        std::size_t const k = rest % axis.lo.size();
        rest /= axis.lo.size();
        at.push_back((axis.lo[k] + axis.hi[k]) / 2);
      }
      values.push_back(array.value(at));
    }
    file.column(column++, values);
  }
  file.close();
  return path;
}

constexpr double arcsec = 3600;
double const fwhm_per_sigma = 2 * std::sqrt(2 * std::log(2.0));

std::optional<AtReference> fwhm_of(std::string const& path, std::string& why) {
  engine::FitsFile file = engine::FitsFile::open(path);
  return psf_fwhm_arcsec(file, 2, why);
}

}  // namespace

TEST_CASE("a Gaussian PSF has the FWHM of the Gaussian, in each form it can be written") {
  test_support::TemporaryDirectory const folder;
  double const sigma = 0.05;
  auto const constant = [](double v) { return [v](auto const&) { return v; }; };
  std::string why;
  SUBCASE("as a sum of Gaussians") {
    auto const found = fwhm_of(response(folder, {energy, theta},
                                        {{"SCALE", "", constant(1)},
                                         {"SIGMA_1", "deg", constant(sigma)},
                                         {"AMPL_2", "", constant(0)},
                                         {"SIGMA_2", "deg", constant(0)},
                                         {"AMPL_3", "", constant(0)},
                                         {"SIGMA_3", "deg", constant(0)}}),
                               why);
    REQUIRE(found);
    CHECK(found->value == doctest::Approx(sigma * fwhm_per_sigma * arcsec).epsilon(1e-9));
    CHECK(found->energy_tev == 1);
    CHECK(found->theta_deg == 0.5);
  }
  SUBCASE("as a table, with the axes in either order") {
    auto const density = [&](double rad) { return std::exp(-rad * rad / (2 * sigma * sigma)); };
    Axis const rad = edges("RAD", "deg", 0, 1, 500);
    auto const found = fwhm_of(response(folder, {energy, theta, rad},
                                        {{"RPSF", "sr-1", [&](auto const& at) { return density(at[2]); }}}),
                               why);
    REQUIRE(found);
    CHECK(found->value == doctest::Approx(sigma * fwhm_per_sigma * arcsec).epsilon(2e-3));
    auto const other = fwhm_of(response(folder, {rad, theta, energy},
                                        {{"RPSF", "sr-1", [&](auto const& at) { return density(at[0]); }}}),
                               why);
    REQUIRE(other);
    CHECK(other->value == doctest::Approx(found->value).epsilon(1e-12));
  }
  SUBCASE("as a table whose radii are points, in other units") {
    Axis rad = edges("RAD", "arcmin", 0, 60, 500);
    rad.hi = rad.lo;
    auto const found = fwhm_of(response(folder, {energy, theta, rad},
                                        {{"RPSF", "sr-1",
                                          [&](auto const& at) {
                                            double const r = at[2] / 60;
                                            return std::exp(-r * r / (2 * sigma * sigma));
                                          }}}),
                               why);
    REQUIRE(found);
    CHECK(found->value == doctest::Approx(sigma * fwhm_per_sigma * arcsec).epsilon(5e-3));
  }
}

TEST_CASE("a King PSF has the containment radius of its closed form") {
  test_support::TemporaryDirectory const folder;
  double const gamma = 2.5, sigma = 0.04;
  std::string why;
  auto const found = fwhm_of(response(folder, {energy, theta},
                                      {{"GAMMA", "", [&](auto const&) { return gamma; }},
                                       {"SIGMA", "deg", [&](auto const&) { return sigma; }}}),
                             why);
  REQUIRE(found);
  // 1 - (1 + r^2 / (2 gamma sigma^2))^(1 - gamma) = 0.68 of what is within 20 deg
  double const all = 1 - std::pow(1 + 400 / (2 * gamma * sigma * sigma), 1 - gamma);
  double const r68 = std::sqrt(2 * gamma * sigma * sigma * (std::pow(1 - 0.68 * all, 1 / (1 - gamma)) - 1));
  CHECK(found->value ==
        doctest::Approx(r68 * 2 * std::sqrt(std::log(2.0) / -std::log(0.32)) * arcsec).epsilon(1e-6));
}

TEST_CASE("the resolving power of a Gaussian energy dispersion is one over its width, where it is asked") {
  test_support::TemporaryDirectory const folder;
  std::string why;
  // The width grows with the offset: 0.1 at 0.5 deg. 68 % of a Gaussian lie within 0.99446 sigma.
  auto const matrix = [](auto const& at) {
    double const sigma = 0.05 + 0.1 * at[2], x = at[1] - 1;
    return std::exp(-x * x / (2 * sigma * sigma)) / sigma;
  };
  std::string const path =
      response(folder, {energy, edges("MIGRA", "", 0, 3, 600), edges("THETA", "deg", 0.25, 4.25, 8)},
               {{"MATRIX", "", matrix}});
  engine::FitsFile file = engine::FitsFile::open(path);
  auto const found = energy_resolving_power(file, 2, why);
  REQUIRE(found);
  CHECK(found->value == doctest::Approx(1 / (0.1 * 0.99446)).epsilon(0.02));
}

TEST_CASE("tables that mean nothing have no resolution, and the reason is said") {
  test_support::TemporaryDirectory const folder;
  auto const zero = [](auto const&) { return 0.0; };
  auto const nan = [](auto const&) { return std::nan(""); };
  for (auto const& value : {Value(zero), Value(nan), Value([](auto const&) { return -1.0; })}) {
    std::string why;
    CHECK_FALSE(fwhm_of(
        response(folder, {energy, theta, edges("RAD", "deg", 0, 1, 10)}, {{"RPSF", "sr-1", value}}), why));
    CHECK_FALSE(why.empty());
    CHECK_FALSE(fwhm_of(response(folder, {energy, theta}, {{"SIGMA_1", "deg", value}}), why));
    CHECK_FALSE(
        fwhm_of(response(folder, {energy, theta}, {{"GAMMA", "", value}, {"SIGMA", "deg", value}}), why));
  }
  std::string why;
  Axis backwards = energy;
  std::reverse(backwards.lo.begin(), backwards.lo.end());
  CHECK_FALSE(fwhm_of(
      response(folder, {backwards, theta}, {{"SIGMA_1", "deg", [](auto const&) { return 1.0; }}}), why));
  CHECK_FALSE(fwhm_of(response(folder, {theta}, {{"SIGMA_1", "deg", [](auto const&) { return 1.0; }}}), why));
  CHECK_FALSE(
      fwhm_of(response(folder, {energy, theta}, {{"EFFAREA", "m2", [](auto const&) { return 1.0; }}}), why));
}

TEST_CASE("safe energies are those that mean something") {
  auto const of = [](char const* lo, char const* hi) {
    return safe_energies({"x", {{"LO_THRES", lo, false, "", ""}, {"HI_THRES", hi, false, "", ""}}});
  };
  CHECK(of("0.87", "100").lo_tev == 0.87);
  CHECK(of("0.87", "100").hi_tev == 100);
  CHECK_FALSE(of("0.01", "10000").lo_tev);  // VERITAS: the whole simulation
  CHECK_FALSE(of("0.01", "10000").hi_tev);
  CHECK_FALSE(of("-1", "0").lo_tev);
  CHECK_FALSE(of("5", "2").hi_tev);
  CHECK_FALSE(of("n/a", "inf").lo_tev);
}
