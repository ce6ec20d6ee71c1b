#include "jobs/work/batch_place.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "engine/base/text.hpp"
#include "jobs/work/node_list.hpp"

namespace jobs {
namespace {

struct Row {
  char const *variable, *fact;
};
/// Named as the accounting names them, so that each is told once.
constexpr std::array<Row, 12> rows{{{"SLURM_JOB_ID", "slurm_job_id"},
                                    {"SLURM_ARRAY_JOB_ID", "slurm_array_job_id"},
                                    {"SLURM_ARRAY_TASK_ID", "slurm_array_task"},
                                    {"SLURM_CLUSTER_NAME", "cluster"},
                                    {"SLURM_JOB_PARTITION", "partition"},
                                    {"SLURM_JOB_ACCOUNT", "account"},
                                    {"SLURM_JOB_QOS", "qos"},
                                    {"SLURM_JOB_RESERVATION", "reservation"},
                                    {"SLURM_JOB_NUM_NODES", "nodes"},
                                    {"SLURM_NTASKS", "tasks"},
                                    {"SLURM_CPUS_PER_TASK", "cpus_per_task"},
                                    {"SLURM_RESTART_COUNT", "restarts"}}};

std::string variable(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool in_slurm() { return !variable("SLURM_JOB_ID").empty(); }

bool in_batch() { return in_slurm() && variable("ENVIRONMENT") == "BATCH"; }

std::vector<std::string> batch_hosts() {
  if (!in_slurm()) return {};
  return nodes_in(variable("SLURM_JOB_NODELIST")).value_or(std::vector<std::string>{});
}

std::vector<std::pair<std::string, std::string>> batch_facts() {
  std::vector<std::pair<std::string, std::string>> facts;
  if (!in_slurm()) return facts;
  for (auto const& row : rows)
    if (auto value = variable(row.variable); !value.empty()) facts.emplace_back(row.fact, std::move(value));
  if (auto const hosts = batch_hosts(); !hosts.empty())
    facts.emplace_back("node_list", engine::joined(hosts, ","));
  return facts;
}

std::chrono::seconds batch_warning() {
  auto const told = engine::whole_number(variable("DISTILL_WARNING"));
  return std::chrono::seconds(std::clamp<std::int64_t>(told.value_or(30), 1, 24 * 3600));
}

}  // namespace jobs
