#include "tests/slurm/live_cluster.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include <doctest/doctest.h>

#include "jobs/ids.hpp"

namespace slurm_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string output_of(std::vector<std::string> argv, bool must_do_well) {
  auto const result = jobs::run_process({.argv = std::move(argv), .time = 120s});
  bool const well = result.end == jobs::ProcessResult::End::exited && result.status == 0;
  if (must_do_well && !well) throw std::runtime_error("a command failed: " + result.output + result.errors);
  return result.output;
}

bool is_installed() {
  return std::system(
             "PATH=$PATH:/usr/sbin:/sbin; command -v slurmctld >/dev/null && command -v munged >/dev/null") ==
         0;
}

}  // namespace

LiveCluster* LiveCluster::get() {
  static bool const installed = is_installed();
  if (!installed) {
    std::fprintf(stderr,
                 "*** SLURM IS NOT INSTALLED (slurmctld, slurmd, munge): NOTHING OF IT IS TESTED ***\n");
    return nullptr;
  }
  static std::unique_ptr<LiveCluster> const cluster(new LiveCluster);
  return cluster.get();
}

LiveCluster::LiveCluster() : root_(folder_.file("c")) {
  // Ended batches are forgotten soon, so that both ways to know of them are used.
  std::vector<std::string> words{SLURM_DEV_CLUSTER, "up", root_, "--nodes", "2", "--set", "MinJobAge=4",
                                 // Nor does a node count as lost while a test stops munge.
                                 "--set", "SlurmdTimeout=120"};
  if (std::system("PATH=$PATH:/usr/sbin:/sbin; command -v slurmdbd mariadbd >/dev/null") == 0)
    words.emplace_back("--accounting");
  output_of(words, true);
}

LiveCluster::~LiveCluster() { output_of({SLURM_DEV_CLUSTER, "down", root_, "--remove"}, false); }

void LiveCluster::command(std::vector<std::string> words) {
  words.insert(words.begin(), SLURM_DEV_CLUSTER);
  words.insert(words.begin() + 2, root_);
  output_of(words, true);
}

std::string LiveCluster::slurm(std::vector<std::string> words) {
  words.insert(words.begin(), {"env", "SLURM_CONF=" + root_ + "/etc/slurm.conf"});
  return output_of(words, false);
}

slurm::Settings LiveCluster::settings(std::string const& name) const {
  slurm::Settings settings;
  settings.conf = root_ + "/etc/slurm.conf";
  settings.program = TEST_SHEPHERD;
  settings.name = name;
  settings.poll = 50ms;
  return settings;
}

LiveJob::LiveJob(std::string const& shell, std::string const& folder_name) {
  work = folder.path() / folder_name / "work";
  fs::create_directories(work.parent_path() / "results");
  fs::create_directories(work);
  order.id = jobs::new_job_id();
  order.argv = {"/bin/bash", "-c", shell};
  order.directory = work.parent_path() / "results";
  write();
}

std::string LiveJob::said() const { return text_of(work / jobs::output_log); }

bool comes_true(std::function<bool()> const& question) {
  for (auto const end = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < end;) {
    if (question()) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

jobs::BatchStatus status_of(slurm::SlurmScheduler& scheduler, std::string const& id) {
  return scheduler.states(std::vector{id}).at(0);
}

jobs::BatchStatus wait_for(slurm::SlurmScheduler& scheduler, std::string const& id, jobs::BatchState state) {
  jobs::BatchStatus status;
  comes_true([&] {
    status = status_of(scheduler, id);
    return status.state == state;
  });
  return status;
}

std::string fact(jobs::BatchStatus const& status, std::string const& name) {
  for (auto const& [key, value] : status.facts)
    if (key == name) return value;
  return {};
}

std::string all_of(jobs::BatchStatus const& status) {
  std::string text = status.reason;
  for (auto const& [key, value] : status.facts) text += "; " + key + "=" + value;
  return text;
}

std::string text_of(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace slurm_test
