#include "engine/parameters/describe_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/base/text.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

/// Defaults of numbers and booleans are JSON numbers and booleans where the text has no unit of its own.
Json default_of(Parameter const& p) {
  if (!p.fallback) return nullptr;
  if (p.type == ValueType::boolean) return same_word(*p.fallback, "yes");
  if (p.type == ValueType::integer)
    if (std::optional<std::int64_t> const whole = whole_number(*p.fallback)) return *whole;
  if (p.type == ValueType::real || p.type == ValueType::angle || p.type == ValueType::energy)
    if (std::optional<double> const real = number(*p.fallback)) return *real;
  return *p.fallback;
}

Json described(Parameter const& p) {
  Json out{{"name", p.name},
           {"type", word_of(p.type)},
           {"unit", p.unit.empty() ? Json(nullptr) : Json(p.unit)},
           {"default", default_of(p)}};
  out["range"] = p.min || p.max ? Json{{"min", p.min ? Json(*p.min) : Json(nullptr)},
                                       {"max", p.max ? Json(*p.max) : Json(nullptr)}}
                                : Json(nullptr);
  out["options"] = p.options;
  out["text"] = p.text;
  out["group"] = p.group;
  out["aliases"] = p.aliases;
  out["required"] = p.required;
  out["repeatable"] = p.repeatable;
  out["concern"] = p.concern == Concern::science ? "science" : "run";
  return out;
}

Json described(Command const& command) {
  Json out{{"name", command.name},
           {"version", DISTILL_VERSION},
           {"summary", command.summary},
           {"text", command.text},
           {"examples", command.examples},
           {"positional", command.positional ? Json(*command.positional) : Json(nullptr)}};
  out["parameters"] = Json::array();
  for (Parameter const& p : command.parameters) out["parameters"].push_back(described(p));
  return out;
}

}  // namespace

std::string description_json(Command const& command) { return described(command).dump(2) + "\n"; }

std::string descriptions_json() {
  Json all = Json::array();
  for (Command const& command : commands())
    if (command.is_job) all.push_back(described(command));
  return all.dump(2) + "\n";
}

}  // namespace engine
