#include "jobs/work/control_group.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "engine/base/text.hpp"
#include "jobs/work/batch_place.hpp"

namespace jobs {
namespace {

bool write_to(std::filesystem::path const& file, std::string const& text) {
  std::error_code none;
  if (!std::filesystem::exists(file, none)) return false;
  std::ofstream stream(file);
  stream << text << std::flush;
  return stream.good();
}

std::string text_of(std::filesystem::path const& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::optional<ControlGroup> ControlGroup::make(WorkOrder const& order) {
  if (order.cgroup.empty() || in_batch()) return std::nullopt;  // clusters have their own
  std::filesystem::path const folder =
      std::filesystem::path(order.cgroup) / (order.id + "-" + std::to_string(order.attempt));
  std::error_code error;
  write_to(std::filesystem::path(order.cgroup) / "cgroup.subtree_control", "+memory +pids +cpu");
  std::filesystem::create_directory(folder, error);
  if (error || !std::filesystem::exists(folder / "cgroup.procs", error)) return std::nullopt;
  ControlGroup group(folder);
  if (order.memory_bytes > 0 && write_to(folder / "memory.max", std::to_string(order.memory_bytes))) {
    write_to(folder / "memory.swap.max", "0");
    write_to(folder / "memory.oom.group", "1");
  }
  if (order.tasks > 0)  // threads count here, too
    write_to(folder / "pids.max", std::to_string(order.tasks * std::max(1, order.threads + 4)));
  return group;
}

ControlGroup::~ControlGroup() {
  if (folder_.empty()) return;
  kill();
  std::error_code error;
  for (int i = 0; i < 200; ++i) {
    std::filesystem::remove(folder_, error);
    if (!error) return;
    usleep(5000);
  }
}

void ControlGroup::kill() const { write_to(folder_ / "cgroup.kill", "1"); }

bool ControlGroup::limits_memory() const { return std::filesystem::exists(folder_ / "memory.max"); }

std::uint64_t ControlGroup::value(char const* file, std::string_view name) const {
  std::string const text = text_of(folder_ / file);
  if (name.empty()) return number_in(text);
  auto const place = ("\n" + text).find("\n" + std::string(name) + " ");
  return place == std::string::npos ? 0 : number_in(std::string_view(text).substr(place + name.size() + 1));
}

bool ControlGroup::ran_out_of_memory() const { return value("memory.events", "oom_kill") > 0; }
std::uint64_t ControlGroup::peak_memory() const { return value("memory.peak", ""); }
double ControlGroup::cpu_seconds() const {
  return static_cast<double>(value("cpu.stat", "usage_usec")) * 1e-6;
}

std::uint64_t memory_kills_here() {
  // "0::/path" of version 2, "4:memory:/path" of version 1.
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    auto const words = engine::split(line, ':');
    if (words.size() != 3) continue;
    bool const second = words[0] == "0" && words[1].empty(), first = words[1] == "memory";
    if (!first && !second) continue;
    std::string const file = first ? "/sys/fs/cgroup/memory" + words[2] + "/memory.oom_control"
                                   : "/sys/fs/cgroup" + words[2] + "/memory.events";
    std::string const text = "\n" + text_of(file);
    if (auto const place = text.find("\noom_kill "); place != std::string::npos)
      return number_in(std::string_view(text).substr(place + 10));
  }
  return 0;
}

}  // namespace jobs
