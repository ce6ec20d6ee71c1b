/// One run of a program for a job, and what became of it. Both are files in the job's work folder, so that
/// neither the daemon's death nor a cluster without a way back to it loses them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jobs/instant.hpp"
#include "jobs/job.hpp"

namespace jobs {

struct WorkOrder {
  JobId id{};
  int attempt = 1;                    ///< Job::attempts when it was given out
  std::vector<std::string> argv{};    ///< without a launcher
  std::filesystem::path directory{};  ///< to run in: the hidden result folder
  std::vector<std::pair<std::string, std::string>> environment{};
  int processes = 1, threads = 1;  ///< MPI ranks and threads of each
  bool mpi = false;
  std::uint64_t memory_bytes = 0;               ///< of all processes together, 0: no limit
  std::uint64_t disk_bytes = 0;                 ///< of results and scratch files together, 0: no limit
  std::chrono::seconds time{0};                 ///< 0: no limit
  std::chrono::seconds patience{5};             ///< between asking (SIGTERM) and killing
  bool reads_progress = false;                  ///< progress lines of the engine on standard error
  std::vector<std::filesystem::path> inputs{};  ///< checksummed after the run, for the provenance

  /// "mpirun", "/opt/mpich/bin/mpiexec -bind-to none", "srun": words are separated by blanks. Empty: the
  /// variable DISTILL_LAUNCHER, else mpirun. "none": the processes are not started by a launcher.
  std::string launcher{};
  int niceness = 0;  ///< 0 to 19, added
  int tasks = 1000;  ///< processes of the run at a time, all together; then it is ended
  std::uint64_t log_bytes = std::uint64_t{16} << 20;  ///< of each stream; head and tail are kept
  std::string user{};                                 ///< to run as, if we are root; empty: as ourselves
  std::string
      cgroup{};  ///< folder of cgroup v2 in which we may make groups, with the memory controller; empty: none
};

struct FileSum {
  std::filesystem::path path{};
  std::string sha256{};
  std::int64_t size = 0;
  Instant changed{};
};

/// Written last of all, aside and renamed: if it is there, the run is over.
struct WorkOutcome {
  enum class End { exited, killed, timed_out, stopped, out_of_memory, not_started, lost };
  End end = End::lost;
  int attempt = 0;
  int status = 0;  ///< exit status, or number of the signal
  std::string
      reason{};  ///< of not_started and lost, and of limits; of the others the last words on standard error
  std::string error_message{};  ///< what the program itself said in a line {"error": {"message", "fault"}}
  std::string error_fault{};    ///< a word of engine::FaultRow; empty: not said
  Instant started{}, ended{};
  double cpu_seconds = 0;
  std::uint64_t max_rss_bytes = 0;                  ///< of all processes together, as far as seen
  std::uint64_t bytes_read = 0, bytes_written = 0;  ///< by read and write calls of all processes
  int processes = 1, threads = 1;
  std::vector<std::string> hosts{};
  std::string launcher{};  ///< "mpirun (Open MPI) 4.1.4", "srun ...", empty: none
  std::vector<std::pair<std::string, std::string>>
      facts{};  ///< scheduler's: slurm_job_id, partition, ...; cpu model, os
  std::vector<FileSum> inputs{};
};

/// In the work folder "<job>/work".
inline constexpr char const *order_name = "order.json", *status_name = "status.json",
                            *outcome_name = "outcome.json", *output_log = "stdout.log",
                            *error_log = "stderr.log", *lock_name = "lock";

/// "exited", "killed", "timed_out", "stopped", "out_of_memory", "not_started", "lost".
std::string_view word_of(WorkOutcome::End end);

/// All throw Failure(missing_resource) where the disk refuses, and bad_data for files that are not ours.

void write_order(std::filesystem::path const& folder, WorkOrder const& order);
WorkOrder read_order(std::filesystem::path const& folder);
/// The attempt of the order in this folder; 0: there is none.
int ordered_attempt(std::filesystem::path const& folder);
void write_status(std::filesystem::path const& folder, JobInfo const& info);
std::optional<JobInfo> read_status(std::filesystem::path const& folder);
void write_outcome(std::filesystem::path const& folder, WorkOutcome const& outcome);
/// Nothing while the run goes on (or for an older attempt).
std::optional<WorkOutcome> read_outcome(std::filesystem::path const& folder, int attempt);

/// The shepherd, `distilld work <folder>`: one process that runs the order and writes status and outcome.
/// Leads a session of its own; whatever the program started ends with it, daemons too (it is their
/// subreaper). A second shepherd for the same folder finds the lock taken and does nothing. SIGTERM: stops
/// the program. Copes with a folder that vanishes: then it ends everything. Returns the exit status for
/// main(): 0 if there is an outcome.
int run_order(std::filesystem::path const& folder);

}  // namespace jobs
