/// Random directions and events for the tests of kernels, seeded.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

#include "engine/kernels/unit_vectors.hpp"
#include "engine/model/events.hpp"
#include "engine/model/sky.hpp"

namespace test_support {

struct VectorColumns {
  std::vector<double> x, y, z;
  engine::VectorView view() const { return {x, y, z}; }
  engine::Vector3 at(std::size_t i) const { return {x[i], y[i], z[i]}; }
};

inline VectorColumns vectors_of(engine::EventColumns const& events) {
  VectorColumns out;
  for (auto* column : {&out.x, &out.y, &out.z}) column->resize(events.count);
  engine::unit_vectors(events.ra_rad, events.dec_rad, {out.x, out.y, out.z});
  return out;
}

/// Half of them over the whole sky, half within some degrees of (ra, dec); energies 0.05 to 200 TeV, times 0
/// to 1000 s in no order.
inline engine::EventColumns random_events(std::size_t n, double ra_deg, double dec_deg, std::uint64_t seed) {
  double const deg = std::numbers::pi / 180;
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> unit(0, 1), near(-4, 4);
  engine::EventColumns out;
  out.count = n;
  for (std::size_t i = 0; i < n; ++i) {
    bool const far = i % 2 == 0;
    double const dec = far ? std::asin(2 * unit(random) - 1) : (dec_deg + near(random)) * deg;
    out.dec_rad.push_back(std::min(std::max(dec, -std::numbers::pi / 2), std::numbers::pi / 2));
    double const turn = far ? (547 * unit(random) - 101) : ra_deg + near(random) / std::cos(dec_deg * deg);
    out.ra_rad.push_back(turn * deg);
    out.energy_tev.push_back(0.05 * std::pow(4000, unit(random)));
    out.met_s.push_back(1000 * unit(random));
  }
  return out;
}

inline std::vector<std::uint32_t> all_rows(std::size_t n) {
  std::vector<std::uint32_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

}  // namespace test_support
