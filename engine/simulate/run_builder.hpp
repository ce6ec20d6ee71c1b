/// Collects the events of one run component by component, and puts them in the order of time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulate/background_sampler.hpp"
#include "engine/simulate/philox.hpp"
#include "engine/simulate/pointing_frame.hpp"
#include "engine/simulate/simulation.hpp"
#include "engine/simulate/source_sampler.hpp"

namespace engine {

/// From a share of the good time to an instant in it.
class GoodTimeClock {
 public:
  explicit GoodTimeClock(GoodTimes const& good_times);
  double met_s(double share) const;  ///< share in (0, 1)

 private:
  std::vector<MetRange> ranges_;
  double total_s_;
};

class RunBuilder {
 public:
  /// Request and plan must outlive the builder.
  RunBuilder(SimulationRequest const& request, RunPlan const& plan, double field_of_view_rad);

  PointingFrame const& frame() const { return frame_; }
  void add_background(BackgroundSampler const& background, double expected);
  void add_source(std::size_t number, SourceSampler const& source);
  SimulatedRun sorted_by_time() &&;

 private:
  /// One event before its place in time is known.
  struct Drawn {
    double met_s, ra_rad, dec_rad, energy_tev, detx_rad, dety_rad;
    std::int32_t mc_id;
  };
  RandomStream stream_of(std::uint32_t component) const;
  void add(double time_u, Vector3 const& direction, double energy_tev, std::int32_t mc_id);
  void add_truth(SourceSampler::Event const& event);
  std::vector<std::uint32_t> time_order() const;
  void move_truth_to(std::vector<std::uint32_t> const& order);

  SimulationRequest const& request_;
  RunPlan const& plan_;
  PointingFrame frame_;
  GoodTimeClock clock_;
  double cos_field_of_view_;
  std::vector<Drawn> drawn_;
  std::vector<SimulatedRun::TrueEvent> truth_;
  std::vector<ComponentReport> components_;
};

}  // namespace engine
