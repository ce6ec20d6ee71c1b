#include "jobs/work/progress_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "jobs/clean_text.hpp"

namespace jobs {
namespace {

constexpr std::size_t longest_stage = 200, longest_message = 4000;
constexpr long deepest = 16;

std::string text(nlohmann::json const& object, char const* member, std::size_t longest) {
  auto const place = object.find(member);
  return place != object.end() && place->is_string() ? clean_text(place->get<std::string>(), longest) : "";
}

}  // namespace

std::optional<std::variant<JobInfo, ToldError>> told_in(std::string_view line) {
  if (line.size() < 2 || line.front() != '{' || line.size() > 16384) return std::nullopt;
  if (std::ranges::count(line, '{') + std::ranges::count(line, '[') > deepest) return std::nullopt;
  auto const object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  if (auto const error = object.find("error"); error != object.end() && error->is_object()) {
    ToldError told{text(*error, "message", longest_message), text(*error, "fault", 40)};
    if (!told.message.empty()) return told;
  }
  JobInfo info{text(object, "stage", longest_stage), {}};
  if (info.stage.empty()) return std::nullopt;
  if (auto const fraction = object.find("fraction"); fraction != object.end() && fraction->is_number())
    info.fraction = std::clamp(fraction->get<double>(), 0.0, 1.0);
  return info;
}

}  // namespace jobs
