#include <set>

#include <nlohmann/json.hpp>

#include "jobs/types/job_type_json.hpp"
#include "jobs/types/json_keys.hpp"
#include "jobs/types/validate.hpp"

namespace jobs {

namespace {

constexpr std::size_t longest_text = 1 << 20;
/// What anybody would read of the problems of a text that is nothing but problems.
constexpr std::size_t most_problems = 200, longest_problem = 500;
constexpr std::int64_t most_memory = std::int64_t{1} << 46;
constexpr std::int64_t most_seconds = 366 * 86400;

ParameterDescription read_parameter(JsonKeys& keys) {
  ParameterDescription p;
  p.name = keys.text("name");
  p.type = keys.text("type", "text");
  p.unit = keys.text("unit");
  p.ucd = keys.text("ucd");
  if (Json const* const value = keys.take("default")) {
    p.default_value = plain_text(*value);
    if (!p.default_value) keys.problem("default", "not a plain value");
  }
  if (std::optional<JsonKeys> range = keys.object("range")) {
    p.minimum = range->number("min");
    p.maximum = range->number("max");
    range->leftover();
  }
  p.options = keys.texts("options");
  p.text = keys.text("text");
  p.group = keys.text("group");
  p.aliases = keys.texts("aliases");
  p.required = keys.yes("required", false);
  p.repeatable = keys.yes("repeatable", false);
  std::string const concern = keys.text("concern", "science");
  if (concern != "science" && concern != "run") keys.problem("concern", "must be science or run");
  p.science = concern != "run";
  p.may_be_file = keys.yes("may_be_file", p.type == "path");
  p.to = keys.text("to");
  p.values = keys.pairs("values");
  return p;
}

InputDescription read_input(JsonKeys& keys) {
  InputDescription input;
  input.parameter = keys.text("parameter");
  input.role = keys.text("role", input.parameter);
  input.content_type = keys.text("content_type");
  input.multiplicity = keys.text("multiplicity", "1");
  input.text = keys.text("text");
  return input;
}

OutputDescription read_output(JsonKeys& keys) {
  OutputDescription output;
  output.name = keys.text("name");
  output.role = keys.text("role", output.name);
  output.pattern = keys.text("pattern");
  output.content_type = keys.text("content_type");
  output.type = keys.text("type", "Main");
  output.text = keys.text("text");
  return output;
}

void read_command(JsonKeys& keys, CommandDescription& command) {
  command.argv = keys.texts("argv");
  command.name_value = keys.yes("name_value", false);
  command.mpi = keys.yes("mpi", false);
  command.reports = keys.yes("reports", false);
  command.resumes = keys.yes("resumes", false);
}

void read_resources(JsonKeys& keys, ResourceDescription& resources) {
  resources.processes = static_cast<int>(keys.whole("processes", resources.processes, 1, 100000));
  resources.threads = static_cast<int>(keys.whole("threads", resources.threads, 1, 4096));
  auto const memory = static_cast<std::int64_t>(resources.memory_bytes);
  resources.memory_bytes =
      static_cast<std::uint64_t>(keys.whole("memory_bytes", memory, 1 << 20, most_memory));
  resources.time = std::chrono::seconds(keys.whole("time_s", resources.time.count(), 1, most_seconds));
  resources.restartable = keys.yes("restartable", resources.restartable);
}

/// What `distill describe` leaves to be understood: the parameter `in` is what there is to work on.
void assume_engine(JobType& type, bool has_inputs, bool has_command) {
  if (!has_inputs && find_parameter(type, "in") != nullptr)
    type.inputs.push_back({.parameter = "in", .role = "events", .multiplicity = "1..*", .text = {}});
  if (!has_command)
    type.command = {.argv = {"distill", type.name}, .name_value = true, .mpi = true, .reports = true};
}

JobType read_type(JsonKeys& keys, Dialect dialect, Problems& problems) {
  JobType type;
  type.name = keys.text("name");
  type.version = keys.text("version", "1");
  type.title = keys.text("title");
  if (std::string const summary = keys.text("summary"); type.title.empty()) type.title = summary;
  type.text = keys.text("text");
  type.kind = keys.text("kind", "Analysis");
  type.subtype = keys.text("subtype");
  type.docurl = keys.text("docurl");
  type.contact = keys.text("contact");
  type.base = keys.text("base");
  type.inherit = keys.texts("inherit");
  type.set = keys.pairs("set");
  type.examples = keys.texts("examples");
  keys.take("positional");
  if (dialect == Dialect::strict) {
    keys.take("state");  // as the service shows it; who decides is not the file
    keys.take("origin");
  }
  auto const finish = [&](JsonKeys& part) {
    if (dialect == Dialect::strict) part.leftover();
  };
  for (JsonKeys& part : keys.objects("parameters")) {
    type.parameters.push_back(read_parameter(part));
    finish(part);
  }
  bool const has_inputs = keys.take("inputs") != nullptr, has_command = keys.take("command") != nullptr;
  for (JsonKeys& part : keys.objects("inputs")) {
    type.inputs.push_back(read_input(part));
    finish(part);
  }
  for (JsonKeys& part : keys.objects("outputs")) {
    type.outputs.push_back(read_output(part));
    finish(part);
  }
  if (auto part = keys.object("command")) {
    read_command(*part, type.command);
    finish(*part);
  }
  if (auto part = keys.object("resources")) {
    read_resources(*part, type.resources);
    finish(*part);
  }
  finish(keys);
  if (dialect == Dialect::engine) assume_engine(type, has_inputs, has_command);
  if (problems.empty()) problems = problems_of(type);
  return type;
}

/// Of two equal keys in one object a reader would quietly drop one. Looks at the text only; mistakes in it
/// are left to the parser.
class RepeatedKeys : public nlohmann::json_sax<Json> {
 public:
  explicit RepeatedKeys(Problems& problems) : problems_(problems) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, string_t const&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    open_.emplace_back();
    return true;
  }
  bool key(string_t& name) override {
    if (!open_.back().insert(name).second) problems_.push_back(name + ": the key stands twice in one object");
    return true;
  }
  bool end_object() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override {
    return false;
  }

