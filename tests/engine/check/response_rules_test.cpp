#include <algorithm>
#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "tests/engine/check/dl3_recipe.hpp"

using namespace test_support;
using Told = std::vector<std::string>;
using Numbers = std::vector<double>;
using std::string;

namespace {

Told after(std::function<void(FileRecipe&)> const& spoil) {
  SetRecipe set;
  spoil(set.runs[0]);
  return told(check(set));
}

/// The set with another table for one of its responses, under the HDU_CLASS of that.
Told with_response(string const& extname, string const& hdu_class, TableRecipe const& table) {
  SetRecipe set;
  set.runs[0].table(extname) = table;
  auto& index = set.hdu_index.tables[0];
  auto& names = std::get<std::vector<string>>(index.column("HDU_NAME").values);
  auto& classes = std::get<std::vector<string>>(index.column("HDU_CLASS").values);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == extname) classes[i] = hdu_class;
  return told(check(set));
}

void rename(TableRecipe& table, string const& from, string const& to) { table.column(from).format.name = to; }

}  // namespace

TEST_CASE("each wrong class of a response header is told") {
  auto const key = [](string table, string keyword, string value) {
    return [=](FileRecipe& run) { run.table(table).set(keyword, value); };
  };
  CHECK(after(key("PSF", "HDUCLAS2", "RPSF")) == Told{"note psf-class-rpsf HDUCLAS2"});
  CHECK(after(key("AEFF", "HDUCLAS2", "RPSF")) == Told{"warning hdu-class-wrong HDUCLAS2"});
  CHECK(after(key("AEFF", "HDUCLAS4", "2D")) == Told{"warning hdu-class-wrong HDUCLAS4"});
  CHECK(after(key("AEFF", "HDUCLASS", "OGIP")) == Told{"warning hdu-class-wrong HDUCLASS"});
  CHECK(after(key("EDISP", "HDUCLAS3", "SOMETHING")) == Told{"warning hdu-class-wrong HDUCLAS3"});
  CHECK(after(key("PSF", "HDUCLAS4", "PSF_KING")) ==
        Told{"error index-class-mismatch HDUCLAS4", "warning hdu-class-wrong HDUCLAS4"});
  CHECK(after([](FileRecipe& run) { run.table("BKG").remove("HDUCLAS3"); }) ==
        Told{"warning keyword-missing HDUCLAS3"});
  CHECK(after([](FileRecipe& run) { run.table("BKG").remove("FOVALIGN"); }) ==
        Told{"warning fovalign-missing FOVALIGN"});
  CHECK(after(key("BKG", "FOVALIGN", "ALTAZ")) == Told{});
  CHECK(after(key("BKG", "FOVALIGN", "GALACTIC")) == Told{"error fovalign-unknown FOVALIGN"});
}

TEST_CASE("thresholds must bound a range that means something") {
  auto const thresholds = [](double lo, double hi) {
    return [=](FileRecipe& run) {
      run.table("AEFF").set("LO_THRES", lo);
      run.table("AEFF").set("HI_THRES", hi);
    };
  };
  CHECK(after(thresholds(0.1, 100)) == Told{});
  CHECK(after(thresholds(0.01, 10000)) == Told{"note thresholds-meaningless LO_THRES"});
  CHECK(after([](FileRecipe& run) { run.table("AEFF").remove("HI_THRES"); }) ==
        Told{"note threshold-missing HI_THRES"});
  auto const reversed = after(thresholds(100, 0.1));
  CHECK(std::find(reversed.begin(), reversed.end(), "error thresholds-reversed LO_THRES") != reversed.end());
}

