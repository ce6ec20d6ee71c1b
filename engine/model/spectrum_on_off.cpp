#include "engine/model/spectrum_on_off.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

void expect_consistent(SpectrumOnOff const& s) {
  std::size_t const n = s.channels();
  EXPECTS(s.on.size() == n && s.off.size() == n && s.usable.size() == n);
  EXPECTS(s.on_acceptance.size() == n && s.off_acceptance.size() == n);
  EXPECTS(in_seconds(s.livetime) >= 0 && std::isfinite(in_seconds(s.livetime)));
  for (std::size_t i = 0; i < n; ++i) {
    EXPECTS(std::isfinite(s.on_acceptance[i]) && s.on_acceptance[i] >= 0);
    EXPECTS(std::isfinite(s.off_acceptance[i]) && s.off_acceptance[i] >= 0);
    EXPECTS(s.usable[i] == 0 || (s.on_acceptance[i] > 0 && s.off_acceptance[i] > 0));
  }
}

void expect_consistent(SpectrumResponse const& r) {
  auto const sound = [](double value) { return std::isfinite(value) && value >= 0; };
  EXPECTS(r.area_m2.size() == r.true_energy.bins());
  EXPECTS(r.dispersion.size() == r.true_energy.bins() * r.energy.bins());
  EXPECTS(std::all_of(r.area_m2.begin(), r.area_m2.end(), sound));
  EXPECTS(std::all_of(r.dispersion.begin(), r.dispersion.end(), sound));
}

}  // namespace engine
