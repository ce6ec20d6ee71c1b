#include "slurm/settings.hpp"

#include <algorithm>

namespace slurm {
namespace {

bool holds(std::vector<std::string> const& for_these, std::string const& word) {
  return for_these.empty() || std::find(for_these.begin(), for_these.end(), word) != for_these.end();
}

template <class Value>
void override_by(std::optional<Value>& value, std::optional<Value> const& later) {
  if (later) value = later;
}

void override_by(Profile& profile, Profile const& later) {
  override_by(profile.partition, later.partition);
  override_by(profile.account, later.account);
  override_by(profile.qos, later.qos);
  override_by(profile.constraint, later.constraint);
  override_by(profile.reservation, later.reservation);
  override_by(profile.modules, later.modules);
  override_by(profile.setup, later.setup);
  override_by(profile.environment, later.environment);
  override_by(profile.container, later.container);
  override_by(profile.container_command, later.container_command);
  override_by(profile.options, later.options);
  override_by(profile.launcher, later.launcher);
  override_by(profile.exclusive, later.exclusive);
  override_by(profile.nodes, later.nodes);
  override_by(profile.cpus_per_node, later.cpus_per_node);
  override_by(profile.memory_per_node, later.memory_per_node);
  override_by(profile.time_max, later.time_max);
}

}  // namespace

Profile profile_for(Settings const& settings, std::string const& type, std::string const& role) {
  Profile profile;
  for (Rule const& rule : settings.rules)
    if (holds(rule.types, type) && holds(rule.roles, role)) override_by(profile, rule.profile);
  return profile;
}

}  // namespace slurm
