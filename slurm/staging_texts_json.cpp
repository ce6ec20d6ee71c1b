#include <nlohmann/json.hpp>

#include "slurm/staging_texts.hpp"

namespace slurm {
namespace {

using Json = nlohmann::ordered_json;

void map_texts(Json& value, std::function<std::string(std::string const&)> const& mapped) {
  if (value.is_string()) value = mapped(value.get<std::string>());
  if (value.is_structured())
    for (auto& each : value) map_texts(each, mapped);
}

}  // namespace

std::optional<std::string> json_with_texts(std::string const& document,
                                           std::function<std::string(std::string const&)> const& mapped) {
  Json json = Json::parse(document, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  map_texts(json, mapped);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace slurm
