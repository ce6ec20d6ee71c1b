/// A control group (cgroup v2) for the processes of one run: the kernel counts and limits them together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "jobs/work/work.hpp"

namespace jobs {

class ControlGroup {
 public:
  /// A new group below order.cgroup. Nothing if none is named, or the kernel refuses: limits are then kept by
  /// looking at the processes again and again.
  static std::optional<ControlGroup> make(WorkOrder const& order);
  ControlGroup(ControlGroup&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  ControlGroup& operator=(ControlGroup&&) = delete;
  ~ControlGroup();  ///< kills what is in it, and removes it

  /// Where a process writes "0" to join.
  std::filesystem::path joining() const { return folder_ / "cgroup.procs"; }
  void kill() const;
  bool limits_memory() const;
  bool ran_out_of_memory() const;
  std::uint64_t peak_memory() const;  ///< 0: not known
  double cpu_seconds() const;         ///< 0: not known

 private:
  explicit ControlGroup(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::uint64_t value(char const* file, std::string_view name) const;
  std::filesystem::path folder_;
};

/// Processes that the kernel has killed for want of memory in the control group that we are in ourselves,
/// which may be a batch's (cgroup v1 or v2); 0: none, or it is not told.
std::uint64_t memory_kills_here();

}  // namespace jobs
