/// The only file of the daemon that knows yaml-cpp.
#include "uws/daemon/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <span>

#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/daemon/config_table.hpp"

extern char** environ;

namespace uws {

namespace {

constexpr std::string_view own_variable = "DISTILLD_CONFIG";

/// A setting as it was found, and where.
struct Found {
  std::string key, place;
  SettingText text;
};

struct Reading {
  std::vector<Found> found{};
  std::vector<std::string> problems{};
};

std::vector<std::string> known_keys() {
  std::vector<std::string> keys;
  for (Setting const& setting : settings()) keys.emplace_back(setting.key);
  return keys;
}

std::string place_of(std::string const& file, YAML::Node const& node) {
  return file + " line " + std::to_string(node.Mark().line + 1);
}

bool is_group(std::string const& key) {
  return std::any_of(settings().begin(), settings().end(),
                     [&](Setting const& s) { return s.key.starts_with(key + "."); });
}

void read_group(YAML::Node const& group, std::string const& path, std::string const& file, Reading& into);

void read_entry(std::string const& key, YAML::Node const& value, std::string const& file, Reading& into) {
  std::string const place = place_of(file, value);
  if (is_group(key)) {
    if (value.IsMap()) return read_group(value, key, file, into);
    if (!value.IsNull()) into.problems.push_back(place + ": " + key + " is a group of settings, not a value");
    return;
  }
  SettingText text;
  bool plain = value.IsScalar() || value.IsNull();
  if (value.IsScalar()) text.push_back(value.Scalar());
  if (value.IsSequence()) {
    plain = std::all_of(value.begin(), value.end(), [](YAML::Node const& n) { return n.IsScalar(); });
    if (plain)
      for (YAML::Node const& element : value) text.push_back(element.Scalar());
  }
  bool const again =
      std::any_of(into.found.begin(), into.found.end(), [&](Found const& f) { return f.key == key; });
  if (again)
    into.problems.push_back(place + ": " + key + " is given twice");
  else if (plain)
    into.found.push_back({key, place, std::move(text)});
  else
    into.problems.push_back(place + ": " + key + " must be a value or a list of values");
}

void read_group(YAML::Node const& group, std::string const& path, std::string const& file, Reading& into) {
  for (auto const& entry : group) {
    if (!entry.first.IsScalar()) {
      into.problems.push_back(place_of(file, entry.first) + ": a key must be a word");
      continue;
    }
    read_entry((path.empty() ? "" : path + ".") + entry.first.Scalar(), entry.second, file, into);
  }
}

Reading read_file(std::string const& file) {
  Reading reading;
  try {
    YAML::Node const root = YAML::LoadFile(file);
    if (root.IsMap())
      read_group(root, "", file, reading);
    else if (!root.IsNull())
      reading.problems.push_back(file + ": must hold 'key: value' lines");
  } catch (YAML::BadFile const&) {
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot read the configuration: " + file + " (is it there, and readable?)");
  } catch (YAML::Exception const& error) {
    reading.problems.push_back(file + " line " + std::to_string(error.mark.line + 1) + ": " + error.msg);
  }
  return reading;
}

void read_environment(Environment const& environment, Reading& into) {
  std::map<std::string, std::string> keys;
  std::vector<std::string> names;
  for (std::string const& key : known_keys()) {
    keys.emplace(environment_name(key), key);
    names.push_back(environment_name(key));
  }
  for (auto const& [name, value] : environment) {
    if (!name.starts_with("DISTILLD_") || name == own_variable) continue;
    if (auto const key = keys.find(name); key != keys.end()) {
      into.found.push_back({key->second, "environment " + name, {value}});
      continue;
    }
    auto const near = engine::nearest_word(name, names);
    into.problems.push_back("environment: unknown setting " + name +
                            (near ? " - did you mean " + *near + "?" : ""));
  }
}

void apply(Found const& found, Config& config, std::vector<std::string>& problems) {
  auto const setting = std::find_if(settings().begin(), settings().end(),
                                    [&](Setting const& s) { return s.key == found.key; });
  if (setting == settings().end()) {
    auto const near = engine::nearest_word(found.key, known_keys());
    problems.push_back(found.place + ": unknown setting " + found.key +
                       (near ? " - did you mean " + *near + "?" : ""));
    return;
  }
  auto const trouble = setting->read(found.text, config);
  if (trouble)
    problems.push_back(found.place + ": " + found.key + " " + *trouble +
                       (setting->secret ? "" : " (found: '" + engine::joined(found.text, ", ") + "')"));
}

std::string value_in(Environment const& environment, std::string_view name) {
  for (auto const& [known, value] : environment)
    if (known == name) return value;
  return {};
}

/// The usual place: of the system for root, of the user for others (XDG base directories).
std::filesystem::path default_directory(Environment const& environment) {
  std::string const state = value_in(environment, "XDG_STATE_HOME"), home = value_in(environment, "HOME");
  if (::geteuid() == 0) return "/var/lib/distilld";
  if (state.starts_with('/')) return std::filesystem::path(state) / "distilld";
  if (home.starts_with('/')) return std::filesystem::path(home) / ".local/state/distilld";
  return {};
}

}  // namespace

Environment process_environment() {
  Environment all;
  for (char** entry = environ; entry && *entry; ++entry) {
    std::string_view const text = *entry;
    std::size_t const equals = std::min(text.find('='), text.size());
    all.emplace_back(text.substr(0, equals), text.substr(std::min(equals + 1, text.size())));
  }
  return all;
}

Config read_config(std::string const& file, Environment const& environment) {
  Reading reading = file.empty() ? Reading{} : read_file(file);
  read_environment(environment, reading);
  Config config;
  for (Found const& found : reading.found) apply(found, config, reading.problems);
  for (std::string const& problem : contradictions(config)) reading.problems.push_back(problem);
  if (config.data.directory.empty()) config.data.directory = default_directory(environment);
  if (config.data.directory.empty())
    reading.problems.push_back("data.directory must be given (there is no HOME)");
  if (!reading.problems.empty())
    throw engine::Failure(engine::Fault::bad_request,
                          "the configuration cannot be used:\n  " + engine::joined(reading.problems, "\n  "));
  return config;
}

}  // namespace uws
