#include "engine/app/simulation_json.hpp"

#include <numeric>

#include <nlohmann/json.hpp>

namespace engine {

std::string simulation_json(std::string const& folder, std::vector<std::uint64_t> const& events,
                            SimulationReport const& report) {
  using Json = nlohmann::ordered_json;
  Json components = Json::array();
  for (ReportLine const& line : report.lines)
    components.push_back({{"component", line.component},
                          {"expected", line.expected},
                          {"drawn", line.drawn},
                          {"outside_field_of_view", line.outside},
                          {"sigma", line.sigma}});
  Json const out{{"command", "simulate"},
                 {"folder", folder},
                 {"runs", events.size()},
                 {"events", std::accumulate(events.begin(), events.end(), std::uint64_t{0})},
                 {"consistent", report.consistent},
                 {"components", components}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