TEST_CASE("each defect of an axis is told") {
  auto const axis = [](string column, Numbers values) {
    return [=](FileRecipe& run) { run.table("AEFF").column(column).values = values; };
  };
  CHECK(after(axis("THETA_HI", {0, 1})) == Told{"note axis-of-nodes THETA_LO"});
  CHECK(after(axis("THETA_HI", {0.5, 2.5})) == Told{"warning axis-with-gaps THETA_LO"});
  CHECK(after(axis("THETA_LO", {0, std::nan("")})) == Told{"error axis-not-finite THETA_LO"});
  CHECK(after(axis("ENERG_LO", {0.1, 0.05, 10})) == Told{"error axis-not-increasing ENERG_LO"});
  CHECK(after(axis("ENERG_HI", {1, 0.5, 100})) == Told{"error axis-bin-reversed ENERG_HI"});
  CHECK(after([](FileRecipe& run) {
          run.table("AEFF").column("THETA_HI") = {{"THETA_HI", "3E", "deg"}, Numbers{1, 2, 3}};
        }) == Told{"error axis-ends-differ THETA_LO"});
  CHECK(after([](FileRecipe& run) { run.table("AEFF").remove_column("THETA_HI"); }) ==
        Told{"error column-missing THETA_HI"});
  CHECK(after([](FileRecipe& run) {
          rename(run.table("EDISP"), "ENERG_LO", "ETRUE_LO");
          rename(run.table("EDISP"), "ENERG_HI", "ETRUE_HI");
        }) == Told{"warning column-other-name ENERG_HI", "warning column-other-name ENERG_LO"});
  CHECK(after([](FileRecipe& run) { run.table("EDISP").column("ENERG_LO").format.unit = "deg"; }) ==
        Told{"error unit-wrong ENERG_LO"});
}

TEST_CASE("each defect of a response array is told") {
  auto const array = [](string table, string column, std::function<void(ColumnRecipe&)> const& spoil) {
    return after([&](FileRecipe& run) { spoil(run.table(table).column(column)); });
  };
  auto const dims = [](std::vector<std::int64_t> wanted) {
    return [=](ColumnRecipe& column) { column.format.dims = wanted; };
  };
  auto const value = [](double v) {
    return [=](ColumnRecipe& column) { std::get<Numbers>(column.values)[0] = v; };
  };
  auto const unit = [](string text) { return [=](ColumnRecipe& column) { column.format.unit = text; }; };
  CHECK(array("AEFF", "EFFAREA", dims({2, 3})) == Told{"error response-axes-permuted TDIM5"});
  CHECK(array("AEFF", "EFFAREA", dims({6})) == Told{"error response-shape-wrong TDIM5"});
  CHECK(array("AEFF", "EFFAREA", dims({})) == Told{"warning response-without-tdim EFFAREA"});
  CHECK(array("AEFF", "EFFAREA", [](ColumnRecipe& column) {
          column = {{"EFFAREA", "5E", "m2", {}}, Numbers(5, 1.0)};
        }) == Told{"error response-size-wrong EFFAREA"});
  CHECK(array("PSF", "RPSF", value(std::nan(""))) == Told{"error response-not-finite RPSF"});
  CHECK(array("EDISP", "MATRIX", value(-0.01)) == Told{"warning response-negative MATRIX"});
  CHECK(array("BKG", "BKG", [](ColumnRecipe& column) {
          for (double& cell : std::get<Numbers>(column.values)) cell = 0;
        }) == Told{"warning response-all-zero BKG"});
  CHECK(array("AEFF", "EFFAREA", unit("cm2")) == Told{"warning unit-not-of-format EFFAREA"});
  CHECK(array("AEFF", "EFFAREA", unit("m**2")) == Told{});
  CHECK(array("BKG", "BKG", unit("MeV-1 s-1 sr-1")) == Told{});
  CHECK(array("BKG", "BKG", unit("1/s/MeV/sr")) == Told{"warning unit-not-fits BKG"});
  CHECK(array("BKG", "BKG", unit("s-1 sr-1")) == Told{"error unit-wrong BKG"});
  CHECK(after([](FileRecipe& run) { rename(run.table("BKG"), "BKG", "BGD"); }) ==
        Told{"warning column-other-name BKG"});
}

TEST_CASE("axes that follow the order of their columns are right in any order") {
  SetRecipe set;
  TableRecipe& bkg = set.runs[0].table("BKG");
  std::rotate(bkg.columns.begin(), bkg.columns.begin() + 2, bkg.columns.begin() + 6);  // DETX, DETY, ENERG
  bkg.column("BKG").format.dims = {4, 4, 3};
  CHECK(told(check(set)) == Told{"note response-axis-order BKG"});
  bkg.column("BKG").format.dims = {3, 4, 4};
  CHECK(told(check(set)) == Told{"error response-axes-permuted TDIM7"});
}

