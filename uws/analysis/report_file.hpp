/// The engine's report of what it made ("<command>_report.json"), as far as the service needs it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace uws {

struct ReportedProduct {
  std::string role{}, path{}, media_type{};  ///< path relative to the result folder
  std::string content_sum{};                 ///< equal where the content is equal; empty: not told
};

struct EngineReport {
  std::string command{}, software{};
  std::vector<ReportedProduct> products{};
};

/// Of the folder's report; nothing if there is none, or none that can be read.
std::optional<EngineReport> find_report(std::filesystem::path const& folder);

}  // namespace uws
