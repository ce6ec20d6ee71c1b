#include "engine/kernels/energy_bins.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

using namespace engine;

namespace {

std::vector<EnergyAxis> axes() {
  std::vector<EnergyAxis> out;
  out.push_back(EnergyAxis::logarithmic({tev(0.5), tev(50)}, 10));
  out.push_back(EnergyAxis::logarithmic({tev(1e-3), tev(1e3)}, 500));
  out.push_back(EnergyAxis({tev(1), tev(2)}));
  out.push_back(EnergyAxis({tev(1), tev(std::nextafter(1.0, 2.0))}));
  out.push_back(EnergyAxis({tev(5e-324), tev(1e-300), tev(1), tev(1.7e308)}));
  std::vector<Energy> crowded{tev(1)};  // more edges in one cell of any table than there are elsewhere
  for (int k = 0; k < 50; ++k) crowded.push_back(tev(std::nextafter(in_tev(crowded.back()), 2.0)));
  crowded.push_back(tev(1e6));
  out.emplace_back(crowded);
  return out;
}

std::uint32_t by_search(EnergyAxis const& axis, double e) {
  auto const bin = axis.bin_of(tev(e));
  return bin ? static_cast<std::uint32_t>(*bin) : no_bin;
}

}  // namespace

TEST_CASE("the table gives the bin of the search, for edges, their neighbours and everything between") {
  std::mt19937_64 random(3);
  for (EnergyAxis const& axis : axes()) {
    EnergyBins const bins(axis);
    CHECK(bins.bins() == axis.bins());
    std::size_t wrong = 0;
    double const inf = std::numeric_limits<double>::infinity();
    for (Energy const edge : axis.edges())
      for (double const e :
           {std::nextafter(in_tev(edge), 0.0), in_tev(edge), std::nextafter(in_tev(edge), inf)})
        wrong += bins.bin_of(e) != by_search(axis, e);
    std::uniform_real_distribution<double> log_energy(std::log(in_tev(axis.edges().front())) - 1,
                                                      std::log(in_tev(axis.edges().back())) + 1);
    for (int k = 0; k < 100000; ++k) {
      double const e = std::exp(log_energy(random));
      wrong += bins.bin_of(e) != by_search(axis, e);
    }
    for (double const e : {0.0, -0.0, -1.0, inf, -inf, 5e-324, 1.7976931348623157e308})
      wrong += bins.bin_of(e) != by_search(axis, e);
    CHECK(wrong == 0);
  }
}

TEST_CASE("an undefined energy is in no bin") {
  EnergyBins const bins(EnergyAxis::logarithmic({tev(0.5), tev(50)}, 10));
  CHECK(bins.bin_of(std::numeric_limits<double>::quiet_NaN()) == no_bin);
}
