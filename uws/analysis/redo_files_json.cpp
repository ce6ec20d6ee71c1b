#include <fstream>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "uws/analysis/redo_files.hpp"

namespace uws {
namespace {

using Json = nlohmann::ordered_json;

void write(std::filesystem::path const& path, Json const& json) {
  std::ofstream file(path);
  file << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  file.flush();
  if (!file)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot write " + path.filename().string() + " - is the disk full?");
}

Json of(KeptDifferences const& inputs) {
  return {{"checked", inputs.checked}, {"changed", inputs.sentences}};
}

}  // namespace

void write_differences(std::filesystem::path const& path,
                       std::vector<catalog::InputDifference> const& differences, std::size_t checked) {
  KeptDifferences kept{checked, {}};
  for (auto const& difference : differences) kept.sentences.push_back(text_of(difference));
  write(path, of(kept));
}

KeptDifferences read_differences(std::filesystem::path const& path) {
  std::ifstream file(path);
  auto const json = nlohmann::json::parse(file, nullptr, false);
  KeptDifferences kept;
  if (!json.is_object()) return kept;
  kept.checked = json.value("checked", std::size_t{0});
  if (json.contains("changed") && json["changed"].is_array())
    for (auto const& one : json["changed"])
      if (one.is_string()) kept.sentences.push_back(one.get<std::string>());
  return kept;
}

void write_report(std::filesystem::path const& path, RedoReport const& report) {
  Json products = Json::array();
  for (auto const& product : report.products)
    products.push_back({{"name", product.name},
                        {"role", product.role},
                        {"verdict", product.verdict},
                        {"detail", product.detail}});
  write(path, {{"original", report.original},
               {"type", report.type},
               {"verdict", report.verdict},
               {"summary", report.summary},
               {"software", {{"then", report.software_then}, {"now", report.software_now}}},
               {"inputs", of(report.inputs)},
               {"products", products}});
}

std::string comparison_summary(std::string const& text) {
  auto const json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return {};
  for (auto const* key : {"summary", "verdict"})
    if (json.contains(key) && json[key].is_string()) return json[key].get<std::string>();
  return {};
}

}  // namespace uws