TEST_CASE("an axis of one bin may be left out of the shape, which is told") {
  auto const narrow = [](FileRecipe& run, std::vector<std::int64_t> dims) {
    TableRecipe& aeff = run.table("AEFF");
    aeff.column("THETA_LO") = {{"THETA_LO", "1E", "deg"}, Numbers{0.39}};
    aeff.column("THETA_HI") = {{"THETA_HI", "1E", "deg"}, Numbers{0.41}};
    aeff.column("EFFAREA") = {{"EFFAREA", "3E", "m2", dims}, Numbers(3, 1.0)};
  };
  CHECK(after([&](FileRecipe& run) { narrow(run, {3, 1}); }) == Told{});
  CHECK(after([&](FileRecipe& run) { narrow(run, {3}); }) == Told{"warning response-shape-short TDIM5"});
}

TEST_CASE("a response of several rows, or none, is an error") {
  auto const rows = [](std::size_t n) {
    return [=](FileRecipe& run) {
      for (ColumnRecipe& column : run.table("PSF").columns) {
        Numbers& values = std::get<Numbers>(column.values);
        Numbers const one = values;
        values.clear();
        for (std::size_t i = 0; i < n; ++i) values.insert(values.end(), one.begin(), one.end());
      }
    };
  };
  CHECK(after(rows(0)) == Told{"error response-rows NAXIS2"});
  CHECK(after(rows(2)) == Told{"error response-rows NAXIS2"});
}

TEST_CASE("the other formats of the point spread function are checked too") {
  SetRecipe const pattern;
  TableRecipe king = pattern.runs[0].tables[4];
  REQUIRE(king.extname == "PSF");
  king.columns.resize(4);  // the axes of energy and offset
  king.set("HDUCLAS4", string("PSF_KING"));
  king.columns.push_back({{"GAMMA", "6E", "", {3, 2}}, Numbers(6, 2.0)});
  king.columns.push_back({{"SIGMA", "6E", "deg", {3, 2}}, Numbers(6, 0.1)});
  CHECK(with_response("PSF", "psf_king", king) == Told{});
  king.column("SIGMA").format.unit = "TeV";
  CHECK(with_response("PSF", "psf_king", king) == Told{"error unit-wrong SIGMA"});

  TableRecipe gauss = king;
  gauss.columns.resize(4);
  gauss.set("HDUCLAS4", string("PSF_3GAUSS"));
  gauss.columns.push_back({{"SCALE", "6E", "sr-1", {3, 2}}, Numbers(6, 10.0)});
  for (string const name : {"SIGMA_1", "SIGMA_2", "SIGMA_3"})
    gauss.columns.push_back({{name, "6E", "deg", {3, 2}}, Numbers(6, 0.1)});
  for (string const name : {"AMPL_2", "AMPL_3"})
    gauss.columns.push_back({{name, "6E", "", {3, 2}}, Numbers(6, 0.0)});
  CHECK(with_response("PSF", "psf_3gauss", gauss) == Told{});
  gauss.remove_column("AMPL_3");
  CHECK(with_response("PSF", "psf_3gauss", gauss) == Told{"error column-missing AMPL_3"});
}

TEST_CASE("point-like responses need the cut they were made with") {
  auto const point_like = [](FileRecipe& run) {
    for (string const table : {"AEFF", "EDISP", "PSF"})
      run.table(table).set("HDUCLAS3", string("POINT-LIKE"));
  };
  CHECK(after(point_like) == Told{"error rad-max-missing RAD_MAX"});
  CHECK(after([&](FileRecipe& run) {
          point_like(run);
          run.table("AEFF").set("RAD_MAX", 0.0894);
        }) == Told{});
  CHECK(after([](FileRecipe& run) {
          run.table("AEFF").set("HDUCLAS3", string("POINT-LIKE"));
          run.table("AEFF").set("RAD_MAX", 0.0894);
        }) == Told{"warning enclosure-mixed HDUCLAS3"});
}

TEST_CASE("a run is told which responses it lacks") {
  auto const without = [](string const& type) {
    SetRecipe set;
    auto& index = set.hdu_index.tables[0];
    auto const types = std::get<std::vector<string>>(index.column("HDU_TYPE").values);
    auto const row = std::find(types.begin(), types.end(), type) - types.begin();
    for (ColumnRecipe& column : index.columns)
      std::visit([&](auto& values) { values.erase(values.begin() + row); }, column.values);
    return told(check(set));
  };
  CHECK(without("aeff") == Told{"warning response-missing aeff"});
  CHECK(without("edisp") == Told{"warning response-missing edisp"});
  CHECK(without("psf") == Told{"warning response-missing psf"});
  CHECK(without("bkg") == Told{"note response-missing bkg"});
  // An index that forgets the GTI is no harm: it is found beside the events.
  CHECK(without("gti") == Told{});
}
