#include <nlohmann/json.hpp>

#include "engine/base/text.hpp"
#include "jobs/types/job_type_json.hpp"

namespace jobs {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(std::optional<double> const& number) { return number ? Json(*number) : Json(nullptr); }

/// A number or truth value where that says the same as the text.
Json default_of(ParameterDescription const& p) {
  if (!p.default_value) return nullptr;
  std::string const& text = *p.default_value;
  if (p.type == "boolean" && (text == "yes" || text == "no")) return text == "yes";
  if (p.type == "integer")
    if (auto const whole = engine::whole_number(text); whole && std::to_string(*whole) == text) return *whole;
  if (p.type == "real" || p.type == "angle" || p.type == "energy")
    if (auto const real = engine::number(text); real && engine::shortest(*real) == text) return *real;
  return text;
}

Json object_of(std::vector<std::pair<std::string, std::string>> const& pairs) {
  Json out = Json::object();
  for (auto const& [name, value] : pairs) out[name] = value;
  return out;
}

Json json_of(ParameterDescription const& p) {
  Json out{{"name", p.name}, {"type", p.type}, {"unit", or_null(p.unit)}};
  if (!p.ucd.empty()) out["ucd"] = p.ucd;
  out["default"] = default_of(p);
  out["range"] =
      p.minimum || p.maximum ? Json{{"min", or_null(p.minimum)}, {"max", or_null(p.maximum)}} : Json(nullptr);
  out["options"] = p.options;
  out["text"] = p.text;
  out["group"] = p.group;
  out["aliases"] = p.aliases;
  out["required"] = p.required;
  out["repeatable"] = p.repeatable;
  out["concern"] = p.science ? "science" : "run";
  out["may_be_file"] = p.may_be_file;
  if (!p.to.empty()) out["to"] = p.to;
  if (!p.values.empty()) out["values"] = object_of(p.values);
  return out;
}

Json json_of(InputDescription const& input) {
  return {{"parameter", input.parameter},
          {"role", input.role},
          {"content_type", or_null(input.content_type)},
          {"multiplicity", input.multiplicity},
          {"text", input.text}};
}

Json json_of(OutputDescription const& output) {
  return {{"name", output.name},       {"role", output.role},
          {"pattern", output.pattern}, {"content_type", or_null(output.content_type)},
          {"type", output.type},       {"text", output.text}};
}

Json json_of(ResourceDescription const& resources) {
  return {{"processes", resources.processes},
          {"threads", resources.threads},
          {"memory_bytes", resources.memory_bytes},
          {"time_s", resources.time.count()},
          {"restartable", resources.restartable}};
}

template <class Descriptions>
Json array_of(Descriptions const& descriptions) {
  Json out = Json::array();
  for (auto const& each : descriptions) out.push_back(json_of(each));
  return out;
}

std::string_view word_of(TypeState state) {
  switch (state) {
    case TypeState::valid: return "valid";
    case TypeState::pending: return "pending";
    case TypeState::refused: return "refused";
  }
  return {};
}

}  // namespace

std::string job_type_json(JobType const& type, Detail detail) {
  Json out{{"name", type.name}, {"version", type.version}, {"title", type.title}, {"text", type.text}};
  out["kind"] = type.kind;
  out["subtype"] = or_null(type.subtype);
  out["docurl"] = or_null(type.docurl);
  out["contact"] = or_null(type.contact);
  out["state"] = word_of(type.state);
  if (!type.base.empty()) {
    out["base"] = type.base;
    if (type.base_type == nullptr) out["inherit"] = type.inherit;  // else they stand among the parameters
    out["set"] = object_of(type.set);
  }
  out["examples"] = type.examples;
  out["parameters"] = Json::array();
  for (ParameterDescription const& parameter : type.parameters)
    if (detail == Detail::whole || is_settable(type, parameter))
      out["parameters"].push_back(json_of(parameter));
  out["inputs"] = array_of(type.inputs);
  out["outputs"] = array_of(type.outputs);
  if (detail == Detail::whole)
    out["command"] = Json{{"argv", type.command.argv},
                          {"name_value", type.command.name_value},
                          {"mpi", type.command.mpi},
                          {"reports", type.command.reports},
                          {"resumes", type.command.resumes}};
  out["resources"] = json_of(type.resources);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobs
