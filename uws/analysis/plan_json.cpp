#include <nlohmann/json.hpp>

#include "uws/analysis/plan.hpp"

namespace uws {

std::optional<Plan> read_plan(std::string const& json) {
  auto const text = nlohmann::json::parse(json, nullptr, false);
  if (!text.is_object()) return std::nullopt;
  Plan plan;
  auto const number = [&](char const* key) -> std::optional<double> {
    auto const place = text.find(key);
    return place != text.end() && place->is_number() ? std::optional(place->get<double>()) : std::nullopt;
  };
  plan.seconds = number("seconds");
  plan.events = static_cast<std::int64_t>(number("events").value_or(0));
  plan.memory_bytes = static_cast<std::uint64_t>(number("memory_bytes_per_rank").value_or(0));
  return plan;
}

}  // namespace uws
