#include <cmath>

#include <nlohmann/json.hpp>

#include "engine/base/text.hpp"
#include "jobs/types/json_keys.hpp"

namespace jobs {

namespace {

std::string shown(Json const& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

}  // namespace

JsonKeys::JsonKeys(Json const& value, std::string place, Problems& problems)
    : value_(&value), place_(std::move(place)), problems_(&problems) {}

std::string JsonKeys::place_of(std::string_view key) const {
  return place_.empty() ? std::string(key) : place_ + "." + std::string(key);
}

void JsonKeys::problem(std::string_view key, std::string const& what) {
  problems_->push_back(place_of(key) + ": " + what);
}

Json const* JsonKeys::take(std::string_view key) {
  taken_.emplace(key);
  auto const found = value_->find(std::string(key));
  return found == value_->end() || found->is_null() ? nullptr : &*found;
}

std::string JsonKeys::text(std::string_view key, std::string fallback) {
  Json const* const value = take(key);
  if (value == nullptr) return fallback;
  if (value->is_string()) return value->get<std::string>();
  problem(key, "not a text: " + shown(*value));
  return fallback;
}

bool JsonKeys::yes(std::string_view key, bool fallback) {
  Json const* const value = take(key);
  if (value == nullptr) return fallback;
  if (value->is_boolean()) return value->get<bool>();
  problem(key, "neither true nor false: " + shown(*value));
  return fallback;
}

std::optional<double> JsonKeys::number(std::string_view key) {
  Json const* const value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->get<double>();
  problem(key, "not a number: " + shown(*value));
  return std::nullopt;
}

std::int64_t JsonKeys::whole(std::string_view key, std::int64_t fallback, std::int64_t min,
                             std::int64_t max) {
  std::optional<double> const value = number(key);
  if (!value) return fallback;
  bool const fits = std::isfinite(*value) && *value == std::floor(*value) &&
                    *value >= static_cast<double>(min) && *value <= static_cast<double>(max);
  if (fits) return static_cast<std::int64_t>(*value);
  problem(key, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return fallback;
}

std::vector<std::string> JsonKeys::texts(std::string_view key) {
  Json const* const value = take(key);
  if (value == nullptr) return {};
  if (!value->is_array()) {
    problem(key, "not an array of texts: " + shown(*value));
    return {};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < value->size(); ++i)
    if (Json const& each = value->at(i); each.is_string())
      out.push_back(each.get<std::string>());
    else
      problem(std::string(key) + "[" + std::to_string(i) + "]", "not a text: " + shown(each));
  return out;
}

std::vector<std::pair<std::string, std::string>> JsonKeys::pairs(std::string_view key) {
  std::vector<std::pair<std::string, std::string>> out;
  Json const* const value = take(key);
  if (value == nullptr) return out;
  if (!value->is_object()) {
    problem(key, "not an object of names and values: " + shown(*value));
    return out;
  }
  for (auto const& [name, each] : value->items())
    if (std::optional<std::string> text = plain_text(each))
      out.emplace_back(name, std::move(*text));
    else
      problem(std::string(key) + "." + name, "not a plain value: " + shown(each));
  return out;
}

std::vector<JsonKeys> JsonKeys::objects(std::string_view key) {
  std::vector<JsonKeys> out;
  Json const* const value = take(key);
  if (value == nullptr) return out;
  if (!value->is_array()) {
    problem(key, "not an array of objects: " + shown(*value));
    return out;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    std::string const item = std::string(key) + "[" + std::to_string(i) + "]";
    Json const& each = value->at(i);
    if (!each.is_object()) {
      problem(item, "not an object: " + shown(each));
      continue;
    }
    std::string place = place_of(item);
    auto const name = each.find("name");
    if (name != each.end() && name->is_string()) place += " (" + name->get<std::string>() + ")";
    out.emplace_back(each, std::move(place), *problems_);
  }
  return out;
}

std::optional<JsonKeys> JsonKeys::object(std::string_view key) {
  Json const* const value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return JsonKeys(*value, place_of(key), *problems_);
  problem(key, "not an object: " + shown(*value));
  return std::nullopt;
}

void JsonKeys::leftover() {
  std::vector<std::string> const known(taken_.begin(), taken_.end());
  for (auto const& [key, unused] : value_->items()) {
    if (taken_.contains(key)) continue;
    auto const meant = key.size() <= 100 ? engine::nearest_word(key, known) : std::nullopt;
    problem(key, "there is no such key" + (meant ? " - did you mean " + *meant + "?" : ""));
  }
}

std::optional<std::string> plain_text(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number_float()) return engine::shortest(value.get<double>());
  return std::nullopt;
}

}  // namespace jobs
