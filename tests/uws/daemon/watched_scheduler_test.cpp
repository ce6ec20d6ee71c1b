#include "uws/daemon/watched_scheduler.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace uws;
using engine::Failure;
using engine::Fault;
using jobs::BatchState;

namespace {

/// Answers as it is told to.
struct Puppet : jobs::Scheduler {
  std::optional<Fault> fault{};
  std::vector<BatchState> batches{};

  void answer() const {
    if (fault) throw Failure(*fault, "slurmctld does not answer");
  }
  std::string submit(jobs::Submission const&) override { return answer(), "1"; }
  std::optional<std::string> find(jobs::JobId const&, std::filesystem::path const&) override {
    return answer(), std::nullopt;
  }
  std::vector<jobs::BatchStatus> states(std::span<std::string const>) override {
    answer();
    std::vector<jobs::BatchStatus> all;
    for (BatchState const state : batches) all.push_back({.state = state});
    return all;
  }
  void cancel(std::string const&) override { answer(); }
  bool queues() const override { return true; }
};

}  // namespace

TEST_CASE("how long a cluster has been silent is known, and forgotten when it answers") {
  Puppet puppet;
  WatchedScheduler watched(puppet);
  CHECK(watched.queues());
  CHECK_FALSE(watched.health().asked);
  CHECK(watched.health().trouble.empty());

  puppet.fault = Fault::missing_resource;
  CHECK_THROWS_AS(watched.cancel("1"), Failure);
  auto const first = watched.health();
  REQUIRE(first.lost);
  CHECK(first.trouble == "slurmctld does not answer");
  CHECK_THROWS_AS(watched.states({}), Failure);
  CHECK(watched.health().lost == first.lost);

  puppet.fault.reset();
  watched.cancel("1");
  CHECK_FALSE(watched.health().lost);
  CHECK(watched.health().trouble.empty());
  CHECK(watched.health().asked);
}

TEST_CASE("a cluster that refuses a batch has answered") {
  Puppet puppet;
  WatchedScheduler watched(puppet);
  puppet.fault = Fault::bad_request;
  jobs::WorkOrder const order;
  CHECK_THROWS_AS(watched.submit({"job", "/work", order}), Failure);
  CHECK(watched.health().asked);
  CHECK_FALSE(watched.health().lost);
}

TEST_CASE("batches are counted by the last answer") {
  Puppet puppet;
  WatchedScheduler watched(puppet);
  puppet.batches = {BatchState::waiting, BatchState::held,  BatchState::running, BatchState::suspended,
                    BatchState::running, BatchState::ended, BatchState::unknown};
  CHECK(watched.states({}).size() == 7);
  CHECK(watched.health().waiting == 2);
  CHECK(watched.health().running == 3);
  puppet.batches.clear();
  watched.states({});
  CHECK(watched.health().waiting == 0);
  CHECK(watched.health().running == 0);
}
