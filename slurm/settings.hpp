/// What an operator says about a cluster: how to reach it, and what batches ask of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slurm {

/// What batches ask for. Empty: what the rule before says, in the end what the site defaults to.
struct Profile {
  std::optional<std::string> partition{}, account{}, qos{}, constraint{}, reservation{};
  std::optional<std::vector<std::string>> modules{};  ///< "module load" of each, on the node
  std::optional<std::vector<std::string>> setup{};    ///< further lines of shell before the program
  std::optional<std::vector<std::pair<std::string, std::string>>> environment{};
  std::optional<std::string> container{};  ///< image for `apptainer exec`
  std::optional<std::vector<std::string>> container_command{};
  std::optional<std::vector<std::string>> options{};  ///< further words for sbatch
  std::optional<std::string> launcher{};           ///< "srun --mpi=pmix", "srun --mpi=pmi2", "mpirun", "auto"
  std::optional<bool> exclusive{};                 ///< whole nodes
  std::optional<int> nodes{};                      ///< at most
  std::optional<int> cpus_per_node{};              ///< that a batch may ask for
  std::optional<std::uint64_t> memory_per_node{};  ///< bytes
  std::optional<std::chrono::seconds> time_max{};  ///< of one batch; longer jobs are continued in another
};

/// Holds for jobs of these types (none: all) whose owners have one of these roles (none: all).
struct Rule {
  std::vector<std::string> types{}, roles{};
  Profile profile{};
};

struct Settings {
  /// Words before every command of SLURM, and before rsync's remote end: {"ssh", "-oBatchMode=yes",
  /// "login.example"}. Empty: the commands are here.
  std::vector<std::string> over{};
  /// Words that make a command another user's, "{owner}" being the job's owner: {"sudo", "-n", "-u",
  /// "{owner}"}. Batches are then submitted and cancelled so, and run as that user, who must be able to use
  /// the job's folder. Jobs without an owner, or whose owner's name is no account's, are refused. Empty: all
  /// run as the service.
  std::vector<std::string> as_owner{};
  std::filesystem::path commands{};            ///< folder with sbatch and the others; empty: PATH
  std::string conf{};                          ///< SLURM_CONF; empty: as in our environment
  std::filesystem::path program = "distilld";  ///< on the nodes
  std::string name = "distiller";              ///< tells our batches from others'; one for each service
  std::vector<Rule> rules{};                   ///< later ones win, member by member
  std::chrono::milliseconds poll{5000};        ///< between two questions about all batches
  std::chrono::milliseconds patience{15000};   ///< with one command
  std::chrono::seconds warning{60};            ///< before the time limit, for the program to end cleanly
  std::chrono::seconds margin{
      60};  ///< of the batch's time limit beyond the job's own, so that ours comes first
  /// Where files of ours lie for batches that do not share our file system; empty: they do.
  std::filesystem::path stage{};
  std::uint64_t stage_bytes = std::uint64_t{1} << 40;  ///< of data files kept there for later jobs, at most
  std::chrono::milliseconds stage_refresh{10000};  ///< between two looks at the progress of all jobs there
};

/// What holds for this job, of all rules.
Profile profile_for(Settings const& settings, std::string const& type, std::string const& role);

}  // namespace slurm
