/// What `distill info` says about runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/observation.hpp"

namespace engine {

struct RunFacts {
  Observation observation;
  std::string trouble;  ///< why the run cannot be read; then the rest is empty
  ObservationHeader header;
  std::uint64_t events = 0;
  double ontime_s = 0;  ///< of the good time intervals
  std::vector<std::string> columns;
};

std::string run_facts_text(std::vector<RunFacts> const& runs);
std::string run_facts_json(std::vector<RunFacts> const& runs);

}  // namespace engine
