/// The simulator's check of itself: what came out against what was expected.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulate/simulator.hpp"

namespace engine {

struct ReportLine {
  std::string component;
  double expected = 0;
  std::uint64_t drawn = 0, outside = 0;  ///< as in ComponentReport
  double sigma = 0;                      ///< of `drawn` against `expected`
};
struct SimulationReport {
  std::vector<ReportLine> lines;  ///< background, then the sources
  bool consistent = true;         ///< nothing beyond 5 sigma
};

/// Counts of each component, summed over the runs; whole numbers, so that sums over ranks may come in any
/// order.
struct ComponentCounts {
  std::vector<std::uint64_t> drawn, outside;
  void add(std::vector<ComponentReport> const& run);
};

SimulationReport simulation_report(Simulator const& simulator, std::vector<RunPlan> const& plans,
                                   ComponentCounts const& counts);

/// Deviation of a count from a Poisson mean in standard deviations, with its sign: the square root of the
/// likelihood ratio (Wilks 1938), which holds for small means too.
double poisson_sigma(std::uint64_t count, double mean);

}  // namespace engine
