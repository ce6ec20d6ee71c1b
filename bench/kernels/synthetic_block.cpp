#include "bench/kernels/synthetic_block.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace bench {

namespace {

/// A linear congruential generator (Knuth, MMIX): standard distributions differ between libraries.
class Uniform {
 public:
  explicit Uniform(std::uint64_t seed) : state_(seed) {}
  double next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (static_cast<double>(state_ >> 11) + 0.5) * 0x1p-53;
  }

 private:
  std::uint64_t state_;
};

}  // namespace

engine::EventColumns synthetic_block(std::size_t events, double ra_deg, double dec_deg, std::uint64_t seed) {
  double const deg = std::numbers::pi / 180;
  Uniform uniform(seed);
  engine::EventColumns out;
  out.count = events;
  std::vector<std::int64_t> multiplicity;
  for (std::size_t i = 0; i < events; ++i) {
    double const radius = 1.5 * std::sqrt(-2 * std::log(uniform.next()));
    double const angle = 2 * std::numbers::pi * uniform.next();
    out.dec_rad.push_back((dec_deg + radius * std::cos(angle)) * deg);
    out.ra_rad.push_back((ra_deg + radius * std::sin(angle) / std::cos(dec_deg * deg)) * deg);
    out.energy_tev.push_back(0.1 * std::pow(uniform.next(), -1 / 1.7));
    out.met_s.push_back(1800 * uniform.next());
    multiplicity.push_back(2 + static_cast<std::int64_t>(3 * uniform.next()));
  }
  out.extra.push_back({"MULTIP", std::move(multiplicity)});
  return out;
}

std::vector<std::uint32_t> all_rows(std::size_t n) {
  std::vector<std::uint32_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

engine::SkyGeometry map_at(engine::Projection projection, double ra_deg, double dec_deg) {
  return engine::SkyGeometry::centred({engine::MapFrame::icrs, projection, engine::degrees(ra_deg),
                                       engine::degrees(dec_deg), engine::degrees(0.02), 200, 200});
}

}  // namespace bench
