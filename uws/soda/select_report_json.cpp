#include "uws/soda/select_report_json.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"

namespace uws {

SelectReport read_select_report(std::filesystem::path const& path) {
  try {
    std::ifstream in(path);
    auto const json = nlohmann::json::parse(in);
    SelectReport report;
    report.events_kept = json.at("events").at("kept").get<std::uint64_t>();
    for (auto const& product : json.at("products"))
      if (product.at("role") == "events")
        report.event_lists.emplace_back(product.at("path").get<std::string>());
    return report;
  } catch (nlohmann::json::exception const& error) {
    throw engine::Failure(engine::Fault::internal,
                          "cannot read the engine's report: " + path.string() + " (" + error.what() + ")");
  }
}

}  // namespace uws
