#include "engine/io/read_response.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include <doctest/doctest.h>

#include "response_files.hpp"

using namespace engine;
using namespace test_support;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double area_at(LoadedResponse const& response, double energy_tev, double offset_deg) {
  auto const& area = *std::get<std::shared_ptr<AreaResponse const>>(response.value);
  double out = -1;
  area.m2(degrees(offset_deg), GridPositions(area.energy_tev(), {&energy_tev, 1}), {&out, 1});
  return out;
}
double const low = std::sqrt(0.1), high = std::sqrt(10.0);  ///< the centres of both energies

double rate_at(LoadedResponse const& response, double energy_tev, double lon_deg, double lat_deg) {
  auto const& background = *std::get<std::shared_ptr<Background const>>(response.value);
  double out = -1;
  FieldPosition const at{degrees(lon_deg), degrees(lat_deg), degrees(std::hypot(lon_deg, lat_deg))};
  background_rates(background, at, GridPositions(energy_tev_of(background), {&energy_tev, 1}), {&out, 1});
  return out;
}

bool says(std::string const& text, std::string const& part) {
  CAPTURE(text);
  return text.find(part) != std::string::npos;
}
bool mends(ResponseFile const& table, std::string const& part) {
  for (std::string const& mend : read(table).mends)
    if (says(mend, part)) return true;
  return false;
}

/// The array in the order of C: the last axis of the text fastest.
std::vector<double> turned(std::vector<double> const& cells, std::size_t fast, std::size_t middle,
                           std::size_t slow) {
  std::vector<double> out;
  for (std::size_t f = 0; f < fast; ++f)
    for (std::size_t m = 0; m < middle; ++m)
      for (std::size_t s = 0; s < slow; ++s) out.push_back(cells[(s * middle + m) * fast + f]);
  return out;
}

}  // namespace

TEST_CASE("every format is known by its columns, whatever its HDU classes say") {
  CHECK(read(area_file(), "aeff").name == "AEFF_2D");
  CHECK(read(dispersion_file(), "edisp").name == "EDISP_2D");
  CHECK(read(psf_table_file(), "psf").name == "PSF_TABLE");
  CHECK(read(gauss_file(), "psf").name == "PSF_3GAUSS");
  CHECK(read(king_file(), "psf").name == "PSF_KING");
  CHECK(read(background_2d_file(), "bkg").name == "BKG_2D");
  CHECK(read(background_3d_file(), "bkg").name == "BKG_3D");
  CHECK(read(rad_max_file(), "rad_max").name == "RAD_MAX_2D");
  for (std::string const word : {"PSF", "RPSF"})
    CHECK(read(king_file().with_key("HDUCLAS2", word).with_key("HDUCLAS4", "2D")).name == "PSF_KING");
  CHECK(read(area_file()).mends.empty());
}

TEST_CASE("columns of 32 and 64 bits, whole numbers and other names do as well") {
  ResponseFile table = area_file();
  for (auto& column : table.columns) column.format.back() = 'D';
  table.column("EFFAREA").format.back() = 'J';
  CHECK(area_at(read(table), high, 1.5) == doctest::Approx(4).epsilon(1e-14));
  ResponseFile renamed = background_2d_file();
  renamed.column("BKG").name = "BGD";
  renamed.column("ENERG_LO").name = "ETRUE_LO";
  renamed.column("ENERG_HI").name = "etrue_hi";
  CHECK(rate_at(read(renamed), high, 1.5, 0) == doctest::Approx(4).epsilon(1e-6));
}

