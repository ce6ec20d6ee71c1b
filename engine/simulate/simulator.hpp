/// Simulating runs: each from the request and its plan alone, so that any rank or thread gets the same
/// events.
#pragma once

#include <vector>

#include "engine/simulate/background_sampler.hpp"
#include "engine/simulate/simulation.hpp"
#include "engine/simulate/source_sampler.hpp"

namespace engine {

/// Holds what all runs share. Fixed once made: its functions may be called from any thread.
class Simulator {
 public:
  /// Validates the request and tabulates the responses.
  explicit Simulator(SimulationRequest request);

  SimulationRequest const& request() const { return request_; }
  ResponseTables const& responses() const { return tables_; }
  ArraySite site() const;
  std::string telescope() const;   ///< TELESCOP
  std::string instrument() const;  ///< INSTRUME

  SimulatedRun simulate(RunPlan const& plan) const;

  /// Expected number of events per component (background, then the sources), before the field of view cuts.
  std::vector<double> expected(RunPlan const& plan) const;

 private:
  double factor_of_background() const;
  double expected_background(RunPlan const& plan) const;
  std::vector<double> expected_signals(RunPlan const& plan) const;

  SimulationRequest request_;
  ResponseTables tables_;
  GammaResponse gammas_;
  BackgroundSampler background_;  ///< of the array as it is
  double background_factor_;      ///< on its rate, and in `tables_`
};

}  // namespace engine
