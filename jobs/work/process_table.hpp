/// Processes as the kernel shows them in /proc: who they are, what they have started, what they use.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace jobs {

/// One process of this machine's life, never to be mistaken for a later one with the same number.
struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t started = 0;  ///< clock ticks since boot
  std::string boot{};         ///< of this boot of the machine
  bool operator==(ProcessIdentity const&) const = default;
};

/// Nothing if there is no such process, or it has ended and only waits to be collected.
std::optional<ProcessIdentity> identity_of(pid_t pid);
/// The same for a child of ours, which may have ended already.
std::optional<ProcessIdentity> identity_of_child(pid_t pid);
std::string const& boot_id();
inline bool is_alive(ProcessIdentity const& process) { return identity_of(process.pid) == process; }

/// All that `root` has started, and what they have, without `root`; parents first. Those whose parent has
/// ended are found if `root` is their subreaper.
std::vector<pid_t> descendants_of(pid_t root);
/// The same at a small part of the cost; may miss some that begin or end just then.
std::vector<pid_t> likely_descendants_of(pid_t root);

/// Kills all descendants of this process: first they are stopped, so that none forks away from under our
/// eyes.
void kill_descendants();
/// The same, until all are gone and collected.
void end_descendants();

/// Processes of anybody's that carry NAME=value in the environment they were started with.
std::vector<pid_t> carriers_of(std::string const& variable);

/// Was it started with a variable of this name?
bool has_variable(pid_t pid, std::string const& name);

/// Processes of anybody's whose command line has `second` as its second word, with their words.
std::vector<std::pair<pid_t, std::vector<std::string>>> commands_with(std::string const& second);

struct Memory {
  std::uint64_t resident = 0;  ///< shared pages counted by everyone who shares them: never too small
  std::uint64_t own = 0;       ///< without pages of files and shared memory: never too large
  std::uint64_t likely = 0;    ///< with the pages shared by the one that has most of them
};
Memory memory_of(std::vector<pid_t> const& pids);
/// Without pages of files (the kernel takes them back when it needs them), each shared page divided by those
/// who share it. Slow: a millisecond per gigabyte.
std::uint64_t proportional_memory_of(std::vector<pid_t> const& pids);

struct Traffic {
  std::uint64_t read = 0, written = 0;  ///< bytes, by read and write calls
};
/// Also of one that has ended and is not yet collected; with that of all it has collected itself.
Traffic traffic_of(pid_t pid);

}  // namespace jobs
