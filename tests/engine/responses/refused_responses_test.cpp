#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "response_files.hpp"

using namespace engine;
using namespace test_support;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool says(std::string const& text, std::string const& part) {
  CAPTURE(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("axes that cannot be are refused, each with its reason") {
  auto const with = [](std::string const& name, std::vector<double> cells) {
    ResponseFile table = area_file();
    table.column(name).format = std::to_string(cells.size()) + "E";
    table.column(name).cells = std::move(cells);
    return refusal(table);
  };
  CHECK(says(with("ENERG_LO", {0, 1}), "no logarithm"));
  CHECK(says(with("ENERG_LO", {-0.1, 1}), "no logarithm"));
  CHECK(says(with("ENERG_LO", {nan_value, 1}), "no finite number"));
  CHECK(says(with("ENERG_HI", {1, infinity}), "no finite number"));
  CHECK(says(with("ENERG_LO", {1, 0.1}), "axis ENERG"));
  CHECK(says(with("ENERG_HI", {1, 0.9}), "ends before it begins"));
  CHECK(says(with("THETA_HI", {0, 2, 3}), "1 of 3 bins of axis THETA have no width"));
  CHECK(says(with("THETA_LO", {0, 0, 0}), "does not increase"));
  CHECK(says(with("THETA_LO", {0, 1}), "2 lower and 3 upper edges"));
  CHECK(says(with("ENERG_LO", {0.1, 1, 3}), "3 lower and 2 upper edges"));
  CHECK(says(with("ENERG_HI", {1, 1e20}), "nothing is measured there"));
  ResponseFile same = area_file();  // 1 and 1 + 1e-15 TeV have one logarithm
  for (std::string const end : {"_LO", "_HI"})
    same.column("ENERG" + end) = {"ENERG" + end, "2D", "TeV", {1, 1 + 1e-15}};
  CHECK(says(refusal(same), "does not increase"));
  ResponseFile core = psf_table_file();
  core.column("RAD_LO").cells[0] = 0.09;
  CHECK(says(refusal(core), "the core is missing"));
}

TEST_CASE("tables that are none are refused, each with its reason") {
  ResponseFile two = area_file();
  two.rows = 2;
  CHECK(says(refusal(two), "2 rows instead of one"));
  ResponseFile none = area_file();
  none.rows = 0;
  CHECK(says(refusal(none), "0 rows instead of one"));
  CHECK(says(refusal(area_file().without("EFFAREA")), "of no known format"));
  CHECK(says(refusal(area_file().without("ENERG_HI")), "it has no column ENERG_HI"));
  CHECK(says(refusal(area_file(), "bkg"), "listed as bkg, but its columns are those of AEFF_2D"));
  ResponseFile short_array = area_file();
  short_array.column("EFFAREA") = {"EFFAREA", "5E", "m2", {1, 2, 3, 4, 5}, {5}};
  CHECK(says(refusal(short_array), "is an array (5), its axes have the sizes (2,3)"));
  ResponseFile text = area_file();
  text.column("EFFAREA") = {"EFFAREA", "6A", "m2", {}};
  CHECK(says(refusal(text), "EFFAREA"));
  ResponseFile in_seconds = area_file();
  in_seconds.column("ENERG_LO").unit = "s";
  CHECK(says(refusal(in_seconds), "unit 's' is not understood"));
}
