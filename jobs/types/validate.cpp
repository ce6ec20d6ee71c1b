#include "jobs/types/validate.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "engine/base/text.hpp"
#include "jobs/types/validate_parts.hpp"

namespace jobs {

namespace {

constexpr std::size_t most_parts = 1000;  ///< of parameters, inputs, outputs, each
constexpr std::array<std::string_view, 10> kinds{"Analysis",    "Selection", "Reduction",      "Simulation",
                                                 "Calibration", "Diagnosis", "Reconstruction", "Observation",
                                                 "Test",        "Other"};
constexpr std::array<std::string_view, 4> output_types{"Main", "Preview", "Log", "Quality"};
constexpr std::array<std::string_view, 4> multiplicities{"1", "0..1", "1..*", "0..*"};
/// Lists of jobs that are not of a described type.
constexpr std::array<std::string_view, 4> taken_names{"tap", "soda", "all", "new"};

template <class Words>
std::string joined(Words const& words) {
  return engine::joined({words.begin(), words.end()}, ", ");
}
template <class Words>
bool is_one_of(std::string_view word, Words const& words) {
  return std::ranges::find(words, word) != words.end();
}

void check_name(JobType const& type, Complaints& complaints) {
  if (!is_type_name(type.name))
    complaints.add("name",
                   "'" + type.name +
                       "' is no name - allowed: up to 60 small letters, digits, '_' and '-', a letter first");
  if (is_one_of(type.name, taken_names)) complaints.add("name", "'" + type.name + "' is the service's own");
}

void check_texts(JobType const& type, Complaints& complaints) {
  complaints.check_text("version", type.version, 60);
  if (type.version.empty()) complaints.add("version", "is empty");
  complaints.check_text("title", type.title, 200);
  complaints.check_text("text", type.text, 20000);
  complaints.check_text("subtype", type.subtype, 100);
  complaints.check_text("contact", type.contact, 200);
  for (std::string const& example : type.examples) complaints.check_text("examples", example, 2000);
  if (!is_one_of(type.kind, kinds))
    complaints.add("kind", "'" + type.kind + "' is not one of " + joined(kinds));
  bool const is_url = type.docurl.starts_with("https://") || type.docurl.starts_with("http://");
  if (!type.docurl.empty() && (!is_url || type.docurl.find_first_of(" \"<>\\^`{|}") != std::string::npos))
    complaints.add("docurl", "must be an http or https URL");
  complaints.check_text("docurl", type.docurl, 1000);
}

void check_counts(JobType const& type, Complaints& complaints) {
  for (auto const& [place, count] :
       {std::pair("parameters", type.parameters.size()), std::pair("inputs", type.inputs.size()),
        std::pair("outputs", type.outputs.size()), std::pair("examples", type.examples.size())})
    if (count > most_parts) complaints.add(place, "more than " + std::to_string(most_parts));
}

void check_inputs(JobType const& type, Complaints& complaints) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < type.inputs.size(); ++i) {
    InputDescription const& input = type.inputs[i];
    std::string const place = "inputs[" + std::to_string(i) + "]";
    if (type.base.empty() && find_parameter(type, input.parameter) == nullptr)
      complaints.add(place + ".parameter", "there is no parameter '" + input.parameter + "'");
    if (!seen.emplace(engine::lower(input.parameter), i).second)
      complaints.add(place + ".parameter", "'" + input.parameter + "' is an input already");
    if (!is_role(input.role)) complaints.add(place + ".role", role_rule);
    if (!is_one_of(input.multiplicity, multiplicities))
      complaints.add(place + ".multiplicity", "must be one of " + joined(multiplicities));
    complaints.check_media_type(place + ".content_type", input.content_type);
    complaints.check_text(place + ".text", input.text, 2000);
  }
}

void check_outputs(JobType const& type, Complaints& complaints) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < type.outputs.size(); ++i) {
    OutputDescription const& output = type.outputs[i];
    std::string const place = "outputs[" + std::to_string(i) + "] (" + output.name + ")";
    if (!is_role(output.name)) complaints.add(place + ".name", role_rule);
    if (!seen.emplace(engine::lower(output.name), i).second)
      complaints.add(place + ".name", "stands twice among the outputs");
    if (!is_role(output.role)) complaints.add(place + ".role", role_rule);
    if (!is_one_of(output.type, output_types))
      complaints.add(place + ".type", "must be one of " + joined(output_types));
    if (output.pattern.empty()) complaints.add(place + ".pattern", "is empty: which files are it?");
    if (output.pattern.starts_with('/') || output.pattern.find("..") != std::string::npos)
      complaints.add(place + ".pattern", "must be a name, * and ? allowed, within the results");
    complaints.check_text(place + ".pattern", output.pattern, 200);
    complaints.check_media_type(place + ".content_type", output.content_type);
    complaints.check_text(place + ".text", output.text, 2000);
  }
}

void check_resources(JobType const& type, Complaints& complaints) {
  ResourceDescription const& r = type.resources;
  if (r.processes < 1) complaints.add("resources.processes", "must be at least 1");
  if (r.threads < 1) complaints.add("resources.threads", "must be at least 1");
  if (r.processes > 1 && !type.command.mpi && type.base.empty())
    complaints.add("resources.processes", "more than one process needs a command with mpi: true");
  if (r.time.count() < 1) complaints.add("resources.time_s", "must be at least 1");
}

void check_alias_keys(JobType const& type, Complaints& complaints) {
  if (!type.base.empty()) {
    if (type.base == type.name) complaints.add("base", "names the type itself");
    if (!type.command.argv.empty()) complaints.add("command", "an alias has its base's command");
    return;
  }
  if (!type.inherit.empty()) complaints.add("inherit", "there is no base to inherit from");
  if (!type.set.empty()) complaints.add("set", "there is no base to set anything of");
  for (ParameterDescription const& p : type.parameters)
    if (!p.to.empty() || !p.values.empty())
      complaints.add("parameters (" + p.name + ")", "to and values need a base");
}

}  // namespace

std::vector<std::string> problems_of(JobType const& type) {
  Complaints complaints;
  check_name(type, complaints);
  check_texts(type, complaints);
  check_counts(type, complaints);
  check_parameters_of(type, complaints);
  check_inputs(type, complaints);
  check_outputs(type, complaints);
  check_resources(type, complaints);
  check_alias_keys(type, complaints);
  if (type.base.empty()) check_command(type, complaints);
  return complaints.all;
}

}  // namespace jobs
