#include "slurm/job_state.hpp"

#include <doctest/doctest.h>

namespace {

using namespace slurm;
using jobs::BatchState;
using End = jobs::WorkOutcome::End;

TEST_CASE("every state that squeue(1) and sacct(1) name is known, and no other ends a batch") {
  for (char const* const word : {"BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL",
                                 "OUT_OF_MEMORY", "PREEMPTED", "TIMEOUT", "REVOKED", "CANCELLED by 1000",
                                 "COMPLETED+", "LAUNCH_FAILED", "RECONFIG_FAIL"})
    CHECK(meaning_of_state(word).state == BatchState::ended);
  for (char const* const word :
       {"COMPLETING", "CONFIGURING", "PENDING", "RUNNING", "RESV_DEL_HOLD", "REQUEUE_FED", "REQUEUE_HOLD",
        "REQUEUED", "RESIZING", "SIGNALING", "SPECIAL_EXIT", "STAGE_OUT", "STOPPED", "SUSPENDED"}) {
    CHECK(meaning_of_state(word).state != BatchState::ended);
    CHECK(meaning_of_state(word).state != BatchState::unknown);
  }
  for (char const* const word : {"", "?", "COMPLETE", "NEVER_HEARD_OF", "completed_well", "FAILED_OVER"})
    CHECK(meaning_of_state(word).state == BatchState::unknown);
}

TEST_CASE("how a batch ended without an outcome of its own") {
  CHECK(status_of("TIMEOUT", "TimeLimit").end == End::timed_out);
  CHECK(status_of("CANCELLED", "None").end == End::stopped);
  CHECK(status_of("PREEMPTED", "None").again);
  CHECK(status_of("NODE_FAIL", "NodeDown").again);
  CHECK(status_of("FAILED", "NonZeroExitCode", {127, 0}).reason == "its script ended with status 127");
  CHECK_FALSE(status_of("FAILED", "NonZeroExitCode", {127, 0}).again);
  CHECK(status_of("FAILED", "RaisedSignal:11", {0, 11}).end == End::killed);
  CHECK_FALSE(status_of("FAILED", "JobLaunchFailure", {0, 11}).again);
  CHECK(status_of("FAILED", "JobLaunchFailure", {0, 9}).again);
  CHECK(status_of("FAILED", "JobLaunchFailure", {1, 0}).again);
}

TEST_CASE("why one waits, in words") {
  CHECK(status_of("PENDING", "Priority").reason == "waits for other jobs (Priority)");
  CHECK(status_of("PENDING", "None").reason == "waits for the scheduler's next round");
  CHECK(status_of("PENDING", "PartitionDown").reason == "waits: the partition is down (PartitionDown)");
  CHECK(status_of("PENDING", "JobHeldAdmin").state == BatchState::held);
  CHECK(status_of("PENDING", "QOSMaxJobsPerUserLimit").state == BatchState::waiting);
  CHECK(status_of("PENDING", "AssocGrpCpuLimit").reason ==
        "waits: a limit of its account is reached (AssocGrpCpuLimit)");
  CHECK(status_of("PENDING", "ReqNodeNotAvail, UnavailableNodes:n[1-2]").state == BatchState::waiting);
  CHECK(status_of("PENDING", "SomethingNew").reason == "waits (SomethingNew)");
  CHECK(status_of("RUNNING", "None").reason == "runs");
}

}  // namespace
