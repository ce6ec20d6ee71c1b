/// One run of a program for a job, and what became of it. Both are files in the job's work folder, so that
/// neither the daemon's death nor a cluster without a way back to it loses them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
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

  // For clusters.
  std::string type{}, owner{}, role{};  ///< of job, whose, and what that one is: choose partition and account
  int nodes = 1;                        ///< on which the processes are spread evenly
  /// More than one: an array. Its parts are orders in "part-1", "part-2", ... below the folder; this order
  /// itself runs when all of them have done well, by the shepherd that ended last.
  int parts = 1;
  /// What it will take, with a large margin; 0: not known. A batch may be given so little time, instead of
  /// `time`, if it then begins sooner; if that was too little, the job runs again with all of its time.
  std::chrono::seconds expected{0};
  std::string resources_reason{};  ///< for people: why so many nodes, processes, parts
  /// Exit status 5 (interrupted) means: the program has left in its directory what it needs to go on when it
  /// is started again, in another batch.
  bool resumes = false;
  int run = 1;       ///< counts batches of the same attempt
  int restarts = 0;  ///< of these, those after one that failed through no fault of the job's
  std::chrono::seconds used{
      0};                ///< of the job's own time, by the batches before; `time` is what is left of it
  std::string notify{};  ///< URL to POST to when there is news; empty: nobody is told
};

struct FileSum {
  std::filesystem::path path{};
  std::string sha256{};
  std::int64_t size = 0;
  Instant changed{};
};

/// Written last of all, aside and renamed: if it is there, the run is over.
struct WorkOutcome {
  /// interrupted: by its batch's time limit or preemption, while its own time was not used up.
  enum class End { exited, killed, timed_out, stopped, out_of_memory, not_started, lost, interrupted };
  End end = End::lost;
  int attempt = 0;
  int run = 1;     ///< WorkOrder::run
  int status = 0;  ///< exit status, or number of the signal; of one interrupted 128 + that number
  std::string
      reason{};  ///< of not_started and lost, and of limits; of the others the last words on standard error
  std::string error_message{};  ///< what the program itself said in a line {"error": {"message", "fault"}}
  std::string error_fault{};    ///< a word of engine::FaultRow; empty: not said
  Instant started{}, ended{};
  double cpu_seconds = 0;
  std::uint64_t max_rss_bytes = 0;                  ///< of all processes together, as far as seen
  std::uint64_t bytes_read = 0, bytes_written = 0;  ///< by read and write calls of all processes
  /// False: processes ran where the shepherd does not see them (other nodes, or started by srun). What it saw
  /// is no total then and is in `facts` ("seen_cpu_seconds", "seen_max_rss_bytes"), and the numbers above are
  /// 0.
  bool all_seen = true;
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

/// "exited", "killed", "timed_out", "stopped", "out_of_memory", "not_started", "lost", "interrupted".
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

/// What became of earlier runs of the same attempt, kept beside the order: "outcome-1.json", ...
void keep_outcome(std::filesystem::path const& folder, WorkOutcome const& outcome);
std::vector<WorkOutcome> kept_outcomes(std::filesystem::path const& folder, int attempt);
/// The batch that the order in this folder (its attempt and run) was handed in as; nothing: it is not known.
void write_batch(std::filesystem::path const& folder, WorkOrder const& order, std::string const& batch);
std::optional<std::string> read_batch(std::filesystem::path const& folder, WorkOrder const& order);

/// Exit 0; of a program of ours also "done, but some inputs were left out".
bool went_well(WorkOutcome const& outcome, WorkOrder const& order);

/// POSTs to a URL; may take some seconds, may throw. Called on a thread of its own.
using Tell = std::function<void(std::string const& url)>;

/// The shepherd, `distilld work <folder>`: one process that runs the order and writes status and outcome.
/// Leads a session of its own; whatever the program started ends with it, daemons too (it is their
/// subreaper). A second shepherd for the same folder finds the lock taken and does nothing. SIGTERM: stops
/// the program. SIGUSR1: the batch's time is up in DISTILL_WARNING (a variable) seconds, so the program is
/// asked to end, and its end is `interrupted`, unless it ends well. Copes with a folder that vanishes: then
/// it ends everything. In a folder "part-<i>" of an array, the one that ends last works on the order of the
/// folder above. `tell` is called with WorkOrder::notify when there is news, once a second at most. Returns
/// the exit status for main(): 0 if there is an outcome.
int run_order(std::filesystem::path const& folder, Tell tell = {});

}  // namespace jobs
