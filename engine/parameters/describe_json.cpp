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
  out["ucd"] = p.ucd;
  out["may_be_file"] = p.may_be_file;
  return out;
}

Json described(CommandInput const& input) {
  return {{"parameter", input.parameter},
          {"role", input.role},
          {"content_type", input.content_type},
          {"multiplicity", input.multiplicity},
          {"text", input.text}};
}

Json described(CommandOutput const& output) {
  return {{"name", output.name},       {"role", output.role},
          {"pattern", output.pattern}, {"content_type", output.content_type},
          {"type", output.type},       {"text", output.text}};
}

Json described(CommandResources const& resources) {
  return {{"processes", resources.processes},
          {"threads", resources.threads},
          {"memory_bytes", resources.memory_bytes},
          {"time_s", resources.time_s},
          {"restartable", resources.restartable}};
}

template <class Items>
Json list_of(Items const& items) {
  Json list = Json::array();
  for (auto const& item : items) list.push_back(described(item));
  return list;
}

Json described(Command const& command) {
  Json out{{"name", command.name},
           {"version", DISTILL_VERSION},
           {"summary", command.summary},
           {"text", command.text},
           {"examples", command.examples},
           {"positional", command.positional ? Json(*command.positional) : Json(nullptr)}};
  out["parameters"] = list_of(command.parameters);
  out["kind"] = command.kind;
  out["inputs"] = list_of(command.inputs);
  out["outputs"] = list_of(command.outputs);
  out["resources"] = described(command.resources);
  out["command"] = {{"argv", {"distill", command.name}},
                    {"name_value", true},
                    {"mpi", command.uses_ranks},
                    {"reports", command.is_job}};
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
