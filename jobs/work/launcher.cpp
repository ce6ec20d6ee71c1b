#include "jobs/work/launcher.hpp"

#include <cstdlib>

#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"

namespace jobs {
namespace {

std::string launcher_name(WorkOrder const& order) {
  if (!order.launcher.empty()) return order.launcher;
  char const* const named = std::getenv("DISTILL_LAUNCHER");
  return named != nullptr && *named != '\0' ? named : "mpirun";
}

std::string version_of(std::string const& program) {
  auto const answer = run_process({.argv = {program, "--version"}, .time = std::chrono::seconds(20)});
  if (answer.end != ProcessResult::End::exited)
    throw engine::Failure(engine::Fault::missing_resource,
                          "the launcher does not answer: " + program + " - is MPI in order on this machine?");
  return answer.output + answer.errors;
}

/// In one line: "mpirun (Open MPI) 4.1.4", "HYDRA 4.0.2", "slurm 22.05.8".
std::string short_version(std::string const& version) {
  if (auto const place = version.find("Version:");
      version.find("HYDRA") != version.npos && place != version.npos)
    return "HYDRA " + engine::split(engine::trimmed(version.substr(place + 8)), '\n').front();
  auto const lines = engine::split(engine::trimmed(version), '\n');
  return lines.empty() ? "" : lines.front().substr(0, 200);
}

}  // namespace

std::vector<std::string> launcher_options(std::string const& version, int processes, bool as_root) {
  std::string const ranks = std::to_string(processes);
  if (version.find("Open MPI") == version.npos && version.find("OpenRTE") == version.npos)
    return {"-n", ranks};
  std::vector<std::string> options{"-n", ranks, "--oversubscribe", "--bind-to", "none"};
  if (as_root) options.emplace_back("--allow-run-as-root");
  return options;
}

Launch launch_of(WorkOrder const& order) {
  std::string const name = launcher_name(order);
  if (!order.mpi || order.processes <= 1 || name == "none") return {order.argv, {}};
  Launch launch;
  for (auto const& word : engine::split(name, ' '))
    if (!word.empty()) launch.argv.push_back(word);
  std::string const version = version_of(launch.argv.front());
  for (auto const& option : launcher_options(version, order.processes, geteuid() == 0 && order.user.empty()))
    launch.argv.push_back(option);
  launch.argv.insert(launch.argv.end(), order.argv.begin(), order.argv.end());
  launch.launcher = short_version(version);
  return launch;
}

}  // namespace jobs