TEST_CASE("units are read, in every spelling") {
  auto const area_in = [](std::string const& unit) {
    ResponseFile table = area_file();
    table.column("EFFAREA").unit = unit;
    return area_at(read(table), high, 1.5);
  };
  for (std::string const unit : {"m2", "m^2", "m**2", ""}) CHECK(area_in(unit) == doctest::Approx(4));
  CHECK(area_in("cm2") == doctest::Approx(4e-4));
  CHECK(area_in("km2") == doctest::Approx(4e6));

  ResponseFile in_gev = area_file();
  for (std::string const end : {"_LO", "_HI"}) {
    in_gev.column("ENERG" + end).unit = "GeV";
    for (double& e : in_gev.column("ENERG" + end).cells) e *= 1000;
    in_gev.column("THETA" + end).unit = "rad";
    for (double& o : in_gev.column("THETA" + end).cells) o *= std::numbers::pi / 180;
  }
  CHECK(area_at(read(in_gev), high, 1.5) == doctest::Approx(4).epsilon(1e-6));

  auto const rate_in = [](std::string const& unit) {
    ResponseFile table = background_2d_file();
    table.column("BKG").unit = unit;
    return rate_at(read(table), high, 1.5, 0);
  };
  for (std::string const unit : {"s-1 MeV-1 sr-1", "MeV-1 s-1 sr-1", "1/s/MeV/sr", "s^-1 MeV^-1 sr^-1",
                                 "1/(s MeV sr)", "1 / (MeV s sr)", ""})
    CHECK(rate_in(unit) == doctest::Approx(4).epsilon(1e-6));
  CHECK(rate_in("s-1 TeV-1 sr-1") == doctest::Approx(4e-6).epsilon(1e-6));
  CHECK(rate_in("s-1 MeV-1 deg-2") == doctest::Approx(4 * std::pow(180 / std::numbers::pi, 2)).epsilon(1e-6));
  for (std::string const unit : {"1/(s MeV sr", "s-1 MeV-1 sr)", "s-1 MeV-1", "furlong", "m2"}) {
    ResponseFile table = background_2d_file();
    table.column("BKG").unit = unit;
    CHECK(says(refusal(table), "unit '" + unit + "' of column BKG is not understood"));
  }
}

TEST_CASE("cells may be in the order of FITS or of C") {
  ResponseFile table = area_file();
  table.column("EFFAREA").cells = turned(table.column("EFFAREA").cells, 2, 1, 3);
  table.column("EFFAREA").dims = {3, 2};
  CHECK(area_at(read(table), high, 1.5) == doctest::Approx(4).epsilon(1e-6));
  ResponseFile cube = background_3d_file();
  double const here = rate_at(read(cube), high, 2, -0.5);
  CHECK(here == doctest::Approx(1e6 * 12e-6).epsilon(1e-6));  // energy 2, DETX 3, DETY 2: 2 + 2 * (2 + 3 * 1)
  cube.column("BKG").cells = turned(cube.column("BKG").cells, 2, 3, 4);
  cube.column("BKG").dims = {4, 3, 2};
  CHECK(rate_at(read(cube), high, 2, -0.5) == doctest::Approx(here).epsilon(1e-12));
}

TEST_CASE("where TDIM is silent or both orders fit, the columns decide") {
  ResponseFile table = area_file();
  table.column("EFFAREA").dims = {};
  CHECK(area_at(read(table), high, 1.5) == doctest::Approx(4).epsilon(1e-6));
  std::rotate(table.columns.begin(), table.columns.begin() + 2, table.columns.begin() + 4);  // THETA first
  table.column("EFFAREA").cells = turned(table.column("EFFAREA").cells, 2, 1, 3);
  CHECK(area_at(read(table), high, 1.5) == doctest::Approx(4).epsilon(1e-6));
  table.column("EFFAREA").dims = {6, 1};
  CHECK(says(refusal(table), "is an array"));
}

TEST_CASE("TDIM may leave axes of one point out") {
  ResponseFile table = rad_max_file();
  for (std::string const name : {"THETA_LO", "THETA_HI"})
    table.column(name) = {name, "1E", "deg", {name == "THETA_LO" ? 0.39 : 0.41}};
  for (std::vector<std::int64_t> const& dims : {std::vector<std::int64_t>{2, 1}, {2}, {}}) {
    table.column("RAD_MAX") = {"RAD_MAX", "2E", "deg", {0.1, 0.2}, dims};
    CHECK(read(table).name == "RAD_MAX_2D");
  }
}

