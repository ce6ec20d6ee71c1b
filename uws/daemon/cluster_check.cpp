#include "uws/daemon/cluster_check.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "jobs/ids.hpp"
#include "jobs/job_directory.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;
using jobs::BatchState;
using End = jobs::WorkOutcome::End;

/// The engine's "what I was given does not work", for a set-up that does not.
constexpr int refused = 4;
constexpr std::chrono::seconds test_time{600};
constexpr std::uint64_t test_memory = std::uint64_t{1}
                                      << 30;  // of a node; what the self-test writes and sends
constexpr char const* list = "selftest";

/// A folder like those of jobs, where a batch finds its order; goes with this.
class CheckFolder {
 public:
  explicit CheckFolder(fs::path const& root) : directories_(root) {
    engine::make_folders(work().string());
    results_ = directories_.begin_results(job());
  }
  ~CheckFolder() { directories_.remove(list, id_); }
  CheckFolder(CheckFolder const&) = delete;
  CheckFolder& operator=(CheckFolder const&) = delete;

  jobs::JobId const& id() const { return id_; }
  fs::path work() const { return fs::absolute(directories_.of(list, id_)) / "work"; }
  fs::path const& results() const { return results_; }

 private:
  jobs::Job job() const {
    jobs::Job job;
    job.id = id_;
    job.list = list;
    return job;
  }
  jobs::JobDirectories directories_;
  jobs::JobId id_ = jobs::new_job_id();
  fs::path results_;
};

jobs::WorkOrder order_for(Config const& config, ClusterLink const& link, ClusterCommand const& command,
                          CheckFolder const& folder) {
  auto const profile = slurm::profile_for(link.settings(), command.type, command.role);
  std::string const engine = config.cluster.engine.empty() ? config.engine.program : config.cluster.engine;
  jobs::WorkOrder order;
  order.id = folder.id();
  order.type = command.type;
  order.role = command.role;
  order.owner = command.owner;
  order.nodes = std::clamp(command.nodes, 1, std::max(1, profile.nodes.value_or(1)));
  order.processes = order.nodes;
  order.mpi = order.processes > 1;
  order.memory_bytes = std::min(test_memory, profile.memory_per_node.value_or(test_memory)) *
                       static_cast<std::uint64_t>(order.nodes);
  order.time = test_time;
  order.argv = {engine,        "selftest",      "out=.",
                "clobber=yes", "progress=none", "nodes=" + std::to_string(order.nodes)};
  // Files of others are copied for the jobs that need them, where they are not shared.
  if (command.data && link.settings().stage.empty())
    for (auto const& root : config.data.roots) order.argv.push_back("in=" + root);
  order.directory = folder.results();
  order.resources_reason = "a test of the cluster on " + std::to_string(order.nodes) + " node(s)";
  return order;
}

std::string text_of(fs::path const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view word_of(BatchState state) {
  switch (state) {
    case BatchState::waiting: return "waiting";
    case BatchState::running: return "running";
    case BatchState::suspended: return "suspended";
    case BatchState::held: return "held";
    case BatchState::ended: return "ended";
    case BatchState::unknown: return "unknown";
  }
  return "unknown";
}

/// Until the batch has ended and its files are here, or patience is over; says what it waits for.
struct Waited {
  std::optional<jobs::WorkOutcome> outcome{};
  jobs::BatchStatus status{};
};
Waited wait_for(ClusterLink& link, std::string const& batch, fs::path const& work, Config const& config,
                std::chrono::seconds patience) {
  using Clock = std::chrono::steady_clock;
  auto const last = Clock::now() + patience;
  std::optional<Clock::time_point> ended;
  Waited waited;
  std::string said;
  while (Clock::now() < last) {
    waited.outcome = jobs::read_outcome(work, 1);
    if (waited.outcome) return waited;
    waited.status = link.scheduler().states(std::vector{batch}).front();
    std::string const now = fmt::format("{}{}{}", word_of(waited.status.state),
                                        waited.status.reason.empty() ? "" : ": ", waited.status.reason);
    if (now != said) fmt::print("      batch {} is {}\n", batch, said = now);
    std::fflush(stdout);
    if (waited.status.state == BatchState::ended) {
      if (!ended) link.scheduler().fetch(work);
      ended = ended.value_or(Clock::now());
      if (Clock::now() - *ended > config.cluster.grace) break;
    }
    std::this_thread::sleep_for(
        std::min<std::chrono::milliseconds>(config.cluster.poll, std::chrono::seconds(1)));
  }
  waited.outcome = jobs::read_outcome(work, 1);
  return waited;
}

int told(Waited const& waited, fs::path const& work, std::string const& batch) {
  if (!waited.outcome) {
    fmt::print("FAIL  batch {} {}: {}\n", batch,
               waited.status.state == BatchState::ended ? "ended and left no word" : "did not end in time",
               waited.status.reason.empty() ? "SLURM says no more" : waited.status.reason);
    fmt::print("{}", text_of(work / "batch.log"));
    return refused;
  }
  auto const& outcome = *waited.outcome;
  fmt::print("{}", text_of(work / jobs::output_log));
  if (outcome.end == End::exited && outcome.status == 0) {
    fmt::print("ok    the self-test ran on {} with {}\n", engine::joined(outcome.hosts, ", "),
               outcome.launcher.empty() ? "no launcher" : outcome.launcher);
    return 0;
  }
  fmt::print("{}", text_of(work / jobs::error_log));
  fmt::print("FAIL  the self-test: {}{}{}\n", jobs::word_of(outcome.end),
             outcome.end == End::exited ? " with status " + std::to_string(outcome.status) : "",
             outcome.reason.empty() || outcome.end == End::exited ? "" : " (" + outcome.reason + ")");
  return outcome.end == End::exited ? outcome.status : refused;
}

}  // namespace

int run_check_batch(Config const& config, ClusterLink& link, ClusterCommand const& command,
                    slurm::ClusterState const& state) {
  CheckFolder const folder(config.data.results());
  ClusterCommand asked = command;
  asked.nodes = std::min(command.nodes, std::max(1, state.nodes_usable));
  auto const order = order_for(config, link, asked, folder);
  jobs::write_order(folder.work(), order);
  std::string const batch = link.scheduler().submit({folder.id(), folder.work(), order});
  fmt::print("ok    SLURM took batch {} ({})\n", batch, order.resources_reason);
  auto const waited = wait_for(link, batch, folder.work(), config, std::chrono::seconds(command.patience_s));
  if (!waited.outcome && waited.status.state != BatchState::ended) link.scheduler().cancel(batch);
  return told(waited, folder.work(), batch);
}

}  // namespace uws
