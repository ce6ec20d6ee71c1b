#include "jobs/work/process_table.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <set>
#include <unordered_map>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/text.hpp"
#include "jobs/descriptor.hpp"

namespace jobs {
namespace {

/// Files of /proc have no size and may vanish: what cannot be read is empty.
std::string text_in(std::string const& path) {
  Descriptor const file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> block;
  while (file) {
    auto const got = read(file.number(), block.data(), block.size());
    if (got <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string proc(pid_t pid, char const* file) { return "/proc/" + std::to_string(pid) + "/" + file; }

template <class Number>
Number number_in(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The n-th word of /proc/<pid>/stat behind the name, which may contain anything: 0 is the state.
std::string_view stat_word(std::string_view stat, int n) {
  auto const bracket = stat.rfind(')');
  if (bracket == stat.npos) return {};
  stat.remove_prefix(std::min(bracket + 2, stat.size()));
  for (; n > 0; --n) {
    auto const blank = stat.find(' ');
    if (blank == stat.npos) return {};
    stat.remove_prefix(blank + 1);
  }
  return stat.substr(0, stat.find(' '));
}

std::vector<pid_t> numbered_in(char const* path) {
  std::vector<pid_t> pids;
  DIR* const folder = opendir(path);
  if (folder == nullptr) return pids;
  while (dirent const* const entry = readdir(folder))
    if (auto const pid = number_in<pid_t>(entry->d_name); pid > 0) pids.push_back(pid);
  closedir(folder);
  return pids;
}

std::uint64_t value_after(std::string_view text, std::string_view name) {
  auto const place = text.find(name);
  if (place == text.npos) return 0;
  text.remove_prefix(place + name.size());
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return number_in<std::uint64_t>(text);
}

}  // namespace

std::string const& boot_id() {
  static std::string const id(engine::trimmed(text_in("/proc/sys/kernel/random/boot_id")));
  return id;
}

std::optional<ProcessIdentity> identity_of_child(pid_t pid) {
  std::string const stat = text_in(proc(pid, "stat"));
  if (stat_word(stat, 0).empty()) return std::nullopt;
  return ProcessIdentity{pid, number_in<std::uint64_t>(stat_word(stat, 19)), boot_id()};
}

std::optional<ProcessIdentity> identity_of(pid_t pid) {
  if (pid <= 0) return std::nullopt;
  std::string const stat = text_in(proc(pid, "stat"));
  auto const state = stat_word(stat, 0);
  if (state.empty() || state == "Z" || state == "X") return std::nullopt;
  return ProcessIdentity{pid, number_in<std::uint64_t>(stat_word(stat, 19)), boot_id()};
}

std::vector<std::pair<pid_t, std::vector<std::string>>> commands_with(std::string const& second) {
  std::vector<std::pair<pid_t, std::vector<std::string>>> found;
  for (pid_t const pid : numbered_in("/proc")) {
    std::string line = text_in(proc(pid, "cmdline"));
    if (line.find('\0' + second + '\0') == std::string::npos) continue;
    line.pop_back();
    if (auto words = engine::split(line, '\0'); words.size() > 1 && words[1] == second)
      found.emplace_back(pid, std::move(words));
  }
  return found;
}

std::vector<pid_t> descendants_of(pid_t root) {
  std::unordered_map<pid_t, std::vector<pid_t>> children;
  for (pid_t const pid : numbered_in("/proc"))
    if (auto const parent = number_in<pid_t>(stat_word(text_in(proc(pid, "stat")), 1)); parent > 0)
      children[parent].push_back(pid);
  std::vector<pid_t> found = children[root];
  for (std::size_t i = 0; i < found.size(); ++i)
    if (auto const more = children.find(found[i]); more != children.end())
      found.insert(found.end(), more->second.begin(), more->second.end());
  return found;
}

std::vector<pid_t> likely_descendants_of(pid_t root) {
  static bool const kernel_tells = access("/proc/thread-self/children", R_OK) == 0;
  if (!kernel_tells) return descendants_of(root);
  std::vector<pid_t> found;
  auto const add_children = [&found](pid_t pid) {
    std::string const tasks = proc(pid, "task");
    for (pid_t const task : numbered_in(tasks.c_str()))
      for (auto const& word : engine::split(text_in(tasks + "/" + std::to_string(task) + "/children"), ' '))
        if (auto const child = number_in<pid_t>(word); child > 0) found.push_back(child);
  };
  add_children(root);
  for (std::size_t i = 0; i < found.size(); ++i) add_children(found[i]);
  return found;
}

void kill_descendants() {
  // Stopped processes start no others: when a look finds nobody new, all are caught.
  std::set<pid_t> stopped;
  for (bool found_new = true; found_new;) {
    found_new = false;
    for (pid_t const pid : descendants_of(getpid()))
      if (stopped.insert(pid).second) {
        kill(pid, SIGSTOP);
        found_new = true;
      }
  }
  for (pid_t const pid : stopped) kill(pid, SIGKILL);
}

void end_descendants() {
  for (;;) {
    pid_t collected = 0;
    while ((collected = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (collected < 0 && errno == ECHILD) return;
    kill_descendants();
    usleep(500);
  }
}

std::vector<pid_t> carriers_of(std::string const& variable) {
  std::vector<pid_t> found;
  std::string const inner = '\0' + variable + '\0';
  for (pid_t const pid : numbered_in("/proc"))
    if (('\0' + text_in(proc(pid, "environ"))).find(inner) != std::string::npos) found.push_back(pid);
  return found;
}

bool has_variable(pid_t pid, std::string const& name) {
  return ('\0' + text_in(proc(pid, "environ"))).find('\0' + name + '=') != std::string::npos;
}

Memory memory_of(std::vector<pid_t> const& pids) {
  static auto const page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  Memory sum;
  std::uint64_t most_shared = 0;
  for (pid_t const pid : pids) {
    auto const words = engine::split(text_in(proc(pid, "statm")), ' ');
    if (words.size() < 3) continue;
    auto const resident = number_in<std::uint64_t>(words[1]), shared = number_in<std::uint64_t>(words[2]);
    sum.resident += resident * page;
    sum.own += (resident - std::min(shared, resident)) * page;
    most_shared = std::max(most_shared, shared * page);
  }
  sum.likely = sum.own + most_shared;
  return sum;
}

std::uint64_t proportional_memory_of(std::vector<pid_t> const& pids) {
  std::uint64_t sum = 0;
  for (pid_t const pid : pids) {
    std::string const rollup = text_in(proc(pid, "smaps_rollup"));
    bool const split = rollup.find("\nPss_Anon:") != std::string::npos;  // Linux 5.4
    sum += 1024 * (split ? value_after(rollup, "\nPss_Anon:") + value_after(rollup, "\nPss_Shmem:")
                         : value_after(rollup, "\nPss:"));
  }
  return sum;
}

Traffic traffic_of(pid_t pid) {
  std::string const text = text_in(proc(pid, "io"));
  return {value_after(text, "rchar:"), value_after(text, "wchar:")};
}

}  // namespace jobs
