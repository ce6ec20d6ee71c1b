#include "engine/parallel/launch.hpp"

#include <cstdlib>
#include <map>
#include <string>

#include <doctest/doctest.h>

using namespace engine;

namespace {

/// The environment of a launcher, for the length of a test; no other launcher's.
class Environment {
 public:
  explicit Environment(std::map<std::string, std::string> const& set) {
    for (char const* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMI_FD", "PMIX_RANK",
                             "MPI_LOCALNRANKS", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS",
                             "SLURM_STEP_NUM_NODES", "SLURM_JOB_ID", "SLURM_NTASKS", "SLURM_JOB_NUM_NODES"}) {
      char const* const old = std::getenv(name);
      if (old != nullptr) before_[name] = old;
      unsetenv(name);
      names_.push_back(name);
    }
    for (auto const& [name, value] : set) setenv(name.c_str(), value.c_str(), 1);
  }
  Environment(Environment const&) = delete;
  Environment& operator=(Environment const&) = delete;
  ~Environment() {
    for (std::string const& name : names_) unsetenv(name.c_str());
    for (auto const& [name, value] : before_) setenv(name.c_str(), value.c_str(), 1);
  }

 private:
  std::map<std::string, std::string> before_;
  std::vector<std::string> names_;
};

}  // namespace

TEST_CASE("without a launcher nothing was launched, in a batch script neither") {
  Environment const none({});
  CHECK_FALSE(launched_processes());
  CHECK_FALSE(launch_trouble());
  Environment const script(
      {{"SLURM_JOB_ID", "7"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_NUM_NODES", "2"}});
  CHECK_FALSE(launched_processes());
  CHECK_FALSE(launch_trouble());
  CHECK(batch_size().ranks == 4);
  CHECK(batch_size().nodes == 2);
}

TEST_CASE("processes that srun told nothing of each other are refused before MPI starts") {
  Environment const none({{"SLURM_JOB_ID", "7"}, {"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "3"}});
  CHECK(launched_processes() == 3);
  REQUIRE(launch_trouble());
  CHECK(launch_trouble()->find("srun --mpi=pmix") != std::string::npos);
}

TEST_CASE("srun with PMIx is fine; with PMI alone Open MPI may not be") {
  std::map<std::string, std::string> step{{"SLURM_JOB_ID", "7"},
                                          {"SLURM_PROCID", "1"},
                                          {"SLURM_STEP_NUM_TASKS", "3"},
                                          {"SLURM_STEP_NUM_NODES", "2"},
                                          {"PMIX_RANK", "1"}};
  {
    Environment const pmix(step);
    CHECK_FALSE(launch_trouble());
    CHECK_FALSE(launch_doubt("Open MPI v4.1.4"));
    CHECK(batch_size().ranks == 3);
    CHECK(batch_size().nodes == 2);
  }
  step.erase("PMIX_RANK");
  step["PMI_RANK"] = "1";
  step["PMI_SIZE"] = "3";
  Environment const pmi(step);
  CHECK_FALSE(launch_trouble());
  CHECK(launch_doubt("Open MPI v4.1.4"));
  CHECK_FALSE(launch_doubt("MPICH Version: 4.0"));
}

TEST_CASE("under mpirun in a batch mpirun's numbers count, whatever step its daemon runs in") {
  Environment const mpirun({{"SLURM_JOB_ID", "7"},
                            {"SLURM_PROCID", "0"},
                            {"SLURM_STEP_NUM_TASKS", "2"},
                            {"SLURM_NTASKS", "8"},
                            {"SLURM_JOB_NUM_NODES", "2"},
                            {"OMPI_COMM_WORLD_SIZE", "8"}});
  CHECK(launched_processes() == 8);
  CHECK_FALSE(launch_trouble());
  CHECK(batch_size().nodes == 2);
}
