#include "uws/jobtypes/job_type_lists_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/base/text.hpp"
#include "jobs/types/job_type_json.hpp"
#include "uws/jobtypes/value_kinds.hpp"

namespace uws {

namespace {

using Json = nlohmann::ordered_json;

std::string written(Json const& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json links_of(jobs::JobType const& type, JobTypeUrls const& urls) {
  std::string const self = urls.types + "/" + type.name;
  return {{"self", self},
          {"json", self + ".json"},
          {"votable", self + ".vot"},
          {"wadl", self + ".wadl"},
          {"jobs", urls.jobs + "/" + type.name}};
}

std::string_view word_of(jobs::TypeState state) {
  switch (state) {
    case jobs::TypeState::valid: return "valid";
    case jobs::TypeState::pending: return "pending";
    case jobs::TypeState::refused: return "refused";
  }
  return {};
}

Json brief_of(jobs::JobType const& type, JobTypeUrls const& urls) {
  Json out{{"name", type.name}, {"version", type.version}, {"title", type.title}, {"kind", type.kind}};
  if (!type.base.empty()) out["base"] = type.base;
  out["state"] = word_of(type.state);
  out["links"] = links_of(type, urls);
  return out;
}

void add_history(Json& out, Proposal const& proposal) {
  out["proposer"] = proposal.proposer;
  out["proposed"] = proposal.created;
  if (!proposal.decided.empty()) {
    out["decided"] = proposal.decided;
    out["decided_by"] = proposal.decided_by;
    out["reason"] = proposal.reason;
  }
}

Json opus_parameter(jobs::ParameterDescription const& p) {
  Json out{{"datatype", is_file(p) ? "file" : xsd_type(p)},
           {"required", p.required ? "true" : "false"},
           {"default", typed_default(p)},
           {"unit", p.unit},
           {"ucd", p.ucd},
           {"annotation", p.text}};
  if (p.minimum) out["min"] = engine::shortest(*p.minimum);
  if (p.maximum) out["max"] = engine::shortest(*p.maximum);
  if (!p.options.empty()) out["options"] = engine::joined(p.options, ",");
  return out;
}

Json opus_definition(jobs::JobType const& type) {
  bool const is_address = type.contact.find('@') != std::string::npos;
  Json out{{"name", type.name},
           {"annotation", type.text.empty() ? type.title : type.text},
           {"version", type.version},
           {"type", type.kind},
           {"subtype", type.subtype},
           {"doculink", type.docurl},
           {"executionDuration", std::to_string(type.resources.time.count())}};
  out["contact_name"] = is_address ? "" : type.contact;
  out["contact_email"] = is_address ? type.contact : "";
  Json parameters = Json::object(), used = Json::object(), generated = Json::object();
  for (jobs::ParameterDescription const& p : settable_parameters(type))
    parameters[p.name] = opus_parameter(p);
  for (jobs::InputDescription const& input : type.inputs)
    used[input.parameter] = {{"role", input.role},
                             {"multiplicity", input.multiplicity},
                             {"content_type", input.content_type},
                             {"annotation", input.text},
                             {"url", "file://$ID"}};
  for (jobs::OutputDescription const& output : type.outputs)
    generated[output.name] = {{"role", output.role},
                              {"default", output.pattern},
                              {"content_type", output.content_type},
                              {"annotation", output.text}};
  for (auto const& [key, group] :
       {std::pair<std::string, Json&>("parameters", parameters), std::pair<std::string, Json&>("used", used),
        std::pair<std::string, Json&>("generated", generated)}) {
    Json names = Json::array();
    for (auto const& [name, unused] : group.items()) names.push_back(name);
    out[key + "_keys"] = names;
    out[key] = group;
  }
  return out;
}

}  // namespace

std::string job_types_json(std::vector<std::shared_ptr<jobs::JobType const>> const& types,
                           std::span<Proposal const> proposals, JobTypeUrls const& urls) {
  Json out{{"jobtypes", Json::array()}, {"proposals", Json::array()}};
  for (auto const& type : types) out["jobtypes"].push_back(brief_of(*type, urls));
  for (Proposal const& proposal : proposals) {
    Json entry = brief_of(proposal.type, urls);
    add_history(entry, proposal);
    out["proposals"].push_back(std::move(entry));
  }
  return written(out);
}

std::string job_type_document(jobs::JobType const& type, Proposal const* proposal, bool whole,
                              JobTypeUrls const& urls) {
  Json out = Json::parse(job_type_json(type, whole ? jobs::Detail::whole : jobs::Detail::published));
  if (proposal != nullptr) add_history(out, *proposal);
  out["links"] = links_of(type, urls);
  return written(out);
}

std::string opus_names_json(std::vector<std::shared_ptr<jobs::JobType const>> const& types) {
  Json out{{"jobnames", Json::array()}, {"details", Json::object()}};
  for (auto const& type : types) {
    out["jobnames"].push_back(type->name);
    out["details"][type->name] = opus_definition(*type);
  }
  return written(out);
}

std::string opus_definition_json(jobs::JobType const& type) { return written(opus_definition(type)); }

}  // namespace uws
