#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "uws/analysis/report_file.hpp"

namespace uws {
namespace {

using Json = nlohmann::json;

std::string text_at(Json const& object, char const* key) {
  auto const place = object.find(key);
  return place != object.end() && place->is_string() ? place->get<std::string>() : std::string();
}

std::string software_of(Json const& report) {
  auto const place = report.find("software");
  if (place == report.end()) return {};
  if (place->is_string()) return place->get<std::string>();
  return place->is_object() ? text_at(*place, "name") + " " + text_at(*place, "version") : std::string();
}

std::string beside(std::filesystem::path const& folder, std::string const& path) {
  std::filesystem::path const given(path);
  return given.is_absolute() ? given.lexically_relative(folder).string() : given.lexically_normal().string();
}

}  // namespace

std::optional<EngineReport> find_report(std::filesystem::path const& folder) {
  std::error_code none;
  for (auto const& entry : std::filesystem::directory_iterator(folder, none)) {
    if (!entry.path().filename().string().ends_with("_report.json")) continue;
    std::ifstream file(entry.path());
    Json const report = Json::parse(file, nullptr, false);
    if (!report.is_object() || !report.contains("products") || !report["products"].is_array()) continue;
    EngineReport found{text_at(report, "command"), software_of(report), {}};
    for (Json const& product : report["products"])
      if (product.is_object())
        found.products.push_back({text_at(product, "role"), beside(folder, text_at(product, "path")),
                                  text_at(product, "media_type"), text_at(product, "content_sum")});
    return found;
  }
  return std::nullopt;
}

}  // namespace uws
