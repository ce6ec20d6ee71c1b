#include "uws/daemon/cluster_service.hpp"

#include <algorithm>

#include "uws/daemon/cluster_settings.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/results/link_signer.hpp"

namespace uws {

ClusterService::ClusterService(Config const& config, Log const& log, Database& database,
                               std::filesystem::path const& root, std::function<std::string()> url)
    : config_(config),
      database_(database),
      url_(std::move(url)),
      notices_(link_key(database.own())),
      link_(config, root, [&log](std::string const& message) { log.warning(message); }),
      watched_(link_.scheduler()) {
  if (link_.staging() != nullptr) link_.staging()->begin();
}

ClusterService::~ClusterService() { stop(); }

void ClusterService::stop() {
  if (link_.staging() != nullptr) link_.staging()->stop();
}

NodeLimits ClusterService::limits(std::string const& type, std::string const& role) const {
  slurm::Profile const profile = slurm::profile_for(link_.settings(), type, role);
  NodeLimits limits;
  limits.nodes = std::max(1, profile.nodes.value_or(1));
  limits.cpus = std::max(1, profile.cpus_per_node.value_or(1));
  limits.memory = profile.memory_per_node.value_or(limits.memory);
  limits.time_max = profile.time_max.value_or(limits.time_max);
  limits.node_work = config_.cluster.node_work;
  return limits;
}

std::string ClusterService::role_of(std::string const& owner) const {
  if (owner.empty()) return "anonymous";
  auto const account = account_row(*database_.own().take(), owner);
  return account ? account->role : "anonymous";
}

ClusterParts ClusterService::parts() const {
  ClusterParts parts;
  parts.takes = [this](std::string const& type) { return runs_on_cluster(config_.cluster, type); };
  parts.limits = [this](std::string const& type, std::string const& role) { return limits(type, role); };
  parts.role_of = [this](std::string const& owner) { return role_of(owner); };
  parts.path_there = [this](std::filesystem::path const& local) { return watched_.path_there(local); };
  parts.engine = config_.cluster.engine.empty() ? config_.engine.program : config_.cluster.engine;
  if (config_.cluster.notify)
    parts.notify = [this](jobs::JobId const& id) {
      return notices_.url(config_.cluster.notify_url.empty() ? url_() : config_.cluster.notify_url, id);
    };
  return parts;
}

}  // namespace uws
