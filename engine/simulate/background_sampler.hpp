/// Drawing background events of a round field of view.
#pragma once

#include <cstdint>

#include "engine/simulate/distributions.hpp"
#include "engine/simulate/philox.hpp"
#include "engine/simulate/response_tables.hpp"

namespace engine {

/// Fixed once made; shared by all runs and threads. The rate integrated over the field is a power law between
/// the energies of the table's centres; the radial profile between two centres is one or the other's, by
/// their share in ln E; within a profile the density between centres of the offset axis is interpolated
/// logarithmically.
class BackgroundSampler {
 public:
  explicit BackgroundSampler(BackgroundTable const& table);
  double rate_per_s() const { return energies_.integral(); }

  struct Event {
    double time_u;  ///< in (0, 1)
    double energy_tev, radius_rad, angle_rad;
  };
  Event draw(RandomStream const& stream, std::uint32_t event) const;

 private:
  struct Profiles {
    std::vector<double> edges_rad;
    std::vector<double> weights;         ///< [energy][ring]: s-1 TeV-1
    std::vector<double> rate_per_s_tev;  ///< [energy]
  };
  explicit BackgroundSampler(BackgroundTable const& table, Profiles profiles);
  static Profiles profiles_of(BackgroundTable const& table);
  static EnergyDistribution energies_of(BackgroundTable const& table, Profiles const& profiles);

  std::vector<double> edges_rad_;
  HistogramRows profiles_;  ///< row per energy of the table
  EnergyDistribution energies_;
  std::size_t rows_;
};

}  // namespace engine
