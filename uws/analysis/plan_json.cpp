#include <algorithm>

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
  plan.cpu_seconds = number("cpu_seconds").value_or(0);
  plan.threads = std::max(1, static_cast<int>(number("threads").value_or(1)));
  plan.runs = static_cast<std::size_t>(std::max(0.0, number("runs").value_or(0)));
  plan.memory_bytes = static_cast<std::uint64_t>(number("memory_bytes_per_rank").value_or(0));
  return plan;
}

}  // namespace uws
