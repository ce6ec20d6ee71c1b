#include "slurm/job_state.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.hpp"

namespace slurm {
namespace {

using jobs::BatchState;
using jobs::BatchStatus;
using End = jobs::WorkOutcome::End;

struct StateRow {
  std::string_view word;
  StateMeaning meaning;
};

/// The states of squeue(1) and sacct(1), 20.11 to 24.05.
constexpr std::array states = std::to_array<StateRow>({
    {"PENDING", {BatchState::waiting, End::lost, false, "waits"}},
    {"CONFIGURING", {BatchState::waiting, End::lost, false, "its nodes are being started"}},
    {"REQUEUED", {BatchState::waiting, End::lost, false, "waits to be started again"}},
    {"REQUEUE_FED", {BatchState::waiting, End::lost, false, "waits for another cluster"}},
    {"POWER_UP_NODE", {BatchState::waiting, End::lost, false, "its nodes are being started"}},
    {"REQUEUE_HOLD", {BatchState::held, End::lost, false, "is held after it was put back into the queue"}},
    {"SPECIAL_EXIT", {BatchState::held, End::lost, false, "is held after it was put back into the queue"}},
    {"RESV_DEL_HOLD", {BatchState::held, End::lost, false, "is held: its reservation was deleted"}},
    {"RUNNING", {BatchState::running, End::lost, false, "runs"}},
    {"RESIZING", {BatchState::running, End::lost, false, "runs"}},
    {"SIGNALING", {BatchState::running, End::lost, false, "runs"}},
    {"STAGE_OUT", {BatchState::running, End::lost, false, "its files are being copied"}},
    {"EXPEDITING", {BatchState::waiting, End::lost, false, "waits to be started again"}},
    {"COMPLETING", {BatchState::running, End::lost, false, "is ending"}},
    {"UPDATE_DB", {BatchState::running, End::lost, false, "is ending"}},
    {"SUSPENDED", {BatchState::suspended, End::lost, false, "is suspended: others may use its nodes"}},
    {"STOPPED", {BatchState::suspended, End::lost, false, "is stopped, and keeps its nodes"}},
    {"COMPLETED", {BatchState::ended, End::lost, false, "ended"}},
    {"FAILED", {BatchState::ended, End::lost, false, "failed"}},
    {"LAUNCH_FAILED", {BatchState::ended, End::lost, true, "its node could not start it"}},
    {"CANCELLED",
     {BatchState::ended, End::stopped, false, "it was cancelled on the cluster, not by this service"}},
    {"TIMEOUT", {BatchState::ended, End::timed_out, false, "reached the time limit of its batch"}},
    {"DEADLINE", {BatchState::ended, End::timed_out, false, "reached the deadline that the cluster sets"}},
    {"OUT_OF_MEMORY", {BatchState::ended, End::out_of_memory, false, "used more memory than it asked for"}},
    {"NODE_FAIL", {BatchState::ended, End::lost, true, "a node that it ran on failed"}},
    {"BOOT_FAIL", {BatchState::ended, End::lost, true, "its nodes could not be started"}},
    {"RECONFIG_FAIL", {BatchState::ended, End::lost, true, "its nodes could not be set up"}},
    {"PREEMPTED", {BatchState::ended, End::interrupted, true, "had to make room for a more urgent job"}},
    {"REVOKED", {BatchState::ended, End::lost, true, "was withdrawn in favour of another cluster"}},
});

struct ReasonRow {
  std::string_view start;  ///< the reason begins so; the first row that fits counts
  BatchState state;
  std::string_view sentence;
};

/// Reasons of jobs that wait (squeue(1), "JOB REASON CODES", and slurm.h of 20.11 to 24.05).
constexpr std::array reasons = std::to_array<ReasonRow>({
    {"JobHeldUser", BatchState::held, "is held by the user it runs as"},
    {"JobHeldAdmin", BatchState::held, "is held by an administrator of the cluster"},
    {"JobHoldMaxRequeue", BatchState::held, "is held: it was put back into the queue too often"},
    {"launch failed requeued held", BatchState::held, "is held: its node could not start it"},
    {"launch_failed_requeued_held", BatchState::held, "is held: its node could not start it"},
    {"BadConstraints", BatchState::held, "waits for nodes that the cluster does not have"},
    {"DependencyNeverSatisfied", BatchState::held, "waits for a batch that did not do well"},
    {"ReservationDeleted", BatchState::held, "is held: its reservation was deleted"},
    {"ReqNodeNotAvail", BatchState::waiting, "waits for nodes that are down, drained or reserved"},
    {"Nodes required for job are DOWN", BatchState::waiting,
     "waits for nodes that are down, drained or reserved"},
    {"Nodes_required_for_job_are_DOWN", BatchState::waiting,
     "waits for nodes that are down, drained or reserved"},
    {"NodeDown", BatchState::waiting, "waits for nodes that are down"},
    {"PartitionDown", BatchState::waiting, "waits: the partition is down"},
    {"PartitionInactive", BatchState::waiting, "waits: the partition starts no jobs now"},
    {"PartitionNodeLimit", BatchState::held, "asks for more nodes than the partition gives"},
    {"PartitionTimeLimit", BatchState::held, "asks for more time than the partition gives"},
    {"PartitionConfig", BatchState::held, "asks for what the partition does not give"},
    {"AccountNotAllowed", BatchState::held, "its account may not use the partition"},
    {"QOSNotAllowed", BatchState::held, "its quality of service is not allowed in the partition"},
    {"InvalidAccount", BatchState::held, "the cluster does not know its account"},
    {"InvalidQOS", BatchState::held, "the cluster does not know its quality of service"},
    {"QOSUsageThreshold", BatchState::waiting, "waits: its share of the cluster is used up"},
    {"AssociationTimeLimit", BatchState::held, "asks for more time than its account may use"},
    {"AssociationResourceLimit", BatchState::waiting, "waits: its account uses all that it may"},
    {"AssociationJobLimit", BatchState::waiting, "waits: its account runs as many jobs as it may"},
    {"QOSTimeLimit", BatchState::held, "asks for more time than its quality of service gives"},
    {"QOSJobLimit", BatchState::waiting, "waits: as many jobs as its quality of service allows are running"},
    {"QOSResourceLimit", BatchState::waiting, "waits: its quality of service uses all that it may"},
    {"QOS", BatchState::waiting, "waits: a limit of its quality of service is reached"},
    {"Assoc", BatchState::waiting, "waits: a limit of its account is reached"},
    {"MaxWallDurationPerJobLimit", BatchState::held, "asks for more time than its account may use"},
    {"MaxCpuPerAccount", BatchState::waiting, "waits: its account uses all the cores that it may"},
    {"MaxGRES", BatchState::waiting, "waits: a limit of its account is reached"},
    {"MaxMem", BatchState::waiting, "waits: a limit of its account is reached"},
    {"MaxSubmit", BatchState::waiting, "waits: as many jobs as allowed are in the queue"},
    {"Priority", BatchState::waiting, "waits for other jobs"},
    {"Resources", BatchState::waiting, "waits for nodes to become free"},
    {"Dependency", BatchState::waiting, "waits for another batch to end"},
    {"BeginTime", BatchState::waiting, "waits for the time at which it may begin"},
    {"Licenses", BatchState::waiting, "waits for licences"},
    {"Reservation", BatchState::waiting, "waits for its reservation to begin"},
    {"JobArrayTaskLimit", BatchState::waiting, "waits for other parts of its array"},
    {"Prolog", BatchState::waiting, "its nodes are being made ready"},
    {"BurstBuffer", BatchState::waiting, "its files are being copied to the nodes"},
    {"Cleaning", BatchState::waiting, "waits until its earlier run is cleaned up"},
    {"SchedDefer", BatchState::waiting, "waits for the scheduler's next round"},
    {"Front_End_Down", BatchState::waiting, "waits for the cluster's front end, which is down"},
    {"FrontEndDown", BatchState::waiting, "waits for the cluster's front end, which is down"},
    {"SystemFailure", BatchState::waiting, "waits: SLURM or its file system is in trouble"},
    {"InactiveLimit", BatchState::waiting, "waits: it was found inactive"},
    {"FedJobLock", BatchState::waiting, "waits for another cluster"},
    {"None", BatchState::waiting, "waits for the scheduler's next round"},
});

/// "CANCELLED by 1000" and "COMPLETED+" (a heterogeneous job) are their first word.
std::string plain_word(std::string_view word) {
  word = engine::trimmed(word);
  return engine::upper(word.substr(0, word.find_first_of(" +")));
}

bool says_something(std::string_view reason) {
  return !reason.empty() && reason != "None" && reason != "(null)" && reason != "N/A";
}

void refine_waiting(BatchStatus& status, std::string_view reason) {
  for (auto const& row : reasons) {
    if (!reason.starts_with(row.start)) continue;
    status.state = row.state;
    status.reason = row.sentence;
    return;
  }
}

void refine_failed(BatchStatus& status, std::string_view reason, ExitCode const& code) {
  if (code.signal != 0) {
    status.end = End::killed;
    status.reason = "was killed by signal " + std::to_string(code.signal);
  } else if (code.status != 0) {
    status.reason = "its script ended with status " + std::to_string(code.status);
  }
  // A script that crashes is said to have failed at its launch, too; then there is its own signal.
  bool const launch = reason.starts_with("JobLaunchFailure") && (code.signal == 0 || code.signal == 9);
  if (launch || reason.starts_with("NodeDown") || reason.starts_with("SystemFailure")) {
    status.again = true;
    status.end = End::lost;
    status.reason = "its node could not start or keep it";
  }
}

}  // namespace

StateMeaning meaning_of_state(std::string_view word) {
  std::string const plain = plain_word(word);
  auto const row = std::find_if(states.begin(), states.end(), [&](auto const& r) { return r.word == plain; });
  return row == states.end() ? StateMeaning{} : row->meaning;
}

BatchStatus status_of(std::string_view word, std::string_view reason, ExitCode const& code) {
  StateMeaning const meaning = meaning_of_state(word);
  reason = engine::trimmed(reason);
  BatchStatus status{.state = meaning.state,
                     .reason = std::string(meaning.sentence),
                     .end = meaning.end,
                     .again = meaning.again};
  if (meaning.state == BatchState::unknown) {
    status.reason = "SLURM says what the service does not understand: " + std::string(word.substr(0, 40));
    return status;
  }
  std::string const plain = plain_word(word);
  if (plain == "PENDING") refine_waiting(status, reason);
  if (plain == "FAILED") refine_failed(status, reason, code);
  if (plain == "CANCELLED" && (reason.starts_with("NodeDown") || reason.starts_with("NodeFail"))) {
    status.again = true;
    status.end = End::lost;
    status.reason = "a node that it ran on failed";
  }
  bool const explain = meaning.state == BatchState::waiting || status.state == BatchState::ended;
  if (explain && says_something(reason) && !(plain == "FAILED" && reason == "NonZeroExitCode"))
    status.reason += " (" + std::string(reason.substr(0, 120)) + ")";
  return status;
}

}  // namespace slurm
