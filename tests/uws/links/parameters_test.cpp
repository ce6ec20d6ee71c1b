#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "uws/links/positions.hpp"
#include "uws/links/range_polygons.hpp"
#include "uws/links/soda_parameters.hpp"

namespace {

using namespace uws;

http::Parameters parameters(std::vector<http::Parameter> values) { return {std::move(values), {}}; }

std::string fault_of(std::vector<http::Parameter> values) {
  try {
    soda_request(parameters(std::move(values)));
  } catch (SodaFailure const& failure) {
    CHECK(failure.status() == 400);
    return failure.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("positions are read as DALI writes them, and refused with the reason") {
  CHECK(position_of("CIRCLE 83.6 22 0.5")->numbers == std::vector<double>{83.6, 22, 0.5});
  CHECK(position_of("  circle  83.6  +22 5e-1 ")->kind == SkyShape::Kind::circle);
  CHECK(position_of("RANGE 350 10 -Inf 5")->numbers == std::vector<double>{350, 10, -90, 5});
  CHECK(position_of("RANGE -Inf +Inf -Inf +Inf")->numbers == std::vector<double>{0, 360, -90, 90});
  CHECK(position_of("POLYGON 1 1 2 1 2 2")->numbers.size() == 6);
  for (char const* bad :
       {"", "CIRCLE", "CIRCLE 1 2", "CIRCLE 1 2 3 4", "CIRCLE 361 0 1", "CIRCLE 0 91 1", "CIRCLE 0 0 -1",
        "CIRCLE 0 0 181", "CIRCLE NaN 0 1", "CIRCLE 0x10 0 1", "CIRCLE 1,2,3", "BOX 1 2 3 4",
        "POLYGON 1 1 2 2", "POLYGON 1 1 2 2 3", "RANGE 0 1 5 4", "RANGE 0 1 2", "POLYGON 1 1 2 2 3 +Inf"})
    CHECK_MESSAGE(!position_of(bad), bad);
}

TEST_CASE("intervals have two ends, one number, or open ends") {
  CHECK(interval_of("1 2")->high == 2);
  CHECK(interval_of("3")->low == interval_of("3")->high);
  CHECK(std::isinf(interval_of("-Inf 5")->low));
  for (char const* bad : {"", "a", "2 1", "1 2 3", "NaN 1"}) CHECK_MESSAGE(!interval_of(bad), bad);
}

TEST_CASE("a range is covered by its polygons, seam and poles included") {
  auto const range = [](double a, double b, double c, double d) {
    return range_polygons({SkyShape::Kind::range, {a, b, c, d}});
  };
  CHECK(range(10, 20, 0, 5).size() == 1);
  CHECK(range(0, 360, -90, 90).size() == 18);
  for (auto const& polygon : range(350, 20, 80, 90)) {
    CHECK(polygon.size() % 2 == 0);
    for (std::size_t i = 0; i < polygon.size(); i += 2) {
      CHECK((polygon[i] >= 350 || polygon[i] <= 20));
      CHECK((polygon[i + 1] >= 80 && polygon[i + 1] <= 90));
    }
  }
  CHECK(range(10, 10, 5, 5).size() == 1);
  CHECK(range(10, 10, 90, 90).front().size() >= 6);
}

TEST_CASE("a band of wavelengths is a range of energies, turned round") {
  // 1 TeV is 1.239841984332e-18 m.
  Interval const energies = energies_of_band({1.239841984332e-19, 1.239841984332e-18});
  CHECK(energies.low == doctest::Approx(1));
  CHECK(energies.high == doctest::Approx(10));
  double const open = std::numeric_limits<double>::infinity();
  CHECK(energies_of_band({-open, 1.239841984332e-18}).high == open);
  CHECK(energies_of_band({1e-18, open}).low == 0);
}

TEST_CASE("SODA parameters add up, and mistakes begin with SODA's words") {
  auto const request = soda_request(parameters({{"id", "ivo://a/b?1"},
                                                {"CIRCLE", "1 2 3"},
                                                {"pos", "RANGE 0 1 0 1"},
                                                {"POLYGON", "1 1 2 1 2 2"},
                                                {"BAND", "1e-19 1e-18"},
                                                {"TIME", "53343 +Inf"}}));
  CHECK(request.ids == std::vector<std::string>{"ivo://a/b?1"});
  CHECK(request.regions.size() == 3);
  CHECK(request.energies.size() == 1);
  CHECK(request.times.front().low == 53343);
  CHECK(fault_of({}) == "UsageFault: ID is missing: which dataset is meant?");
  CHECK(fault_of({{"ID", "x"}, {"CIRCLE", "1 2"}}).starts_with("UsageFault: CIRCLE: "));
  CHECK(fault_of({{"ID", "x"}, {"BAND", "-2 -1"}}).starts_with("UsageFault: BAND: "));
  CHECK(fault_of({{"ID", "x"}, {"TIME", "b"}}).starts_with("UsageFault: TIME: "));
  CHECK(fault_of({{"ID", "x"}, {"POL", "I"}}).starts_with("UsageFault: POL: "));
  CHECK(SodaFailure(SodaFailure::Kind::not_found, "x").status() == 404);
}
