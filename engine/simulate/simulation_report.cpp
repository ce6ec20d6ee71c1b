#include "engine/simulate/simulation_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/expects.hpp"

namespace engine {

void ComponentCounts::add(std::vector<ComponentReport> const& run) {
  drawn.resize(std::max(drawn.size(), run.size()));
  outside.resize(drawn.size());
  for (std::size_t i = 0; i < run.size(); ++i) {
    drawn[i] += run[i].drawn;
    outside[i] += run[i].outside;
  }
}

double poisson_sigma(std::uint64_t count, double mean) {
  EXPECTS(mean >= 0);
  double const n = static_cast<double>(count);
  if (mean == 0) return count == 0 ? 0 : std::numeric_limits<double>::infinity();
  double const ratio = 2 * ((n > 0 ? n * std::log(n / mean) : 0) - (n - mean));
  double const sigma = std::sqrt(std::max(0.0, ratio));
  return n < mean ? -sigma : sigma;
}

SimulationReport simulation_report(Simulator const& simulator, std::vector<RunPlan> const& plans,
                                   ComponentCounts const& counts) {
  std::vector<SkySource> const& sources = simulator.request().sources;
  EXPECTS(counts.drawn.size() == sources.size() + 1 && counts.outside.size() == counts.drawn.size());
  SimulationReport report;
  for (std::size_t i = 0; i < counts.drawn.size(); ++i)
    report.lines.push_back(
        {i == 0 ? "background" : sources[i - 1].name, 0, counts.drawn[i], counts.outside[i], 0});
  for (RunPlan const& plan : plans) {
    std::vector<double> const expected = simulator.expected(plan);
    for (std::size_t i = 0; i < expected.size(); ++i) report.lines[i].expected += expected[i];
  }
  for (ReportLine& line : report.lines) {
    line.sigma = poisson_sigma(line.drawn, line.expected);
    report.consistent = report.consistent && std::abs(line.sigma) <= 5;
  }
  return report;
}

}  // namespace engine
