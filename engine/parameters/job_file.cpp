#include <yaml-cpp/yaml.h>

#include "engine/base/failure.hpp"
#include "engine/parameters/command_line.hpp"

namespace engine {

namespace {

std::string joined_list(YAML::Node const& list) {
  std::string out;
  for (YAML::Node const& item : list) out += (out.empty() ? "" : ",") + item.as<std::string>();
  return out;
}

void add(std::string const& name, YAML::Node const& value, ParameterValues& into,
         std::vector<BadParameter>& problems) {
  auto const set = [&](std::string const& text) {
    if (std::optional<BadParameter> bad = into.set(name, text, Source::config)) problems.push_back(*bad);
  };
  if (value.IsNull()) return;  // "name:" with nothing behind it means: not set
  if (value.IsMap()) {
    problems.push_back(find_parameter(into.command(), name) == nullptr
                           ? unknown_parameter(into.command(), name)
                           : BadParameter{name, "is a mapping; a value or a list is wanted"});
    return;
  }
  Parameter const* const parameter = find_parameter(into.command(), name);
  if (value.IsSequence() && parameter != nullptr && parameter->repeatable)
    for (YAML::Node const& item : value) set(item.as<std::string>());
  else
    set(value.IsSequence() ? joined_list(value) : value.as<std::string>());
}

}  // namespace

std::vector<BadParameter> read_job_file(std::string const& path, ParameterValues& into) {
  std::vector<BadParameter> problems;
  try {
    YAML::Node root = YAML::LoadFile(path);
    if (root.IsMap() && root.size() == 1 && root[into.command().name] && root[into.command().name].IsMap())
      root = root[into.command().name];
    if (root.IsNull()) return problems;
    if (!root.IsMap()) throw Failure(Fault::bad_request, path + ": a mapping 'name: value' is wanted");
    for (auto const& entry : root) add(entry.first.as<std::string>(), entry.second, into, problems);
  } catch (YAML::BadFile const&) {
    throw Failure(Fault::missing_resource, "cannot open: " + path + " - check the name of the job file");
  } catch (YAML::Exception const& error) {
    throw Failure(Fault::bad_request, path + ": " + error.what());
  }
  for (BadParameter& bad : problems) bad.name = path + ": " + bad.name;
  return problems;
}

}  // namespace engine
