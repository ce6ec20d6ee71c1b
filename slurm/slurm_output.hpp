/// What SLURM's commands print, read without ever failing: a line that is not understood is no row, a word
/// that is not understood is no value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "slurm/slurm_values.hpp"

namespace slurm {

/// A batch, a part of an array, or a step, as squeue, scontrol or sacct tell of it. Empty: not said.
struct BatchRecord {
  ArrayId id{};
  std::string state{};   ///< SLURM's word
  std::string reason{};  ///< SLURM's word
  std::string name{}, comment{}, user{}, work_dir{};
  std::string partition{}, account{}, qos{}, node_list{};
  std::optional<std::int64_t> nodes{}, restarts{};
  std::optional<jobs::Instant> submitted{}, started{}, ended{};  ///< of one that waits: when it may start
  std::optional<std::chrono::milliseconds> elapsed{}, cpu{};
  std::optional<std::uint64_t> max_rss{};  ///< bytes, of the largest process
  std::optional<ExitCode> exit_code{};
};

/// The id that `sbatch --parsable` prints, without the cluster in "4711;north"; nothing if there is none.
std::optional<std::string> submitted_id(std::string_view text);

/// For `squeue -h -t all -o`: ids, states and times before what users may write.
inline constexpr char const* squeue_format = "%i|%F|%T|%r|%V|%S|%e|%M|%D|%P|%a|%q|%u|%N|%j|%k|%Z";
std::vector<BatchRecord> squeue_rows(std::string_view text);

/// For `sacct -P -n --format=`. Steps come after their batch.
inline constexpr char const* sacct_format =
    "JobID,JobIDRaw,State,ExitCode,Elapsed,TotalCPU,MaxRSS,Submit,Start,End,Partition,Account,QOS,NNodes,"
    "NodeList,User,JobName";
std::vector<BatchRecord> sacct_rows(std::string_view text);

/// Of `scontrol -o show job`, one line for each.
std::vector<BatchRecord> scontrol_jobs(std::string_view text);
/// "Key=value" pairs of one such line; a value goes on until the next word that looks like a key.
std::vector<std::pair<std::string, std::string>> scontrol_fields(std::string_view line);

/// Of `scontrol ping`: "Slurmctld(primary) at head is UP", or those of older releases; true: one is up.
bool some_controller_is_up(std::string_view text);

/// "22.05.8" of "slurm-wlm 22.05.8"; empty: no version.
std::string version_from(std::string_view text);

/// For `sinfo -h -o`, a line for each node and partition.
inline constexpr char const* sinfo_format = "%n|%T|%P|%c|%m";
struct NodeRow {
  std::string node{}, state{}, partition{};
  bool is_default = false;  ///< of the partition
  std::int64_t cpus = 0, memory_mib = 0;
  bool usable() const;  ///< it runs batches, or would
};
std::vector<NodeRow> sinfo_rows(std::string_view text);

}  // namespace slurm
