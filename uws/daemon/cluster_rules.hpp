/// Rules of the cluster, as an operator writes them: "type=map,select role=admin: partition=long nodes=8".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slurm/settings.hpp"
#include "uws/daemon/config_values.hpp"

namespace uws {

/// "<for whom>: <what>". For whom: "type=a,b", "role=x,y", both, or nothing ("all"). What: words key=value:
/// partition, account, qos, constraint, reservation, container, container_command, launcher, exclusive (yes,
/// no), nodes, cpus_per_node, memory_per_node, time_max; and as often as needed module, setup, option and
/// env.NAME. A phrase that names the word, or nothing.
Trouble read_cluster_rule(std::string_view text, slurm::Rule& into);

namespace rules {
Trouble cluster_rules(Lines const& value);
Trouble cluster_environment(Lines const& value);  ///< NAME=value each
Trouble quotes_closed(std::string const& value);
}  // namespace rules

/// "NAME=value"; nothing if it is not of that form.
std::optional<std::pair<std::string, std::string>> environment_entry(std::string_view text);

}  // namespace uws