 private:
  Problems& problems_;
  std::vector<std::set<std::string>> open_;
};

Json parsed(std::string_view text, Problems& problems) {
  RepeatedKeys repeated(problems);
  Json::sax_parse(text, &repeated);
  return Json::parse(text);
}

}  // namespace

ReadJobTypes read_job_types(std::string_view json, Dialect dialect, std::string const& origin) {
  ReadJobTypes read;
  auto const complain = [&](std::string const& place, Problems const& problems) {
    for (std::string const& each : problems)
      if (read.problems.size() < most_problems)
        read.problems.push_back(origin + ": " + place + each.substr(0, longest_problem));
  };
  if (json.size() > longest_text) {
    complain("", {"longer than " + std::to_string(longest_text) + " bytes"});
    return read;
  }
  try {
    Problems problems;
    Json const document = parsed(json, problems);
    complain("", problems);
    bool const many = document.is_array();
    std::size_t const count = many ? document.size() : 1;
    for (std::size_t i = 0; i < count && problems.empty(); ++i) {
      Json const& each = many ? document.at(i) : document;
      std::string place = many ? "[" + std::to_string(i) + "] " : "";
      Problems found;
      JobType type;
      if (each.is_object()) {
        JsonKeys keys(each, "", found);
        type = read_type(keys, dialect, found);
      } else {
        found.push_back("a job type is an object { \"name\": ... }");
      }
      if (many && !type.name.empty()) place += "(" + type.name + ") ";
      complain(place, found);
      type.origin = origin;
      if (found.empty()) read.types.push_back(std::move(type));
    }
  } catch (Json::exception const& error) {
    complain("", {std::string("not JSON: ") + error.what()});
  }
  return read;
}

}  // namespace jobs