TEST_CASE("NaN and negative cells are told; infinite ones are refused") {
  ResponseFile table = area_file();
  table.column("EFFAREA").cells[3] = nan_value;
  table.column("EFFAREA").cells[0] = -2;
  CHECK(mends(table, "1 of 6 cells of EFFAREA are NaN: taken for 0"));
  CHECK(mends(table, "1 of 6 cells of EFFAREA are negative"));
  CHECK(area_at(read(table), high, 1.5) < 1e-12);
  CHECK(area_at(read(table), low, 0.5) == 0);
  table.column("EFFAREA").cells[3] = infinity;
  CHECK(says(refusal(table), "infinite, or beyond any measure"));
}

TEST_CASE("offsets without a width are nodes; a single one holds for all") {
  ResponseFile nodes = area_file();
  nodes.column("THETA_HI").cells = nodes.column("THETA_LO").cells;
  CHECK(area_at(read(nodes), high, 1) == doctest::Approx(4).epsilon(1e-6));
  CHECK(area_at(read(nodes), high, 2.49) > 0);
  CHECK(area_at(read(nodes), high, 2.51) == 0);

  ResponseFile single = area_file();
  single.column("THETA_LO") = {"THETA_LO", "1E", "deg", {0.4}};
  single.column("THETA_HI") = {"THETA_HI", "1E", "deg", {0.4}};
  single.column("EFFAREA") = {"EFFAREA", "2E", "m2", {1, 2}, {2, 1}};
  CHECK(mends(single, "one offset only, 0.4"));
  for (double const offset : {0.0, 0.4, 3.0})
    CHECK(area_at(read(single), high, offset) == doctest::Approx(2));
}

TEST_CASE("bins that do not meet are taken to, and told") {
  ResponseFile table = area_file();
  table.column("THETA_HI").cells = {0.8, 2, 3};
  CHECK(mends(table, "bins of axis THETA do not meet"));
}

TEST_CASE("a PSF of cells without widths says how many") {
  ResponseFile table = gauss_file();
  table.column("SIGMA_1").cells[0] = 0;
  CHECK(mends(table, "1 of 6 cells have no PSF"));
  ResponseFile king = king_file();
  king.column("GAMMA").cells[5] = 0.9;
  CHECK(mends(king, "1 of 6 cells have no PSF"));
}

TEST_CASE("keywords: enclosure, RAD_MAX, thresholds, FOVALIGN") {
  ResponseFile table = area_file();
  table.with_key("HDUCLAS3", "POINT-LIKE").with_key("RAD_MAX", 0.1).with_key("LO_THRES", 0.08);
  LoadedResponse const area = read(table);
  CHECK(area.enclosure == Enclosure::point_like);
  CHECK(in_degrees(area.rad_max.value()) == doctest::Approx(0.1));
  CHECK(in_tev(area.low_threshold.value()) == 0.08);
  CHECK_FALSE(area.high_threshold.has_value());
  // A table that was made without the cut has none, whatever its header carries along.
  CHECK_FALSE(read(area_file().with_key("RAD_MAX", 0.1)).rad_max.has_value());
  CHECK(says(refusal(area_file().with_key("HDUCLAS3", "POINT-LIKE").with_key("RAD_MAX", -1.0)), "no radius"));

  auto const alignment = [](ResponseFile const& t) {
    return alignment_of(*std::get<std::shared_ptr<Background const>>(read(t).value));
  };
  CHECK(alignment(background_3d_file()) == FieldAlignment::altaz);
  ResponseFile silent = background_3d_file();
  silent.keys.clear();
  CHECK(alignment(silent) == FieldAlignment::radec);
  CHECK(mends(silent, "FOVALIGN is missing"));
  silent.with_key("FOVALIGN", "GALACTIC");
  CHECK(says(refusal(silent), "FOVALIGN = 'GALACTIC'"));
}
