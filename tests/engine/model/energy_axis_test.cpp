#include "engine/model/energy_axis.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace engine;

namespace {

void check_edges(EnergyAxis const& axis, std::vector<double> const& expected_tev) {
  REQUIRE(axis.edges().size() == expected_tev.size());
  for (std::size_t i = 0; i < expected_tev.size(); ++i) {
    CAPTURE(i);
    // The last digits depend on the library that computes the power; a bin is wider by a factor of 1e13.
    CHECK(in_tev(axis.edges()[i]) == doctest::Approx(expected_tev[i]).epsilon(1e-14));
  }
}

}  // namespace

TEST_CASE("logarithmic edges are those of numpy") {
  // numpy 1.24.2: np.geomspace(0.1, 100, 13)
  check_edges(EnergyAxis::logarithmic({tev(0.1), tev(100)}, 12),
              {0.1, 0.1778279410038923, 0.31622776601683794, 0.5623413251903491, 1.0, 1.7782794100389228,
               3.162277660168379, 5.62341325190349, 10.0, 17.78279410038923, 31.622776601683796,
               56.23413251903491, 100.0});
  // gammapy 1.0: MapAxis.from_energy_bounds("0.02 TeV", "200 TeV", nbin=7).edges
  check_edges(EnergyAxis::logarithmic({tev(0.02), tev(200)}, 7),
              {0.02, 0.07455187440629879, 0.27789909887462744, 1.0358949358462417, 3.861395457766498,
               14.393713460023022, 53.65391590559446, 199.99999999999991});
}

TEST_CASE("the outer edges are exactly what was asked for") {
  for (std::size_t const bins : {1U, 3U, 17U, 100U}) {
    EnergyAxis const axis = EnergyAxis::logarithmic({tev(0.03), tev(170.7)}, bins);
    CHECK(axis.bins() == bins);
    CHECK(axis.edges().front() == tev(0.03));
    CHECK(axis.edges().back() == tev(170.7));
  }
}

TEST_CASE("an event on an edge belongs to the bin above it, on the last edge to none") {
  EnergyAxis const axis({tev(1), tev(2), tev(5)});
  CHECK(axis.bin_of(tev(1)) == 0U);
  CHECK(axis.bin_of(tev(std::nextafter(2.0, 0.0))) == 0U);
  CHECK(axis.bin_of(tev(2)) == 1U);
  CHECK_FALSE(axis.bin_of(tev(5)));
  CHECK_FALSE(axis.bin_of(tev(std::nextafter(1.0, 0.0))));
}

TEST_CASE("an energy that is not a number is in no bin") {
  EnergyAxis const axis({tev(1), tev(2), tev(5)});
  CHECK_FALSE(axis.bin_of(tev(std::numeric_limits<double>::quiet_NaN())));
  CHECK_FALSE(axis.bin_of(tev(std::numeric_limits<double>::infinity())));
}

TEST_CASE("edges that are no axis are refused") {
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  std::vector<std::vector<Energy>> const bad{{},
                                             {tev(1)},
                                             {tev(2), tev(1)},
                                             {tev(1), tev(1)},
                                             {tev(0), tev(1)},
                                             {tev(-1), tev(1)},
                                             {tev(1), tev(inf)},
                                             {tev(1), tev(nan)},
                                             {tev(nan), tev(1)},
                                             {tev(1), tev(nan), tev(2)}};
  for (auto const& edges : bad) CHECK_THROWS_AS(EnergyAxis{edges}, Failure);
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(1), tev(10)}, 0), Failure);
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(0), tev(10)}, 3), Failure);
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(10), tev(1)}, 3), Failure);
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(1), tev(nan)}, 3), Failure);
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(1), tev(inf)}, 3), Failure);
  // More bins than doubles between the ends: neighbouring edges would be equal.
  CHECK_THROWS_AS(EnergyAxis::logarithmic({tev(1), tev(std::nextafter(1.0, 2.0))}, 10), Failure);
}
