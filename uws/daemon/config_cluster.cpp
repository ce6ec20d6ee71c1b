// The settings of a cluster: how it is reached, and what batches ask of it.
#include "uws/daemon/cluster_rules.hpp"
#include "uws/daemon/config_setting.hpp"

namespace uws {
namespace {

Trouble kind_of_cluster(std::string const& value) {
  return value == "none" || value == "slurm" ? Trouble{} : Trouble("is neither none nor slurm");
}

Trouble positive_time(std::chrono::milliseconds value) {
  return value.count() > 0 ? Trouble{} : Trouble("must be above zero");
}

/// It becomes the beginning of names of batches.
Trouble service_name(std::string const& value) {
  bool valid = !value.empty() && value.size() <= 32;
  for (char const c : value)
    valid = valid && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_');
  return valid ? Trouble{} : Trouble("must be 1 to 32 letters, digits, '-' and '_'");
}

Trouble owner_words(std::string const& value) {
  if (value.empty()) return std::nullopt;
  if (auto trouble = rules::quotes_closed(value)) return trouble;
  return value.find("{owner}") != value.npos ? Trouble{} : Trouble("must say {owner} where the account goes");
}

void add_reach(std::vector<Setting>& s) {
  s.push_back(setting(
      "cluster.kind", "none: jobs run on this machine. slurm: on a cluster with SLURM.",
      [](Config & c) -> auto& { return c.cluster.kind; }, kind_of_cluster));
  s.push_back(setting(
      "cluster.over",
      "Words before every command of SLURM, such as 'ssh -oBatchMode=yes login.example'. Empty: the commands "
      "are on this machine.",
      [](Config & c) -> auto& { return c.cluster.over; }, rules::quotes_closed));
  s.push_back(setting(
      "cluster.as_owner",
      "Words that make a command that of a job's owner, such as 'sudo -n -u {owner}': batches are then "
      "submitted, and run, as that account, which must be able to use the job's folder. Empty: all run as "
      "the "
      "service.",
      [](Config & c) -> auto& { return c.cluster.as_owner; }, owner_words));
  s.push_back(setting(
      "cluster.commands", "Folder with sbatch, squeue and the others. Empty: they are found in PATH.",
      [](Config & c) -> auto& { return c.cluster.commands; }));
  s.push_back(setting(
      "cluster.conf", "The file slurm.conf (SLURM_CONF). Empty: as the environment says, or SLURM's own.",
      [](Config & c) -> auto& { return c.cluster.conf; }));
  s.push_back(setting(
      "cluster.program", "The program distilld on the nodes: a path, or a name looked up in PATH there.",
      [](Config & c) -> auto& { return c.cluster.program; }));
  s.push_back(setting(
      "cluster.engine", "The program distill on the nodes. Empty: as engine.program.",
      [](Config & c) -> auto& { return c.cluster.engine; }));
  s.push_back(setting(
      "cluster.name",
      "Tells batches of this service from those of others that submit as the same user; part of their names.",
      [](Config & c) -> auto& { return c.cluster.name; }, service_name));
  s.push_back(setting(
      "cluster.stage",
      "Folder on the cluster to which files of jobs are copied, for clusters that do not see this machine's "
      "files. "
      "Empty: data.directory and data.roots are at the same paths there.",
      [](Config & c) -> auto& { return c.cluster.stage; }));
  s.push_back(setting(
      "cluster.stage_bytes", "Data files that are kept there for later jobs, together at most.",
      [](Config & c) -> auto& { return c.cluster.stage_bytes; }, positive));
  s.push_back(setting(
      "cluster.stage_refresh", "Time between two looks at the progress of all jobs there.",
      [](Config & c) -> auto& { return c.cluster.stage_refresh; }, positive_time));
  s.push_back(setting(
      "cluster.notify", "Whether batches tell the daemon by HTTP when they begin and end; else it asks.",
      [](Config & c) -> auto& { return c.cluster.notify; }));
  s.push_back(setting(
      "cluster.notify_url",
      "URL of the service as the nodes reach it. Empty: base_url, or else the address it listens at.",
      [](Config & c) -> auto& { return c.cluster.notify_url; }, rules::url_or_none));
}

void add_patience(std::vector<Setting>& s) {
  s.push_back(setting(
      "cluster.poll", "Time between two questions about all batches together.",
      [](Config & c) -> auto& { return c.cluster.poll; }, positive_time));
  s.push_back(setting(
      "cluster.patience", "A command of SLURM must answer within this.",
      [](Config & c) -> auto& { return c.cluster.patience; }, positive_time));
  s.push_back(setting(
      "cluster.grace",
      "When a batch has ended, its files must be here within this (file systems of clusters are slow to "
      "agree).",
      [](Config & c) -> auto& { return c.cluster.grace; }));
  s.push_back(setting(
      "cluster.warning", "Programs are asked to end so long before their batch's time limit.",
      [](Config & c) -> auto& { return c.cluster.warning; }));
  s.push_back(setting(
      "cluster.margin", "Time limit of a batch beyond that of its job, for start and end.",
      [](Config & c) -> auto& { return c.cluster.margin; }, positive));
  s.push_back(setting(
      "cluster.submitted", "Batches waiting or running at the same time; more jobs wait with the daemon.",
      [](Config & c) -> auto& { return c.cluster.submitted; }, positive));
  s.push_back(setting(
      "cluster.submitted_per_user", "The same for one user of the service; 0: any number.",
      [](Config & c) -> auto& { return c.cluster.submitted_per_user; }));
  s.push_back(setting(
      "cluster.local_types", "Job types that run on this machine all the same.",
      [](Config & c) -> auto& { return c.cluster.local_types; }));
}

void add_place(std::vector<Setting>& s) {
  s.push_back(setting(
      "cluster.partition", "Partition of batches. Empty, as for the next four: what SLURM takes by itself.",
      [](Config & c) -> auto& { return c.cluster.partition; }));
  s.push_back(setting(
      "cluster.account", "Account that pays.", [](Config & c) -> auto& { return c.cluster.account; }));
  s.push_back(setting(
      "cluster.qos", "Quality of service.", [](Config & c) -> auto& { return c.cluster.qos; }));
  s.push_back(setting(
      "cluster.constraint", "Features that nodes must have, as sbatch --constraint takes them.",
      [](Config & c) -> auto& { return c.cluster.constraint; }));
  s.push_back(setting(
      "cluster.reservation", "Reservation to run in.",
      [](Config & c) -> auto& { return c.cluster.reservation; }));
  s.push_back(setting(
      "cluster.options",
      "Further options of sbatch, one each, such as --gres=gpu:1 (in the environment: one a line).",
      [](Config & c) -> auto& { return c.cluster.options; }));
  s.push_back(setting(
      "cluster.exclusive", "Whether batches take whole nodes.",
      [](Config & c) -> auto& { return c.cluster.exclusive; }));
  s.push_back(setting(
      "cluster.nodes", "Nodes of one job at most.", [](Config & c) -> auto& { return c.cluster.nodes; },
      positive));
  s.push_back(setting(
      "cluster.cpus_per_node", "Processors of a node that a job may use.",
      [](Config & c) -> auto& { return c.cluster.cpus_per_node; }, positive));
  s.push_back(setting(
      "cluster.memory_per_node", "Memory of a node that a job may use.",
      [](Config & c) -> auto& { return c.cluster.memory_per_node; }, positive));
  s.push_back(setting(
      "cluster.time_max", "Longest time limit of a batch; jobs that can go on are continued in another.",
      [](Config & c) -> auto& { return c.cluster.time_max; }, positive));
  s.push_back(setting(
      "cluster.node_work",
      "A job gets another node, or is split into another part, for each so much computing with all "
      "processors "
      "of one; 0: as many as it may have.",
      [](Config & c) -> auto& { return c.cluster.node_work; }));
}

void add_programs(std::vector<Setting>& s) {
  s.push_back(setting(
      "cluster.modules", "Loaded on the node with 'module load'.",
      [](Config & c) -> auto& { return c.cluster.modules; }));
  s.push_back(setting(
      "cluster.setup", "Lines of shell to run on the node before the program.",
      [](Config & c) -> auto& { return c.cluster.setup; }));
  s.push_back(setting(
      "cluster.environment", "Environment of programs, NAME=value each (in the environment: one a line).",
      [](Config & c) -> auto& { return c.cluster.environment; }, rules::cluster_environment));
  s.push_back(setting(
      "cluster.container", "Image in which distilld and programs run on the node. Empty: none.",
      [](Config & c) -> auto& { return c.cluster.container; }));
  s.push_back(setting(
      "cluster.container_command", "What runs a program in the image.",
      [](Config & c) -> auto& { return c.cluster.container_command; }, rules::quotes_closed));
  s.push_back(setting(
      "cluster.launcher",
      "What starts MPI programs on the nodes: 'srun --mpi=pmix', 'srun --mpi=pmi2', 'mpirun', or 'auto' to "
      "find out.",
      [](Config & c) -> auto& { return c.cluster.launcher; }, rules::quotes_closed));
  s.push_back(setting(
      "cluster.rules",
      "What holds for some jobs, later rules over earlier ones: 'type=map,select role=admin: partition=long "
      "qos=high nodes=8 time_max=2d module=hdf5 env.OMP_PLACES=cores option=--gres=gpu:1'. Values may be in "
      "quotes (in the environment: one rule a line).",
      [](Config & c) -> auto& { return c.cluster.rules; }, rules::cluster_rules));
}

}  // namespace

void add_cluster_settings(std::vector<Setting>& into) {
  add_reach(into);
  add_patience(into);
  add_place(into);
  add_programs(into);
}

std::vector<std::string> cluster_contradictions(Config const& c) {
  std::vector<std::string> found;
  if (!c.cluster.is_used()) return found;
  if (c.cluster.submitted_per_user > c.cluster.submitted)
    found.emplace_back("cluster.submitted_per_user is larger than cluster.submitted");
  if (c.cluster.warning >= c.cluster.time_max)
    found.emplace_back("cluster.warning is not smaller than cluster.time_max: no batch would ever run");
  for (auto const& [key, program] :
       {std::pair("cluster.program", c.cluster.program), std::pair("cluster.engine", c.cluster.engine)})
    if (program.find('/') != program.npos && !program.starts_with('/'))
      found.push_back(
          std::string(key) +
          " must be an absolute path, or a name without '/' that is found on the nodes: batches run "
          "in folders of their own");
  if (!c.cluster.over.empty() && !c.cluster.program.starts_with('/'))
    found.emplace_back(
        "cluster.program must be an absolute path where commands run over cluster.over: this machine's PATH "
        "is not the "
        "cluster's");
  return found;
}

}  // namespace uws
