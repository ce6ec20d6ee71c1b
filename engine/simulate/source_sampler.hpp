/// Drawing the detected events of one source in one run.
#pragma once

#include <optional>

#include "engine/simulate/distributions.hpp"
#include "engine/simulate/philox.hpp"
#include "engine/simulate/pointing_frame.hpp"
#include "engine/simulate/response_tables.hpp"
#include "engine/simulate/sky_model.hpp"

namespace engine {

/// The gamma-ray responses prepared for drawing; shared by all sources, runs and threads.
class GammaResponse {
 public:
  explicit GammaResponse(ResponseTables const& tables);
  EffectiveArea const& area() const { return area_; }

  /// Between the table's nodes, one of the neighbouring nodes is drawn with the share of each: the mean is
  /// the linear interpolation of the densities that gammapy uses. `node_u` choose the node.
  double migration(double energy_tev, double offset_rad, double node_u1, double node_u2, double u) const;
  double deviation_rad(double energy_tev, double offset_rad, double node_u1, double node_u2, double u) const;

 private:
  struct Grid {
    std::vector<double> ln_energies, offsets_rad;
    HistogramRows rows;  ///< row [offset][energy]
    std::vector<double> edges;
    std::size_t node(double energy_tev, double offset_rad, double u1, double u2) const;
  };
  static Grid migration_grid(EnergyDispersionTable const& table);
  static Grid deviation_grid(PointSpreadTable const& table);
  EffectiveArea area_;
  Grid migrations_, deviations_;
};

/// Photons are drawn with the largest effective area over the source's extent, then kept with the share that
/// the area at their own offset has of it: exact for any shape.
class SourceSampler {
 public:
  SourceSampler(SkySource const& source, GammaResponse const& response, PointingFrame const& frame,
                double livetime_s);
  double expected_trials() const { return trials_; }
  double expected_events() const { return expected_; }

  struct Event {
    double time_u;  ///< in (0, 1)
    Vector3 true_direction, direction;
    double true_energy_tev, energy_tev;
  };
  /// Nothing if the photon was not detected.
  std::optional<Event> draw(RandomStream const& stream, std::uint32_t event) const;

 private:
  EnergyDistribution spectrum_with(double min_offset_rad, double max_offset_rad) const;
  double mean_over_shape(EnergyDistribution const& largest) const;
  Vector3 position(double radius_u, double angle_u) const;

  SkySource const& source_;
  GammaResponse const& response_;
  Vector3 axis_;
  PointingFrame around_source_;
  bool extended_;
  double min_offset_rad_, max_offset_rad_;
  EnergyDistribution detected_;  ///< m-2 s-1 TeV-1 times the largest area
  double trials_ = 0, expected_ = 0;
};

}  // namespace engine
