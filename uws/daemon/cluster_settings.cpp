#include "uws/daemon/cluster_settings.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "uws/daemon/cluster_rules.hpp"
#include "uws/daemon/quoted_words.hpp"

namespace uws {
namespace {

/// What was checked when the configuration was read.
std::vector<std::string> words_of(std::string const& text) {
  auto words = quoted_words(text);
  EXPECTS(words.has_value());
  return std::move(*words);
}

std::optional<std::string> given(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

template <class Value>
std::optional<std::vector<Value>> given(std::vector<Value> values) {
  return values.empty() ? std::nullopt : std::optional(std::move(values));
}

/// Containers see the data as well.
std::vector<std::string> container_command(Config const& config) {
  auto words = words_of(config.cluster.container_command);
  if (words.empty()) return words;
  std::string const name = std::filesystem::path(words.front()).filename().string();
  if (name != "apptainer" && name != "singularity") return words;
  for (std::string const& root : config.data.roots)
    words.insert(words.end(), {"--bind", root + ":" + root + ":ro"});
  return words;
}

slurm::Profile profile_of(Config const& config) {
  ClusterConfig const& c = config.cluster;
  slurm::Profile profile;
  profile.partition = given(c.partition);
  profile.account = given(c.account);
  profile.qos = given(c.qos);
  profile.constraint = given(c.constraint);
  profile.reservation = given(c.reservation);
  profile.modules = given(c.modules);
  profile.setup = given(c.setup.each);
  std::vector<std::pair<std::string, std::string>> environment;
  for (std::string const& each : c.environment.each)
    if (auto entry = environment_entry(each)) environment.push_back(std::move(*entry));
  profile.environment = given(std::move(environment));
  profile.container = given(c.container);
  profile.container_command = given(container_command(config));
  profile.options = given(c.options.each);
  profile.launcher = given(c.launcher);
  profile.exclusive = c.exclusive;
  constexpr std::size_t most = 1'000'000;
  profile.nodes = static_cast<int>(std::min(c.nodes, most));
  profile.cpus_per_node = static_cast<int>(std::min(c.cpus_per_node, most));
  profile.memory_per_node = c.memory_per_node.count;
  profile.time_max = c.time_max;
  return profile;
}

}  // namespace

slurm::Settings cluster_settings(Config const& config) {
  ClusterConfig const& c = config.cluster;
  slurm::Settings settings;
  settings.over = words_of(c.over);
  settings.as_owner = words_of(c.as_owner);
  settings.commands = c.commands;
  settings.conf = c.conf.string();
  settings.program = c.program;
  settings.name = c.name;
  settings.poll = c.poll;
  settings.patience = c.patience;
  settings.warning = c.warning;
  settings.margin = c.margin;
  settings.stage = c.stage;
  settings.stage_bytes = c.stage_bytes.count;
  settings.stage_refresh = c.stage_refresh;
  settings.rules.push_back({{}, {}, profile_of(config)});
  for (std::string const& each : c.rules.each) {
    slurm::Rule rule;
    auto const trouble = read_cluster_rule(each, rule);
    EXPECTS(!trouble);
    settings.rules.push_back(std::move(rule));
  }
  return settings;
}

bool runs_on_cluster(ClusterConfig const& cluster, std::string_view type) {
  return cluster.is_used() && std::ranges::none_of(cluster.local_types, [type](std::string const& local) {
           return engine::same_word(local, type);
         });
}

}  // namespace uws
