#include "jobs/work/launcher.hpp"

#include <algorithm>
#include <cstdlib>

#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "jobs/work/batch_place.hpp"

namespace jobs {
namespace {

constexpr std::chrono::seconds patience{20};

/// What it says; nothing if it cannot be started or does not end.
std::string answer_of(std::vector<std::string> words) {
  try {
    auto const answer = run_process({.argv = std::move(words), .time = patience});
    return answer.end == ProcessResult::End::exited ? answer.output + answer.errors : "";
  } catch (engine::Failure const&) {
    return "";
  }
}

/// The libraries of a program that is no script and not static.
MpiLibrary mpi_library_of(WorkOrder const& order) {
  auto const library = mpi_library_in(answer_of({"ldd", order.argv.front()}));
  if (library != MpiLibrary::unknown) return library;
  // A script or a container's command: what the machine has is what it was probably made with.
  auto const kind = launcher_kind(answer_of({"mpirun", "--version"}));
  if (kind == LauncherKind::open_mpi) return MpiLibrary::open_mpi;
  return kind == LauncherKind::hydra ? MpiLibrary::mpich : MpiLibrary::unknown;
}

std::string launcher_name(WorkOrder const& order) {
  char const* const named = std::getenv("DISTILL_LAUNCHER");
  std::string name = order.launcher;
  if (name.empty() && named != nullptr) name = named;
  if (!name.empty() && name != "auto") return name;
  if (!in_batch()) return "mpirun";
  return launcher_in_slurm(mpi_library_of(order), answer_of({"srun", "--mpi=list"}));
}

std::string version_of(std::string const& program) {
  auto const answer = run_process({.argv = {program, "--version"}, .time = patience});
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

Launch launch_of(WorkOrder const& order) {
  if (!order.mpi || order.processes <= 1) return {order.argv, {}, LauncherKind::none};
  std::string const name = launcher_name(order);
  if (name == "none") return {order.argv, {}, LauncherKind::none};
  Launch launch;
  for (auto const& word : engine::split(name, ' '))
    if (!word.empty()) launch.argv.push_back(word);
  std::string const version = version_of(launch.argv.front());
  int const hosts = in_batch() ? static_cast<int>(batch_hosts().size()) : 0;
  LaunchShape const shape{.processes = order.processes,
                          .nodes = hosts > 0 ? std::min(hosts, std::max(1, order.nodes)) : 1,
                          .threads = std::max(1, order.threads),
                          .as_root = geteuid() == 0 && order.user.empty(),
                          .in_slurm = hosts > 0};
  for (auto const& option : launcher_options(version, shape)) launch.argv.push_back(option);
  launch.argv.insert(launch.argv.end(), order.argv.begin(), order.argv.end());
  launch.kind = launcher_kind(version);
  launch.launcher = short_version(version);
  // "srun" alone says nothing of how its processes find each other.
  if (launch.kind == LauncherKind::srun) launch.launcher = name + " (" + launch.launcher + ")";
  return launch;
}

}  // namespace jobs
